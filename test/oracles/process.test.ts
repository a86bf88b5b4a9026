import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { seriesOf } from '../support/fleets.ts';
import { energyPerHour, expectOptimum, fleetOf, heldHourly, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';

/**
 * A process of four hours at 200 kW on a day-ahead price, not to run at 15:00. Case and costs: the tutorial
 * of FlexMeasures on scheduling a process (its types INFLEXIBLE, BREAKABLE and SHIFTABLE). The hour in which it must
 * not run is one without a machine.
 */
const PRICES_PER_MWH = [10, 11, 12, 15, 18, 17, 10.5, 9, 9.5, 9, 8.5, 10, 8, 5, 4, 4, 5.5, 8, 12, 13, 14, 12.5, 10, 7];
const FORBIDDEN_HOUR = 15;
const CHEAPEST_HOURS = [13, 14, 16, 23];
/** Four in a row without the forbidden one: 10 + 8 + 5 + 4 a MWh, at 200 kW. */
const CHEAPEST_BLOCK = [11, 12, 13, 14];

type Shape = 'preemptible' | 'contiguous';

function processScenario(slotMinutes: number, deadline: string, shape: Shape): ScenarioSource {
  const available = PRICES_PER_MWH.map((_, hour) => (hour === FORBIDDEN_HOUR ? 0 : 1));
  return {
    wattshift: 1,
    name: 'process',
    currency: 'EUR',
    timeline: { start: '2026-06-01T00:00Z', end: '2026-06-02T00:00Z', slotMinutes },
    sites: [
      {
        id: 'site',
        timeZone: 'UTC',
        grid: {
          marketZone: 'zone',
          importLimitKw: 1000,
          importPrice: heldHourly(PRICES_PER_MWH, slotMinutes).map((price) => price / 1000),
        },
        compute: {
          pools: [
            { id: 'machine', unitCount: 1, busyKwPerUnit: 200, unitsAvailable: heldHourly(available, slotMinutes) },
          ],
        },
      },
    ],
    jobs: [{ id: 'process', pool: 'machine', units: 1, hours: 4, shape, deadline }],
  };
}

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (slotMinutes: number, deadline: string, shape: Shape = 'preemptible'): Promise<Plan> =>
  (await planned(solver, fleetOf(processScenario(slotMinutes, deadline, shape)), { largestGap: 1e-6 })).plan;

const workPerHour = (sites: Plan['sites'], slotMinutes: number): number[] =>
  energyPerHour(seriesOf({ sites }, 'poolPower', 'site', 'machine'), slotMinutes);

const runningIn = (hours: readonly number[]): number[] =>
  PRICES_PER_MWH.map((_, hour) => (hours.includes(hour) ? 200 : 0));

describe.each(SLOT_MINUTES)('process of four hours, slots of %i minutes', (slotMinutes) => {
  test('interrupted at will: 4.30; as it comes: 9.60', async () => {
    const plan = await planOf(slotMinutes, '2026-06-02T00:00Z');
    expectOptimum(plan.objective, 4.3);
    const found = workPerHour(plan.sites, slotMinutes);
    expect(found.map((kwh) => Math.round(kwh * 1e3) / 1e3)).toEqual(runningIn(CHEAPEST_HOURS));

    const atOnce = plan.baselines?.firstComeFirstServed;
    if (atOnce === undefined) throw new Error('the plan has no baselines');
    expectOptimum(atOnce.objective, 9.6);
    expect(workPerHour(atOnce.sites, slotMinutes)).toEqual(runningIn([0, 1, 2, 3]));
    expectOptimum(plan.savings?.againstFirstComeFirstServed ?? Number.NaN, 9.6 - 4.3);
  });

  test('in one piece: 5.40', async () => {
    const plan = await planOf(slotMinutes, '2026-06-02T00:00Z', 'contiguous');
    expectOptimum(plan.objective, 5.4);
    expect(workPerHour(plan.sites, slotMinutes)).toEqual(runningIn(CHEAPEST_BLOCK));
    expect(plan.jobs[0].directives).toEqual([{ at: '2026-06-01T11:00:00Z', site: 'site', action: 'START', units: 1 }]);
    expect(plan.status).toBe('optimal');
    expectOptimum(plan.baselines?.firstComeFirstServed.objective ?? Number.NaN, 9.6);
  });

  test('in one piece at once, because its window is as long as itself: 9.60', async () => {
    const plan = await planOf(slotMinutes, '2026-06-01T04:00Z', 'contiguous');
    expectOptimum(plan.objective, 9.6);
    expect(plan.brokenPromises).toEqual([]);
  });

  test('at once, because its window is as long as itself: 9.60', async () => {
    const plan = await planOf(slotMinutes, '2026-06-01T04:00Z');
    expectOptimum(plan.objective, 9.6);
    expect(plan.brokenPromises).toEqual([]);
  });
});
