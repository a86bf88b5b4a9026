import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { moneyOf, seriesOf } from '../support/fleets.ts';
import { expectOptimum, fleetOf, heldHourly, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';

/**
 * A store without losses, two fifths full, on a rising price: it is emptied where that earns most, within
 * what it may feed in. Case and optima: test_solver of FlexMeasures, whose unit is read as MW here and whose
 * prices as money a MWh.
 */
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
type GridSource = ScenarioSource['sites'][number]['grid'];

function drainScenario(slotMinutes: number, rules: Partial<GridSource>): ScenarioSource {
  const rising = (from: number) =>
    heldHourly(
      HOURS.map((hour) => (from + hour / 23) / 1000),
      slotMinutes,
    );
  return {
    wattshift: 1,
    name: 'drain',
    currency: 'EUR',
    timeline: { start: '2026-06-01T00:00Z', end: '2026-06-02T00:00Z', slotMinutes },
    sites: [
      {
        id: 'site',
        timeZone: 'UTC',
        grid: {
          marketZone: 'zone',
          importLimitKw: 2000,
          exportLimitKw: 2000,
          importPrice: rising(100),
          exportPrice: rising(90),
          ...rules,
        },
        batteries: [
          {
            id: 'store',
            energyCapacityKwh: 1000,
            initialEnergyKwh: 400,
            endEnergyKwh: 0,
            chargeLimitKw: 1000,
            dischargeLimitKw: 1000,
            chargeEfficiency: 1,
            dischargeEfficiency: 1,
          },
        ],
      },
    ],
  };
}

/** 1000 for each MWh beyond 0.1 MW. */
const exportCap: Partial<GridSource> = {
  contractedLimits: [{ id: 'feed-in', direction: 'export', limitKw: 100, breachPricePerKwh: 1 }],
};
/** 80 for the largest MW in either direction. */
const peakCharge: Partial<GridSource> = { demandCharge: { direction: 'both', pricePerKwMonth: 0.08 } };

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (slotMinutes: number, rules: Partial<GridSource>): Promise<Plan> =>
  (await planned(solver, fleetOf(drainScenario(slotMinutes, rules)), { largestGap: 1e-6 })).plan;

describe.each(SLOT_MINUTES)('store on a rising price, slots of %i minutes', (slotMinutes) => {
  test('emptied in the dearest hour: -36.4', async () => {
    const plan = await planOf(slotMinutes, {});
    expectOptimum(plan.objective, -36.4);
    expect(plan.brokenPromises).toEqual([]);
  });

  test('at a breach price on what exceeds a tenth, over the four dearest hours: -36.373913', async () => {
    const plan = await planOf(slotMinutes, exportCap);
    // 0.1 MWh at each of 90 + 20/23 ... 91.
    expectOptimum(plan.objective, -0.1 * (360 + 86 / 23));
    expect(Math.max(...seriesOf(plan, 'gridExport', 'site'))).toBeLessThanOrEqual(100 + 1e-3);
    expect(plan.brokenPromises).toEqual([]);
  });

  test('with a price on the peak as well, spread over the day: -34.866667', async () => {
    const plan = await planOf(slotMinutes, { ...exportCap, ...peakCharge });
    // 0.4 MWh at the mean price of 90.5, less 80 for a peak of 0.4 / 24 MW.
    expectOptimum(plan.objective, -0.4 * 90.5 + (80 * 0.4) / 24);
    expectOptimum(moneyOf(plan, 'demandCharge'), (80 * 0.4) / 24);
    expectOptimum(plan.demandCharges[0].peakKw, 400 / 24);
  });
});
