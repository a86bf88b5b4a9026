import { expect, onTestFinished, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { bindingSlots, EVENT_FIRST_SLOT, EVENT_LAST_SLOT, fleetAfterEvent } from '../../src/benchmark/event.ts';
import { fleetScenario } from '../../src/benchmark/fleet-scenario.ts';
import type { Plan, PlanSite } from '../../src/domain/plan.ts';
import { formatProblems, readScenario } from '../../src/scenario/index.ts';
import { makeProblem, planKeepingBasis } from '../../src/scheduling/index.ts';
import { expectVerified } from '../support/planned.ts';

const size = { siteCount: 3, slotCount: 96, jobCount: 40, stores: false };

function madeUpFleet() {
  const read = readScenario(fleetScenario(size, 18), { file: 'made-up', directory: '.' });
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  return read.fleet;
}

const importOf = (plan: Plan, site: string): readonly number[] =>
  plan.sites.find(({ id }) => id === site)?.series.find(({ name }) => name === 'gridImport')?.values ?? [];

test('an event binds at each site in turn, and the answer from the kept basis costs what one from nothing costs', async () => {
  const solver = makeSolverPool();
  onTestFinished(() => solver.close());
  const fleet = madeUpFleet();
  const options = { solver, savingsSplit: false };
  const before = await planKeepingBasis(makeProblem(fleet), options);
  for (const { id } of fleet.sites) {
    const held = fleetAfterEvent(fleet, before.plan, id);
    const warmProblem = makeProblem(held, before.basis);
    const { plan: warm } = await planKeepingBasis(warmProblem, options);
    const { plan: cold } = await planKeepingBasis(makeProblem(held), options);

    expectVerified(warmProblem, warm);
    expect(warm.status).toBe('optimal');
    const [was, is] = [importOf(before.plan, id), importOf(warm, id)];
    for (let slot = EVENT_FIRST_SLOT; slot <= EVENT_LAST_SLOT; slot += 1) {
      expect(is[slot]).toBeLessThanOrEqual(0.7 * was[slot] + 1e-6);
    }
    expect(bindingSlots(before.plan, warm, id)).toBeGreaterThan(0);
    expect(warm.objective).toBeGreaterThan(before.plan.objective);
    const scale = cold.costLines.reduce((sum, { amount }) => sum + Math.abs(amount), 1);
    expect(Math.abs(warm.objective - cold.objective) / scale).toBeLessThan(1e-6);
  }
});

function plannedImport(importKw: (slot: number) => number): { readonly sites: readonly PlanSite[] } {
  const values = Array.from({ length: 96 }, (_, slot) => importKw(slot));
  const seriesOf = (site: string) => [{ site, name: 'gridImport', component: null, unit: 'kW', values }] as const;
  const sites = ['site-1', 'site-2'].map((id) => ({ id, timeZone: 'UTC', slotStarts: [], series: seriesOf(id) }));
  return { sites };
}

test('an event holds one site to 70 % of its plan in slots 40 to 47, and nothing else', () => {
  const fleet = madeUpFleet();
  const after = fleetAfterEvent(
    fleet,
    plannedImport(() => 100),
    'site-2',
  );
  const [first, second, third] = after.sites;
  expect([first, third, after.jobs, after.timeline]).toEqual([
    fleet.sites[0],
    fleet.sites[2],
    fleet.jobs,
    fleet.timeline,
  ]);
  const limits = second.grid.importLimitKw;
  const whole = fleet.sites[1].grid.importLimitKw[0];
  expect([...limits.subarray(38, 50)]).toEqual([whole, whole, 70, 70, 70, 70, 70, 70, 70, 70, whole, whole]);
  expect(whole).toBeGreaterThan(100);
});

test('an event never widens a limit, and slots that stay off it do not bind', () => {
  const fleet = madeUpFleet();
  const lavish = plannedImport(() => 1e6);
  expect(fleetAfterEvent(fleet, lavish, 'site-1').sites[0].grid).toEqual(fleet.sites[0].grid);
  const before = plannedImport(() => 100);
  const answer = plannedImport((slot) => (slot < 43 ? 70 : slot < 45 ? 69 : 100));
  // 40, 41 and 42 of the eight slots; in the last three the event was not heeded.
  expect(bindingSlots(before, answer, 'site-1')).toBe(3);
});
