import { expect, onTestFinished, test } from 'vitest';
import { makePlanningWorker } from '../../src/jobs/index.ts';
import { planDigest } from '../../src/scheduling/index.ts';
import { verifyPlan } from '../../src/verification/index.ts';
import { planOf, smallInput } from '../store/store-support.ts';

const never = () => new AbortController().signal;

function worker() {
  const made = makePlanningWorker();
  onTestFinished(() => made.close());
  return made;
}

const taskOf = (revision: number) => {
  const { problem, digest } = smallInput();
  return { problem, inputDigest: digest, revision };
};

test('a plan from the thread is the plan made here, but for its timings', async () => {
  const stages: string[] = [];
  const { plan, verification } = await worker().plan(taskOf(1), {
    signal: never(),
    onProgress: (stage) => stages.push(stage),
  });
  const here = (await planOf(smallInput())).plan;
  expect({ ...plan, timings: null }).toEqual({ ...here, timings: null });
  expect(plan.planDigest).toBe(planDigest(plan));
  const { problem, inputDigest } = taskOf(1);
  expect(verification).toEqual(verifyPlan(problem, plan, { expectedInputDigest: inputDigest }));
  expect(verification.checkedRules).toBeGreaterThan(100);
  expect(stages).toEqual(['building', 'solving', 'proving', 'comparing', 'verifying']);
});

test('a plan of another problem than was frozen does not pass', async () => {
  const task = { ...taskOf(1), inputDigest: 'that of another problem' };
  const { verification } = await worker().plan(task, { signal: never(), onProgress: () => {} });
  expect(verification.ok).toBe(false);
  expect(verification.violations.map(({ message }) => message).join()).toContain('that of another problem');
});

test('the event loop goes on while a plan is made', async () => {
  let ticks = 0;
  const clock = setInterval(() => {
    ticks += 1;
  }, 1);
  const planner = worker();
  await planner.plan(taskOf(1), { signal: never(), onProgress: () => {} });
  ticks = 0;
  const { plan } = await planner.plan(taskOf(2), { signal: never(), onProgress: () => {} });
  clearInterval(clock);
  expect(plan.revision).toBe(2);
  expect(ticks).toBeGreaterThan(3);
});

test('an interrupted task is rejected at once, and the next one is planned in a new thread', async () => {
  const planner = worker();
  const stop = new AbortController();
  const interrupted = planner.plan(taskOf(1), { signal: stop.signal, onProgress: () => stop.abort() });
  await expect(interrupted).rejects.toThrow('planning was interrupted');
  await expect(planner.plan(taskOf(1), { signal: stop.signal, onProgress: () => {} })).rejects.toThrow('interrupted');
  const { plan } = await planner.plan(taskOf(3), { signal: never(), onProgress: () => {} });
  expect(plan.revision).toBe(3);
});

test('a fault in the thread is told as what it is, and a closed thread fails what it had', async () => {
  const planner = worker();
  const { problem, ...rest } = taskOf(1);
  const broken = { ...rest, problem: { ...problem, fleet: { ...problem.fleet, sites: null as never } } };
  await expect(planner.plan(broken, { signal: never(), onProgress: () => {} })).rejects.toThrow('of null');
  const running = planner.plan(taskOf(1), { signal: never(), onProgress: () => {} });
  await expect(planner.plan(taskOf(2), { signal: never(), onProgress: () => {} })).rejects.toThrow(
    'has a task already',
  );
  await Promise.all([expect(running).rejects.toThrow('was closed'), planner.close()]);
});
