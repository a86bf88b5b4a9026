import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import {
  at,
  type DemandChargeInput,
  hourly,
  type JobInput,
  makeDemandCharge,
  makeFleet,
  metering,
  moneyOf,
  type SiteInput,
  seriesOf,
  shadowPrice,
  slotsOf,
} from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const fourHours = hourly(4);
const plan = async (
  charges: readonly DemandChargeInput[],
  jobs: readonly JobInput[],
  site: SiteInput = {},
  timeline = fourHours,
) => {
  const demandCharges = charges.map((charge) => makeDemandCharge(timeline, charge));
  const sites = [{ ...site, grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4], ...site.grid, demandCharges } }];
  return (await planned(solver, makeFleet({ timeline, sites, jobs }))).plan;
};

describe('demand charge', () => {
  test('a peak at 10 a kW spreads 8 unit-hours over all hours: 2 kW x (0.1 + 0.2 + 0.3 + 0.4) + 2 x 10', async () => {
    const made = await plan([{}], [{ work: 8 }]);
    expect(made.objective).toBeCloseTo(2 + 20, 9);
    expect(seriesOf(made, 'gridImport')).toEqual([2, 2, 2, 2]);
    expect(made.demandCharges).toEqual([
      {
        site: 'north',
        id: 'peak',
        period: '2026-06',
        peakKw: expect.closeTo(2, 9),
        floorKw: 0,
        pricePerKw: 10,
        increment: expect.closeTo(20, 9),
        whole: expect.closeTo(20, 9),
      },
    ]);
    // Together the hours' peaks are worth the price of a kW.
    const prices = shadowPrice(made, 'peak', 'peak 2026-06').values;
    expect(prices.reduce<number>((sum, price) => sum + (price ?? 0), 0)).toBeCloseTo(-10, 9);
  });

  test('a cheap peak does not: at 0.05 a kW the cheap hour carries 8 kW', async () => {
    const made = await plan([{ pricePerKw: 0.05 }], [{ work: 8 }]);
    expect(made.objective).toBeCloseTo(0.8 + 0.4, 9);
  });

  test('up to the floor a peak is paid anyway: 5 kW in the cheap hour, 3 in the next; increment 0, whole 50', async () => {
    const made = await plan([{ periods: [{ floorKw: 5 }] }], [{ work: 8 }]);
    expect(made.objective).toBeCloseTo(5 * 0.1 + 3 * 0.2, 9);
    expect(moneyOf(made, 'demandCharge')).toBe(0);
    expect(made.demandCharges[0]).toMatchObject({ peakKw: 5, floorKw: 5, increment: 0, whole: 50 });
  });

  test('base load beyond the floor: only what exceeds it is charged, (12 - 5) x 10', async () => {
    const made = await plan([{ periods: [{ floorKw: 5 }] }], [], { compute: { baseLoadKw: [12, 2, 2, 2] } });
    expect(made.demandCharges[0]).toMatchObject({ increment: expect.closeTo(70, 9), whole: expect.closeTo(120, 9) });
    expect(made.objective).toBeCloseTo(1.2 + 2 * 0.9 + 70, 9);
  });

  test('peaks inside one metering interval average out', async () => {
    // Hours 0-1 and 2-3 are metered together: 8 kW in hour 0 is a mean of 4. All four hours at 2 would be a mean
    // of 2 as well as 4 kW in the cheaper hour of each pair: 4 x 0.1 + 4 x 0.3 + 2 x 10.
    const meteringIntervals = [metering(fourHours, 0, 1), metering(fourHours, 2, 3)];
    const made = await plan([{ periods: [{ meteringIntervals }] }], [{ work: 8 }]);
    expect(made.objective).toBeCloseTo(0.4 + 1.2 + 20, 9);
    expect(seriesOf(made, 'gridImport')).toEqual([4, 0, 4, 0]);
    expect(made.demandCharges[0].peakKw).toBeCloseTo(2, 9);
  });

  test('the mean is weighted by hours: 12 kW for 15 minutes and 0 for 45 is a peak of 3', async () => {
    const timeline = slotsOf(0.25, 0.75);
    const periods = [{ meteringIntervals: [metering(timeline, 0, 1)] }];
    const made = await plan(
      [{ periods }],
      [],
      { grid: { importPricePerKwh: 0.1 }, compute: { baseLoadKw: [12, 0] } },
      timeline,
    );
    expect(made.demandCharges[0].peakKw).toBeCloseTo(3, 9);
    expect(made.objective).toBeCloseTo(0.3 + 30, 9);
  });

  test('hours outside every metering interval are free of it: the peak tariff holds in hours 2 and 3 alone', async () => {
    const meteringIntervals = [metering(fourHours, 2), metering(fourHours, 3)];
    const made = await plan([{ periods: [{ meteringIntervals }] }], [{ work: 8 }]);
    expect(made.objective).toBeCloseTo(0.8, 9);
  });

  test('several periods pay each for its own peak: the second month is cheaper to load', async () => {
    // June (hours 0-1) has a floor of 1, July (hours 2-3) of 3: 2 x 1 + 2 x 3 = 8 unit-hours are free of increment.
    const periods = [
      { label: '2026-06', floorKw: 1, meteringIntervals: [metering(fourHours, 0), metering(fourHours, 1)] },
      { label: '2026-07', floorKw: 3, meteringIntervals: [metering(fourHours, 2), metering(fourHours, 3)] },
    ];
    const made = await plan([{ periods }], [{ work: 8 }]);
    expect(made.objective).toBeCloseTo(1 * 0.3 + 3 * 0.7, 9);
    expect(made.demandCharges.map(({ period, peakKw }) => [period, peakKw])).toEqual([
      ['2026-06', expect.closeTo(1, 9)],
      ['2026-07', expect.closeTo(3, 9)],
    ]);
  });

  test('two charges add up', async () => {
    const made = await plan(
      [
        { id: 'a', pricePerKw: 6 },
        { id: 'b', pricePerKw: 4 },
      ],
      [{ work: 8 }],
    );
    expect(made.objective).toBeCloseTo(2 + 20, 9);
  });

  test('direction both measures the larger of import and export', async () => {
    // PV 30 kW in hour 0 with nothing to do: exporting x kW earns 0.5 x and raises the peak above the import of 5 by
    // x - 5 at 0.2. It pays: 30 x 0.5 - 25 x 0.2 = 10.
    const site: SiteInput = {
      grid: { exportLimitKw: 100, exportPricePerKwh: 0.5, importPricePerKwh: 0.6 },
      compute: { baseLoadKw: [0, 5, 0, 0] },
      renewables: [{ availableKw: [30, 0, 0, 0] }],
    };
    const cheap = await plan([{ direction: 'both', pricePerKw: 0.2 }], [], site);
    expect(cheap.objective).toBeCloseTo(5 * 0.6 - 15 + 30 * 0.2, 9);
    // At 2 a kW no more is sold than the import's peak pays for anyway.
    const dear = await plan([{ direction: 'both', pricePerKw: 2 }], [], site);
    expect(dear.objective).toBeCloseTo(5 * 0.6 - 2.5 + 5 * 2, 9);
    expect(seriesOf(dear, 'gridExport')[0]).toBeCloseTo(5, 6);
  });

  test('direction export leaves import alone', async () => {
    const site: SiteInput = { compute: { baseLoadKw: 7 }, grid: { exportLimitKw: 10 } };
    const made = await plan([{ direction: 'export' }], [{ work: 8 }], site);
    expect(made.demandCharges[0].peakKw).toBe(0);
    expect(made.objective).toBeCloseTo(7 * 1 + 0.8, 9);
  });

  test('a job due in the peak hour sets the peak that others then use', async () => {
    const made = await plan(
      [{}],
      [
        { id: 'due', work: 5, earliestStart: at(3), deadline: at(4) },
        { id: 'free', work: 6 },
      ],
    );
    // Peak 5 is unavoidable; 5 at 0.1 and 1 at 0.2 fit under it.
    expect(made.objective).toBeCloseTo(5 * 0.4 + 0.5 + 0.2 + 50, 9);
  });
});
