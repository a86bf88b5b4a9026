import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { ObjectiveSettings } from '../../src/domain/fleet.ts';
import type { FleetTargets, GreenPower } from '../../src/domain/targets.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { kwh } from '../../src/units/index.ts';
import { type GridInput, makeFleet, moneyOf, seriesOf } from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

/** 10 kW of base load for two hours at 0.1; 500 and 300 g by the market signal, of which 40 % and 0 % are renewable. */
describe.each(SLOT_MINUTES)('green power, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(2, slotMinutes);
  const slots = (values: readonly number[]) => Float64Array.from(held(values));
  interface Case {
    readonly objective?: Partial<ObjectiveSettings>;
    readonly targets?: Partial<FleetTargets>;
    readonly grid?: GridInput;
  }
  const bought = (
    pricePerKwh: number,
    more: { id?: string; limitKwh?: number; limitKw?: number } = {},
  ): GreenPower => ({
    id: more.id ?? 'wind',
    kind: 'contract',
    pricePerKwh: slots([pricePerKwh, pricePerKwh]),
    limitKw: slots([more.limitKw ?? 100, more.limitKw ?? 100]),
    limitKwh: kwh(more.limitKwh ?? 1000),
  });
  const plan = async (greenPower: readonly GreenPower[], { objective, targets, grid }: Case): Promise<Plan> => {
    const carbonGramsPerKwh = { average: slots([100, 100]), market: slots([500, 300]) };
    const site = {
      grid: { carbonGramsPerKwh, renewableFraction: slots([0.4, 0]), greenPower, ...grid },
      compute: { baseLoadKw: 10 },
    };
    const fleet = makeFleet({
      timeline,
      sites: [site],
      objective: { carbonSignal: 'market', ...objective },
      targets: { ...targets },
    });
    return (await planned(solver, fleet)).plan;
  };
  const covered = (made: Plan, id = 'wind') => energyPerHour(seriesOf(made, 'greenPower', 'north', id), slotMinutes);

  test('8 kg less 6 x 0.5 + 10 x 0.3 is 2 kg: no budget makes it cover what is renewable already', async () => {
    // A breach of 1 a kg is dearer than 0.01 a kWh: all that may be covered is, and 2 - 1 = 1 kg is left.
    const targets = { carbonBudget: { limitKg: 1, breachPricePerKg: 1 } };
    const made = await plan([bought(0.01)], { targets });
    expect(covered(made)).toEqual(close([6, 10]));
    expect(made.emissions).toMatchObject({
      averageKg: expect.closeTo(2, 5),
      marketKg: expect.closeTo(8, 5),
      coveredKg: expect.closeTo(6, 5),
    });
    expect(moneyOf(made, 'greenPower')).toBeCloseTo(0.16, 9);
    expect(moneyOf(made, 'carbonBudgetBreach')).toBeCloseTo(1, 6);
    expect(made.objective).toBeCloseTo(2 + 0.16 + 1, 6);
  });

  test('two purchases cover each kWh once, the cheaper first', async () => {
    // 5 kW of the cheap one in both hours; the dear one fills up to 6 and 10.
    const both = [bought(0.01, { id: 'cheap', limitKw: 5 }), bought(0.02, { id: 'dear' })];
    const made = await plan(both, { targets: { carbonBudget: { limitKg: 2, breachPricePerKg: 1 } } });
    expect(covered(made, 'cheap')).toEqual(close([5, 5]));
    expect(covered(made, 'dear')).toEqual(close([1, 5]));
    expect(made.objective).toBeCloseTo(2 + 0.1 + 0.12, 6);
    expect(made.brokenPromises).toEqual([]);
  });

  test('4 kWh in all cover the hour with 500 g', async () => {
    const targets = { carbonBudget: { limitKg: 6, breachPricePerKg: null } };
    const made = await plan([bought(0.01, { limitKwh: 4 })], { targets });
    expect(covered(made)).toEqual(close([4, 0]));
    expect(made.objective).toBeCloseTo(2.04, 9);
  });

  test('is bought for the carbon price where it costs less: 0.04 against 500 g, not against 300 g at 100 a tonne', async () => {
    // Worth 0.05 and 0.03 a kWh. Carbon of 8 - 3 kg at 0.1.
    const made = await plan([bought(0.04)], { objective: { carbonPricePerTonne: 100 } });
    expect(covered(made)).toEqual(close([6, 0]));
    expect(moneyOf(made, 'carbon')).toBeCloseTo(0.5, 9);
    expect(made.objective).toBeCloseTo(2 + 0.24 + 0.5, 9);
  });

  test('does nothing for another signal, and is not bought', async () => {
    const targets = { carbonBudget: { limitKg: 1, breachPricePerKg: 1 } };
    const made = await plan([bought(0.01)], { targets, objective: { carbonSignal: 'average' } });
    expect(covered(made)).toEqual([0, 0]);
    // 20 kWh at 100 g: 2 kg, 1 beyond.
    expect(made.objective).toBeCloseTo(2 + 1, 6);
  });

  test('counts for the renewable share: (4 + covered) of 20 kWh, a half wants 6 more', async () => {
    const targets = { renewableShare: { minimum: 0.5 as never, breachPricePerKwh: 0.1 } };
    const made = await plan([bought(0.02)], { targets });
    expect(covered(made).reduce((sum, kw) => sum + kw, 0)).toBeCloseTo(6, 5);
    expect(made.objective).toBeCloseTo(2.12, 9);
    expect(made.brokenPromises).toEqual([]);
  });
});

