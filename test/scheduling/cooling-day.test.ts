import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { makeFleet, seriesOf } from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant } from '../support/plants.ts';

/**
 * 500 kW of machines all day. Eight hours of night with COP 6 at 0.08, sixteen of day with COP 3 at 0.2; tower fans 0.03
 * a kW rejected. A cold store of 1,500 kWh, as full at the end as at the start.
 *
 * Without it: chiller 8 x 500 / 6 + 16 x 500 / 3 = 3,333 1/3 kWh; fans (12,000 + 3,333 1/3) x 0.03 = 460.
 * With it 1,500 kWh of cold move to the night: chiller 3,083 1/3, fans 452.5.
 * A kWh of cold costs 0.08 (1/6 + 0.03 x 7/6) = 0.01613 at night and 0.2 (1/3 + 0.03 x 4/3) = 0.07467 by day.
 */
const NIGHT_HOURS = 8;
const IT_KWH = 24 * 500;
const isNight = (hour: number) => hour < NIGHT_HOURS;
const byHour = (night: number, day: number) => Array.from({ length: 24 }, (_, hour) => (isNight(hour) ? night : day));

const NIGHT_COLD = 0.08 * (1 / 6 + (0.03 * 7) / 6);
const DAY_COLD = 0.2 * (1 / 3 + (0.03 * 4) / 3);
const WITHOUT = {
  cost: 500 * (8 * (0.08 + NIGHT_COLD) + 16 * (0.2 + DAY_COLD)),
  pue: (IT_KWH + 10_000 / 3 + 460) / IT_KWH,
};
const WITH = {
  cost: WITHOUT.cost - 1500 * (DAY_COLD - NIGHT_COLD),
  pue: (IT_KWH + 9_250 / 3 + 452.5) / IT_KWH,
};

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (slotMinutes: number, energyCapacityKwh: number): Promise<Plan> => {
  const { timeline, held } = hoursOf(24, slotMinutes);
  const fleet = makeFleet({
    timeline,
    sites: [
      {
        grid: { importPricePerKwh: held(byHour(0.08, 0.2)) },
        compute: { baseLoadKw: 500 },
        plant: makePlant(timeline, {
          loops: [{}],
          chillers: [{ cop: held(byHour(6, 3)) }],
          heatRejection: [{ electricityKwPerKw: 0.03 }],
          coldStores: [{ energyCapacityKwh, chargeLimitKw: 400, dischargeLimitKw: 300, startsWhereItEnds: true }],
        }),
      },
    ],
  });
  return (await planned(solver, fleet, { largestGap: 1e-6, twice: false })).plan;
};

describe.each(SLOT_MINUTES)('a chiller-heavy day, slots of %i minutes', (slotMinutes) => {
  test('the cold store fills in cold cheap hours, empties in warm dear ones', async () => {
    const plan = await planOf(slotMinutes, 1500);
    const charge = energyPerHour(seriesOf(plan, 'coldStoreCharge', 'north', 'cold-tank'), slotMinutes);
    const discharge = energyPerHour(seriesOf(plan, 'coldStoreDischarge', 'north', 'cold-tank'), slotMinutes);
    const total = (values: readonly number[], when: (hour: number) => boolean) =>
      values.reduce((sum, kwh, hour) => sum + (when(hour) ? kwh : 0), 0);
    expect(total(charge, isNight)).toBeCloseTo(1500, 3);
    expect(total(charge, (hour) => !isNight(hour))).toBeCloseTo(0, 3);
    expect(total(discharge, isNight)).toBeCloseTo(0, 3);
    expect(total(discharge, (hour) => !isNight(hour))).toBeCloseTo(1500, 3);
  });

  test(`cost ${WITHOUT.cost.toFixed(2)} to ${WITH.cost.toFixed(2)}, PUE ${WITHOUT.pue.toFixed(4)} to ${WITH.pue.toFixed(4)}`, async () => {
    const [without, withStore] = [await planOf(slotMinutes, 0), await planOf(slotMinutes, 1500)];
    expect(without.objective).toBeCloseTo(WITHOUT.cost, 6);
    expect(withStore.objective).toBeCloseTo(WITH.cost, 6);
    expect(without.indicators[0].pue).toBeCloseTo(WITHOUT.pue, 8);
    expect(withStore.indicators[0].pue).toBeCloseTo(WITH.pue, 8);
    expect(withStore.indicators[0].itKwh).toBeCloseTo(IT_KWH, 5);
  });
});
