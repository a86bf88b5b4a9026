import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { fraction } from '../../src/units/index.ts';
import { makeFleet, moneyOf, type SiteInput, seriesOf, shadowPrice } from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

describe.each(SLOT_MINUTES)('a renewable share, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(2, slotMinutes);
  const slots = (values: readonly number[]) => Float64Array.from(held(values));
  const plan = async (sites: readonly SiteInput[], minimum: number, breachPricePerKwh: number, work = 0) => {
    const renewableShare = { minimum: fraction(minimum), breachPricePerKwh };
    const jobs = work > 0 ? [{ work }] : [];
    return (await planned(solver, makeFleet({ timeline, sites, jobs, targets: { renewableShare } }))).plan;
  };
  const hours = (made: Plan, name: Parameters<typeof seriesOf>[1], component: string | null = null) =>
    energyPerHour(seriesOf(made, name, 'north', component), slotMinutes);

  test('work moves to the hour with more wind in the grid, as far as the share asks', async () => {
    // 10 kWh at 0.1 with a share of 0.2, or at 0.15 with 0.8: 0.2 x + 0.8 (10 - x) = 5, x = 5, for 0.5 + 0.75.
    const grid = { importPricePerKwh: held([0.1, 0.15]), renewableFraction: slots([0.2, 0.8]) };
    const made = await plan([{ grid }], 0.5, 1, 10);
    expect(hours(made, 'gridImport')).toEqual(close([5, 5]));
    expect(made.objective).toBeCloseTo(1.25, 9);
    // A kWh more is 1 / 0.6 kWh moved, at 0.05 each.
    expect(shadowPrice(made, 'renewableShare').values).toEqual([expect.closeTo(0.05 / 0.6, 8)]);
    expect(made.brokenPromises).toEqual([]);
  });

  test('cheaper to miss at 0.05 than to move at 0.0833: 5 - 2 = 3 kWh short, and the plan says so', async () => {
    const grid = { importPricePerKwh: held([0.1, 0.15]), renewableFraction: slots([0.2, 0.8]) };
    const made = await plan([{ grid }], 0.5, 0.05, 10);
    expect(made.objective).toBeCloseTo(1 + 0.15, 9);
    expect(moneyOf(made, 'renewableShareBreach')).toBeCloseTo(0.15, 9);
    expect(made.brokenPromises).toEqual([
      expect.objectContaining({ kind: 'renewableShare', site: null, unit: 'kWh', amount: expect.closeTo(3, 5) }),
    ]);
  });

  test('what is exported counts as renewable first: 30 kWh of sun that are sold are not used here', async () => {
    // Import 100, then sun 50 over a load of 20: of 120 kWh consumed 20 are renewable, sold or not. A quarter wants 30.
    const site: SiteInput = {
      grid: { exportLimitKw: 100, exportPricePerKwh: 0.02, importPricePerKwh: 0.1 },
      compute: { baseLoadKw: held([100, 20]) },
      renewables: [{ availableKw: held([0, 50]) }],
    };
    const made = await plan([site], 0.25, 0.1);
    expect(hours(made, 'gridExport')).toEqual(close([0, 30]));
    expect(moneyOf(made, 'renewableShareBreach')).toBeCloseTo(1, 6);
    expect(made.objective).toBeCloseTo(10 - 0.6 + 1, 6);
  });

  test('sun that is used at home counts: work moves under it, not past it', async () => {
    // 10 kWh of work: at 0.1 in the first hour, or under 6 kWh of sun in the second with the rest at 0.3.
    // No share: sun for 6, 4 at 0.1. The same plan holds 6 of 10.
    const site: SiteInput = {
      grid: { importPricePerKwh: held([0.1, 0.3]) },
      renewables: [{ availableKw: held([0, 6]) }],
    };
    const made = await plan([site], 0.6, 10, 10);
    expect(hours(made, 'renewableUsed', 'roof')).toEqual(close([0, 6]));
    expect(made.objective).toBeCloseTo(0.4, 9);
    expect(made.brokenPromises).toEqual([]);
  });

  test('a generator is consumption that is not renewable: at 0.2 a kWh short it stands still, at 0.05 it runs', async () => {
    // 100 kWh: genset 40 at 0.05, or import at 0.1 of which half is renewable. A half wants 50; with the genset there are 30.
    const fuel = { pricePerKwh: held([0.02, 0.02]), emissionGramsPerKwh: 300 };
    const plant = makePlant(timeline, { generators: [{ electricityLimitKw: held([40, 0]), fuel }] });
    const grid = { importPricePerKwh: 0.1, renewableFraction: slots([0.5, 0.5]) };
    const site = { grid, plant, compute: { baseLoadKw: held([100, 0]) } };
    const still = await plan([site], 0.5, 0.2);
    expect(hours(still, 'generatorPower', 'genset')).toEqual(close([0, 0]));
    expect(still.objective).toBeCloseTo(10, 9);
    const runs = await plan([site], 0.5, 0.05);
    expect(hours(runs, 'generatorPower', 'genset')).toEqual(close([40, 0]));
    expect(runs.objective).toBeCloseTo(2 + 6 + 1, 6);
  });

  test('is one share of all sites: sun in the south makes up for the north', async () => {
    const made = await plan(
      [
        { id: 'north', compute: { baseLoadKw: held([10, 10]) } },
        { id: 'south', compute: { baseLoadKw: held([10, 10]) }, renewables: [{ availableKw: held([10, 10]) }] },
      ],
      0.5,
      10,
    );
    // 20 of 40 kWh.
    expect(made.brokenPromises).toEqual([]);
    expect(made.objective).toBeCloseTo(2, 9);
  });
});
