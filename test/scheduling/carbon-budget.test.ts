import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { CarbonBudget, CarbonOffset } from '../../src/domain/targets.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { type FleetInput, makeFleet, moneyOf, type SiteInput, seriesOf, shadowPrice } from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput): Promise<Plan> => (await planned(solver, makeFleet(input))).plan;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

/**
 * 10 kWh of work in a cheap hour (0.1, 600 g) or a clean one (0.2, 100 g): a kWh that moves costs 0.1 and spares 0.5 kg,
 * so that a kilogram less costs 0.2. All in the cheap hour: 6 kg for 1.
 */
describe.each(SLOT_MINUTES)('a carbon budget, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(2, slotMinutes);
  const slots = (values: readonly number[]) => Float64Array.from(held(values));
  const sites: SiteInput[] = [
    { grid: { importPricePerKwh: held([0.1, 0.2]), carbonGramsPerKwh: { average: slots([600, 100]) } } },
  ];
  const plan = (carbonBudget: CarbonBudget | null, offsets: readonly CarbonOffset[] = []) =>
    planOf({ timeline, sites, targets: { carbonBudget, offsets }, jobs: [{ work: 10 }] });
  const imported = (made: Plan) => energyPerHour(seriesOf(made, 'gridImport'), slotMinutes);

  test('3.5 kg that no price breaks: 0.6 x + 0.1 (10 - x) = 3.5, so x = 5 kWh stay, for 0.5 + 1', async () => {
    const made = await plan({ limitKg: 3.5, breachPricePerKg: null });
    expect(imported(made)).toEqual(close([5, 5]));
    expect(made.objective).toBeCloseTo(1.5, 9);
    expect(made.emissions.averageKg).toBeCloseTo(3.5, 5);
    expect(shadowPrice(made, 'carbonBudget').values).toEqual([expect.closeTo(-0.2, 8)]);
    expect(made.brokenPromises).toEqual([]);
  });

  test('a budget that does not bind costs nothing and has no price', async () => {
    const made = await plan({ limitKg: 6.5, breachPricePerKg: null });
    expect(made.objective).toBeCloseTo(1, 9);
    expect(shadowPrice(made, 'carbonBudget').values).toEqual([0]);
  });

  test('at 0.15 a kg it is cheaper to break it: 6 - 3.5 = 2.5 kg, 0.375, and the plan says so', async () => {
    const made = await plan({ limitKg: 3.5, breachPricePerKg: 0.15 });
    expect(imported(made)).toEqual(close([10, 0]));
    expect(made.objective).toBeCloseTo(1.375, 9);
    expect(moneyOf(made, 'carbonBudgetBreach')).toBeCloseTo(0.375, 9);
    expect(shadowPrice(made, 'carbonBudget').values).toEqual([expect.closeTo(-0.15, 8)]);
    expect(made.brokenPromises).toEqual([
      expect.objectContaining({
        kind: 'carbonBudget',
        site: null,
        from: '2026-06-01T00:00:00Z',
        to: '2026-06-01T02:00:00Z',
        amount: expect.closeTo(2.5, 5),
        unit: 'kg',
        pricePerUnit: 0.15,
        cost: expect.closeTo(0.375, 5),
      }),
    ]);
  });

  test('at 0.25 a kg it is kept, as without a price', async () => {
    const made = await plan({ limitKg: 3.5, breachPricePerKg: 0.25 });
    expect(made.objective).toBeCloseTo(1.5, 9);
    expect(made.brokenPromises).toEqual([]);
    expect(made.costLines.map(({ name }) => name)).not.toContain('carbonBudgetBreach');
  });

  test('offsets at 0.1 a kg are cheaper than 0.2: the 1 kg on offer is bought, and 7 kWh stay', async () => {
    // 0.6 x + 0.1 (10 - x) = 3.5 + 1: x = 7, for 0.7 + 0.6 + 0.1.
    const offset = { id: 'forest', pricePerTonne: 100, limitKg: 1 };
    const made = await plan({ limitKg: 3.5, breachPricePerKg: null }, [offset]);
    expect(imported(made)).toEqual(close([7, 3]));
    expect(made.objective).toBeCloseTo(1.4, 9);
    expect(moneyOf(made, 'offsets')).toBeCloseTo(0.1, 9);
    expect(made.offsets).toEqual([{ id: 'forest', kg: expect.closeTo(1, 5), cost: expect.closeTo(0.1, 5) }]);
    // They change no emission.
    expect(made.emissions).toMatchObject({ averageKg: expect.closeTo(4.5, 5), offsetKg: expect.closeTo(1, 5) });
  });

  test('at 0.3 a kg none is bought, and of two the cheaper is bought first', async () => {
    const dear = { id: 'dear', pricePerTonne: 300, limitKg: 10 };
    const cheap = { id: 'cheap', pricePerTonne: 50, limitKg: 0.5 };
    const made = await plan({ limitKg: 3.5, breachPricePerKg: null }, [dear, cheap]);
    // 0.6 x + 0.1 (10 - x) = 4: x = 6, for 0.6 + 0.8 + 0.025.
    expect(made.offsets.map(({ id, kg }) => [id, kg])).toEqual([
      ['cheap', expect.closeTo(0.5, 5)],
      ['dear', 0],
    ]);
    expect(made.objective).toBeCloseTo(1.425, 9);
  });

  test('without a budget nobody buys offsets, whatever they cost', async () => {
    const made = await plan(null, [{ id: 'free', pricePerTonne: 0, limitKg: 5 }]);
    expect(made.offsets).toEqual([{ id: 'free', kg: 0, cost: 0 }]);
    expect(made.objective).toBeCloseTo(1, 9);
  });
});

