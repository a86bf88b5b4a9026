import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { makeSolverPool, type SolverPool } from '../../solver/index.ts';
import { planVerified } from '../../src/jobs/index.ts';
import { type FleetState, makePlanner, notReadyReason } from '../../src/service/planner.ts';
import type { FleetStore, PlanInput, PlanMaker } from '../../src/service/ports.ts';
import { verifyPlan } from '../../src/verification/index.ts';
import { impossibleScenario } from '../cli/command-support.ts';
import { inputOf, openTestStore, smallInput } from '../store/store-support.ts';

let solver: SolverPool;
beforeAll(() => {
  solver = makeSolverPool({ workers: 1 });
});
afterAll(() => solver.close());

const realMaker: PlanMaker = (task, { onProgress }) => planVerified(task, solver, onProgress);

/** A planner on a store that holds these, and what it did. */
async function plannerOf(
  inputs: Readonly<Record<string, PlanInput>>,
  makePlan: PlanMaker = realMaker,
  known?: FleetStore,
) {
  const store = known ?? (await openTestStore(onTestFinished)).store;
  for (const [id, input] of Object.entries(inputs)) await store.putFleet({ id, input, source: 'a test' });
  const changes: FleetState[] = [];
  const asked: string[] = [];
  const planner = await makePlanner({
    store,
    makePlan: (task, options) => {
      asked.push(`${task.problem.fleet.name} ${task.revision}`);
      return makePlan(task, options);
    },
    now: () => new Date('2026-06-01T00:00:00Z'),
    log: { info: () => {}, error: () => {} },
    onChange: (state) => changes.push(state),
  });
  onTestFinished(() => planner.close());
  return { planner, store, changes, asked };
}

const stagesOf = (changes: readonly FleetState[]) =>
  changes.map(({ planning }) => (planning.kind === 'planning' ? planning.stage : planning.kind));

