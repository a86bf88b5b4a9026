import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { SeriesName } from '../../src/scheduling/index.ts';
import { makeFleet, moneyOf, seriesOf } from '../support/fleets.ts';
import { energyPerHour, expectOptimum, ORACLE_TOLERANCE, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant } from '../support/plants.ts';

/**
 * A heat pump of 1 MW electric and COP 2 between a source of low-temperature heat and a demand, beside a gas boiler,
 * at a negative price of power. Case and optimum: documentation of energy-py-linear (heat pump). The source is the heat
 * of an IT load, what it may spill a free cooler at no cost.
 */
const SOURCE_MW = [4, 4, 0.5];
const DEMAND_MW = [3, 0.5, 3];
const PUMP_ELECTRICITY_MWH = [1, 0.25, 0.5];
const BOILER_MWH = [1, 0, 2];
const SPILL_MWH = [3, 3.75, 0];

const solver = makeSolverPool();
afterAll(() => solver.close());

describe.each(SLOT_MINUTES)('heat pump, boiler and spilled heat, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(3, slotMinutes);
  const kw = (megawatts: readonly number[]) => held(megawatts).map((value) => value * 1000);
  const fleet = makeFleet({
    timeline,
    sites: [
      {
        grid: { importPricePerKwh: -0.1, importLimitKw: 10_000 },
        compute: { baseLoadKw: kw(SOURCE_MW), pools: [] },
        plant: makePlant(timeline, {
          loops: [{}],
          freeCoolers: [{}],
          heatNetworks: [{ demandKw: kw(DEMAND_MW) }],
          heatPumps: [{ tap: { kind: 'loop', loop: 'room' }, cop: 2, heatLimitKw: 2000 }],
          boilers: [{ efficiency: 0.8, fuel: { pricePerKwh: 0.02 } }],
        }),
      },
    ],
  });

  test('electricity 1, 0.25, 0.5; boiler 1, 0, 2; spill 3, 3.75, 0', async () => {
    const { plan } = await planned(solver, fleet, { largestGap: 1e-6 });
    const expectMwh = (name: SeriesName, component: string, expected: readonly number[]) => {
      const found = energyPerHour(seriesOf(plan, name, 'north', component), slotMinutes).map((kwh) => kwh / 1000);
      expect(found).toHaveLength(expected.length);
      for (const [hour, mwh] of expected.entries()) {
        expect(Math.abs(found[hour] - mwh), `${name} in hour ${hour}`).toBeLessThanOrEqual(ORACLE_TOLERANCE);
      }
    };
    expectMwh('heatPumpPower', 'heat-pump', PUMP_ELECTRICITY_MWH);
    expectMwh('boilerHeat', 'boiler', BOILER_MWH);
    expectMwh('freeCooling', 'economiser', SPILL_MWH);
    // 8.5 MWh of IT and 1.75 of the pump at -100; 3 / 0.8 of gas at 20.
    expectOptimum(plan.objective, -850 - 175 + 75);
    expectOptimum(moneyOf(plan, 'fuel'), 75);
    expect(plan.status).toBe('optimal');
  });
});