test('signals stand side by side, fuel and what is covered beside them; carbon of fuel is charged', async () => {
  // 10 kW for two hours: the genset at 0.1 + 0.0625 (625 g at 100 a tonne) against the grid at 0.2 + 0.05 and 0.1 + 0.05.
  const { timeline, held } = hoursOf(2, 60);
  const slots = (values: readonly number[]) => Float64Array.from(held(values));
  const fuel = { pricePerKwh: slots([0.04, 0.04]), emissionGramsPerKwh: 250 };
  const plant = makePlant(timeline, { generators: [{ electricityLimitKw: 100, fuel }] });
  const carbonGramsPerKwh = { average: slots([400, 400]), marginal: slots([700, 800]), market: slots([500, 500]) };
  const wind: GreenPower = {
    id: 'wind',
    kind: 'certificate',
    pricePerKwh: slots([0.001, 0.001]),
    limitKw: slots([100, 4]),
    limitKwh: kwh(100),
  };
  const grid = { importPricePerKwh: [0.2, 0.1], carbonGramsPerKwh, greenPower: [wind] };
  const plan = async (objective: Partial<ObjectiveSettings>) => {
    const sites = [{ grid, plant, compute: { baseLoadKw: 10 } }];
    return (await planned(solver, makeFleet({ timeline, sites, objective }))).plan;
  };
  // Average: 0.1625 < 0.24, 0.1 + 0.04 < 0.1625. Green power counts for nothing, and is not bought.
  const average = await plan({ carbonPricePerTonne: 100, carbonSignal: 'average' });
  expect(seriesOf(average, 'gridImport')).toEqual(close([0, 10]));
  expect(average.emissions).toEqual({
    averageKg: expect.closeTo(4, 5),
    marginalKg: expect.closeTo(8, 5),
    marketKg: expect.closeTo(5, 5),
    coveredKg: 0,
    fuelKg: expect.closeTo(6.25, 5),
    offsetKg: 0,
  });
  expect(moneyOf(average, 'fuelCarbon')).toBeCloseTo(0.625, 9);
  expect(average.objective).toBeCloseTo(1.625 + 1.4, 9);
  // Market: 4 kW are covered for 0.001, so 0.101; the other 6 at 0.15 are still cheaper than the genset.
  const market = await plan({ carbonPricePerTonne: 100, carbonSignal: 'market' });
  expect(market.emissions).toMatchObject({ marketKg: expect.closeTo(5, 5), coveredKg: expect.closeTo(2, 5) });
  expect(moneyOf(market, 'carbon')).toBeCloseTo(0.3, 9);
  expect(market.objective).toBeCloseTo(1.625 + 1 + 0.004 + 0.3, 9);
  // Prices that hold carbon already charge none for fuel either: 0.1 against 0.2 and 0.1.
  const held0 = await plan({ carbonPricePerTonne: 100, carbonSignal: 'average', priceIncludesCarbon: true });
  expect(moneyOf(held0, 'fuelCarbon') + moneyOf(held0, 'carbon')).toBe(0);
  expect(held0.objective).toBeCloseTo(2, 9);
});