describe('a fleet without a plan', () => {
  test('is planned, verified, stored and only then shown', async () => {
    const { planner, store, changes } = await plannerOf({ small: smallInput() });
    expect(planner.state('small')).toMatchObject({ planning: { kind: 'planning', stage: 'waiting' }, published: null });
    await planner.planAll();
    expect(stagesOf(changes)).toEqual(['building', 'solving', 'proving', 'comparing', 'verifying', 'planned']);
    expect(changes.slice(0, -1).every(({ published }) => published === null)).toBe(true);
    const state = planner.state('small');
    const plan = state?.published?.plan;
    if (plan === undefined) throw new Error('no plan');
    expect(plan).toMatchObject({ revision: 1, status: 'optimal' });
    expect(verifyPlan(smallInput().problem, plan, { expectedInputDigest: smallInput().digest }).ok).toBe(true);
    expect((await store.latestPlan('small'))?.plan).toEqual(plan);
    expect(await planner.plan('small', 1)).toEqual(await store.latestPlan('small'));
  });

  test('and its neighbours are planned one after the other, in the order of their ids', async () => {
    let running = 0;
    let most = 0;
    const { planner, asked } = await plannerOf(
      { b: smallInput({ name: 'b' }), a: smallInput({ name: 'a' }) },
      async (task, options) => {
        running += 1;
        most = Math.max(most, running);
        const made = await realMaker(task, options);
        running -= 1;
        return made;
      },
    );
    await planner.planAll();
    expect(asked).toEqual(['a 1', 'b 1']);
    expect(most).toBe(1);
    expect(planner.states().map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('after a restart', () => {
  test('the plan of the same input is there at once, and nothing is planned', async () => {
    const { planner, store } = await plannerOf({ small: smallInput() });
    await planner.planAll();
    const again = await plannerOf({ small: smallInput() }, realMaker, store);
    expect(again.planner.state('small')).toMatchObject({
      planning: { kind: 'planned' },
      published: { plan: { revision: 1 } },
    });
    await again.planner.planAll();
    expect(again.asked).toEqual([]);
  });

  test('a changed input is planned anew; until then the old plan stands, with what it was made from', async () => {
    const { planner, store } = await plannerOf({ small: smallInput() });
    await planner.planAll();
    const changed = smallInput({ currency: 'USD' });
    const again = await plannerOf({ small: changed }, realMaker, store);
    const before = again.planner.state('small');
    expect(before).toMatchObject({
      planning: { kind: 'planning' },
      published: { plan: { revision: 1, currency: 'EUR' } },
    });
    expect(before?.published?.input.problem.fleet.currency).toBe('EUR');
    await again.planner.planAll();
    expect(again.planner.state('small')).toMatchObject({
      planning: { kind: 'planned' },
      published: { plan: { revision: 2, currency: 'USD' }, input: { digest: changed.digest } },
    });
  });

  test('the plan of another version of the engine is not shown, and the next one has the next revision', async () => {
    const older: PlanMaker = async (task, options) => {
      const made = await realMaker(task, options);
      return { ...made, plan: { ...made.plan, engineVersion: '0.0.1', inputDigest: 'of that version' } };
    };
    const { planner, store } = await plannerOf({ small: smallInput() }, older);
    await planner.planAll();
    const again = await plannerOf({ small: smallInput() }, realMaker, store);
    expect(again.planner.state('small')).toMatchObject({ planning: { kind: 'planning' }, published: null });
    await again.planner.planAll();
    expect(again.planner.state('small')?.published?.plan.revision).toBe(2);
  });
});

describe('what must not be published is not', () => {
  /** A plan whose figures were changed after planning, judged by the real verification. */
  const forging: PlanMaker = async (task, options) => {
    const { plan } = await realMaker(task, options);
    const forged = { ...plan, objective: plan.objective - 1 };
    return { plan: forged, verification: verifyPlan(task.problem, forged, { expectedInputDigest: task.inputDigest }) };
  };

  test('a plan that fails verification is withheld with its faults, and the one before stands', async () => {
    const { planner, store } = await plannerOf({ small: smallInput() });
    await planner.planAll();
    const again = await plannerOf({ small: smallInput({ currency: 'USD' }) }, forging, store);
    await again.planner.planAll();
    const state = again.planner.state('small');
    expect(state?.published?.plan.currency).toBe('EUR');
    if (state?.planning.kind !== 'failed') throw new Error(`${state?.planning.kind}`);
    expect(state.planning.reasons[0]).toContain('failed its own verification');
    expect(state.planning.reasons.slice(1).join()).toContain('objective');
    expect((await store.latestPlan('small'))?.plan.revision).toBe(1);
    expect(notReadyReason(state)).toContain('failed its own verification');
  });

  test('a bug while planning is told, and the next fleet is planned all the same', async () => {
    const { planner } = await plannerOf(
      { a: smallInput({ name: 'a' }), b: smallInput({ name: 'b' }) },
      (task, options) =>
        task.problem.fleet.name === 'a' ? Promise.reject(new Error('out of paper')) : realMaker(task, options),
    );
    await planner.planAll();
    expect(planner.state('a')).toMatchObject({
      planning: { kind: 'failed', reasons: ['out of paper'] },
      published: null,
    });
    expect(planner.state('b')?.published?.plan.status).toBe('optimal');
  });

  test('a plan that was interrupted by the end of the service leaves nothing behind', async () => {
    const { planner, store, changes } = await plannerOf({ small: smallInput() }, async (task, options) => {
      const made = await realMaker(task, options);
      await new Promise<void>((resolve) => options.signal.addEventListener('abort', () => resolve()));
      return made;
    });
    const planning = planner.planAll();
    while (changes.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    await planner.close();
    await planning;
    expect(await store.latestPlan('small')).toBeNull();
    expect(changes.at(-1)?.planning.kind).toBe('planning');
  });
});

test('a plan that physics forbids is published as what it is, and is no reason to rely on the service', async () => {
  const { planner } = await plannerOf({ small: inputOf(impossibleScenario as Parameters<typeof inputOf>[0]) });
  await planner.planAll();
  const [state] = planner.states();
  expect(state.published?.plan).toMatchObject({ status: 'infeasible', revision: 1 });
  expect(notReadyReason(state)).toMatch(/^fleet small: plan 1 gives no orders: .*kW/);
});
