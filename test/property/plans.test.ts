import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import { makeProblem, type Plan } from '../../src/scheduling/index.ts';
import { seriesOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';
import { forFleets, lowerBound, moneyScale, planOnce, SEED } from './support.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

test(`random fleets get verified plans, no cheaper than proven and no dearer than any sound rule (seed ${SEED})`, async () => {
  const statuses = new Map<string, number>();
  await forFleets(80, {}, async (fleet) => {
    const plan = await planOnce(solver, fleet);
    const kind = `${plan.status}, ${plan.certificate?.method}`;
    statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
    const tolerance = 1e-6 * moneyScale(plan);
    expect(lowerBound(plan)).toBeLessThanOrEqual(plan.objective + tolerance);
    if (plan.baselines === null) throw new Error('a plan stands beside its baselines');
    for (const rule of [plan.baselines.firstComeFirstServed, plan.baselines.ruleBasedStorage]) {
      if (rule.physicallySound) {
        expect(lowerBound(plan)).toBeLessThanOrEqual(rule.objective + tolerance);
        if (plan.status === 'optimal') expect(plan.objective).toBeLessThanOrEqual(rule.objective + tolerance);
      }
    }
    expectEmissions(fleet, plan);
    expectPeaks(fleet, plan);
  });
  // Both kinds of program were met.
  expect(statuses.get('optimal, linear') ?? 0).toBeGreaterThan(0);
  expect(statuses.get('optimal, branching') ?? 0).toBeGreaterThan(0);
});

function expectEmissions(fleet: Fleet, plan: Plan): void {
  for (const signal of ['average', 'marginal'] as const) {
    let kilograms = 0;
    for (const site of fleet.sites) {
      const grams = site.grid.carbonGramsPerKwh[signal] ?? new Float64Array();
      seriesOf(plan, 'gridImport', site.id).forEach((kw, t) => {
        kilograms += (kw * fleet.timeline.hours[t] * grams[t]) / 1000;
      });
    }
    expect(plan.emissions[`${signal}Kg`]).toBeCloseTo(kilograms, 4);
  }
  expect(plan.emissions.marketKg).toBeNull();
}

function expectPeaks(fleet: Fleet, plan: Plan): void {
  for (const site of fleet.sites) {
    for (const charge of site.grid.demandCharges) {
      const flows = [
        ...(charge.direction === 'export' ? [] : [seriesOf(plan, 'gridImport', site.id)]),
        ...(charge.direction === 'import' ? [] : [seriesOf(plan, 'gridExport', site.id)]),
      ];
      for (const period of charge.periods) {
        let peak: number = period.floorKw;
        for (const { slots, hours } of period.meteringIntervals) {
          for (const flow of flows) {
            let energy = 0;
            slots.forEach((slot, k) => {
              energy += flow[slot] * hours[k];
            });
            peak = Math.max(peak, energy / hours.reduce((sum, h) => sum + h, 0));
          }
        }
        const shown = plan.demandCharges.find((each) => each.site === site.id && each.id === charge.id);
        // A peak that costs nothing may be shown anywhere above the true one.
        if (charge.pricePerKw > 0) expect(shown?.peakKw).toBeCloseTo(peak, 4);
      }
    }
  }
}

test('planning twice gives the same bytes, with all that is computed beside the plan', async () => {
  await forFleets(12, {}, async (fleet) => {
    const { plan } = await planned(solver, fleet, { largestGap: Number.POSITIVE_INFINITY });
    expect(plan.savings).not.toBeNull();
  });
});

test('the order of sites, pools, links, jobs, stores and allowed sites decides nothing', async () => {
  const reversed = <Item>(items: readonly Item[]): Item[] => [...items].reverse();
  await forFleets(20, {}, async (fleet) => {
    const shuffled: Fleet = {
      ...fleet,
      sites: reversed(fleet.sites).map((site) => ({
        ...site,
        compute: { ...site.compute, pools: reversed(site.compute.pools) },
        batteries: reversed(site.batteries),
      })),
      links: reversed(fleet.links),
      jobs: reversed(fleet.jobs).map((job) => ({ ...job, sites: reversed(job.sites) })),
    };
    const plan = await planOnce(solver, fleet);
    expect((await planOnce(solver, shuffled)).planDigest).toBe(plan.planDigest);
  });
});

test('planning leaves its input as it was', async () => {
  await forFleets(10, {}, async (fleet) => {
    const copy = structuredClone(fleet);
    await planOnce(solver, fleet);
    expect(fleet).toEqual(copy);
    expect(makeProblem(fleet).fleet.name).toBe(copy.name);
  });
});

test('a fleet without jobs is planned too', async () => {
  await forFleets(15, {}, async (fleet) => {
    const plan = await planOnce(solver, { ...fleet, jobs: [] });
    expect(plan.jobs).toEqual([]);
    expect(plan.quotaCurves.every(({ maxUnits }) => maxUnits.every((units) => units === 0))).toBe(true);
    expect(plan.costLines.some(({ name }) => name === 'unservedWork')).toBe(false);
  });
});

test('a solver that is stopped leaves a verified plan of the rules, where they hold the physics', async () => {
  const abort = new AbortController();
  abort.abort();
  let sound = 0;
  await forFleets(60, {}, async (fleet) => {
    const rules = (await planOnce(solver, fleet)).baselines;
    if (!rules?.ruleBasedStorage.physicallySound && !rules?.firstComeFirstServed.physicallySound) return;
    sound += 1;
    const { plan } = await planned(solver, fleet, { twice: false, signal: abort.signal, status: ['fallback'] });
    expect(plan.statusReason).toMatch(/interrupted/);
    const used = rules.ruleBasedStorage.physicallySound ? rules.ruleBasedStorage : rules.firstComeFirstServed;
    expect(plan.objective).toBe(used.objective);
  });
  expect(sound).toBeGreaterThan(20);
});