describe('what counts for a budget', () => {
  const { timeline, held } = hoursOf(2, 60);
  const slots = (values: readonly number[]) => Float64Array.from(held(values));

  test('fuel burnt on site: a genset at 0.05 and 750 g a kWh gives way to the grid at 0.15 and 250 g', async () => {
    // 20 kWh of load. Genset alone: 15 kg for 1. 10 kg: 0.75 g + 0.25 (20 - g) = 10, g = 10, for 0.5 + 1.5.
    const fuel = { pricePerKwh: held([0.02, 0.02]), emissionGramsPerKwh: 300 };
    const plant = makePlant(timeline, { generators: [{ electricityLimitKw: 100, fuel }] });
    const grid = { importPricePerKwh: 0.15, carbonGramsPerKwh: { average: slots([250, 250]) } };
    const site = { grid, plant, compute: { baseLoadKw: 10 } };
    const plan = (limitKg: number) =>
      planOf({ timeline, sites: [site], targets: { carbonBudget: { limitKg, breachPricePerKg: null } } });
    const loose = await plan(15);
    expect(loose.objective).toBeCloseTo(1, 9);
    expect(loose.emissions).toMatchObject({ averageKg: 0, fuelKg: expect.closeTo(15, 5) });
    const tight = await plan(10);
    expect(tight.objective).toBeCloseTo(2, 9);
    expect(tight.emissions).toMatchObject({ averageKg: expect.closeTo(2.5, 5), fuelKg: expect.closeTo(7.5, 5) });
    // 0.1 dearer and 0.5 kg less a kWh.
    expect(shadowPrice(tight, 'carbonBudget').values).toEqual([expect.closeTo(-0.2, 8)]);
  });

  test('all sites together: 4 kg less where a kilogram costs least', async () => {
    // 10 kWh at each site. A kWh that moves costs 0.1 and spares 0.5 kg in the north, 0.2 kg in the south.
    const at = (id: string, dirty: number) => ({
      id,
      grid: { importPricePerKwh: [0.1, 0.2], carbonGramsPerKwh: { average: slots([dirty, 100]) } },
    });
    const jobs = ['north', 'south'].map((site) => ({ id: site, work: 10, sites: [site] }));
    const made = await planOf({
      timeline,
      sites: [at('north', 600), at('south', 300)],
      jobs,
      targets: { carbonBudget: { limitKg: 5, breachPricePerKg: null } },
    });
    // 9 kg unmoved (6 + 3): 8 kWh move in the north, 4 kg, for 0.2 + 1.6; the south stays.
    expect(seriesOf(made, 'gridImport', 'north')).toEqual(close([2, 8]));
    expect(seriesOf(made, 'gridImport', 'south')).toEqual(close([10, 0]));
    expect(made.objective).toBeCloseTo(0.2 + 1.6 + 1, 9);
  });

  test('the signal of the objective, and no other', async () => {
    const carbonGramsPerKwh = { average: slots([600, 100]), marginal: slots([100, 700]) };
    const sites = [{ grid: { importPricePerKwh: [0.2, 0.1], carbonGramsPerKwh } }];
    const plan = (carbonSignal: 'average' | 'marginal') =>
      planOf({
        timeline,
        sites,
        jobs: [{ work: 10 }],
        objective: { carbonSignal },
        targets: { carbonBudget: { limitKg: 1, breachPricePerKg: null } },
      });
    expect(seriesOf(await plan('average'), 'gridImport')).toEqual(close([0, 10]));
    expect(seriesOf(await plan('marginal'), 'gridImport')).toEqual(close([10, 0]));
  });

  test('less than must be emitted: no plan, and no orders', async () => {
    const fleet = makeFleet({
      timeline,
      sites: [{ grid: { carbonGramsPerKwh: { average: slots([500, 500]) } }, compute: { baseLoadKw: 10 } }],
      targets: { carbonBudget: { limitKg: 9, breachPricePerKg: null } },
    });
    const { plan } = await planned(solver, fleet, { status: ['infeasible'] });
    expect(plan.setpoints).toEqual([]);
  });
});
