import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { type FleetInput, hourly, makeFleet, seriesOf, slotsOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput): Promise<Plan> =>
  (await planned(solver, makeFleet(input), { largestGap: 1e-6 })).plan;
const least = (a: readonly number[], b: readonly number[]) => a.map((value, t) => Math.min(value, b[t]));

describe('a battery at a negative price', () => {
  /** Paid 0.1 a kWh to take power; full, with half lost on the way in: a linear program would burn energy. */
  const input: FleetInput = {
    timeline: hourly(1),
    sites: [
      {
        grid: { importPricePerKwh: -0.1 },
        compute: { baseLoadKw: 60 },
        batteries: [{ initialEnergyKwh: 100, endEnergyKwh: 100, chargeEfficiency: 0.5 }],
      },
    ],
  };

  test('full and not allowed to burn: it stands still, 60 x -0.1', async () => {
    // Charging 50 and discharging 25 at once would take 25 kW more: -8.5. One way at a time cannot.
    const plan = await planOf(input);
    expect(plan.objective).toBeCloseTo(-6, 9);
    expect(plan.status).toBe('optimal');
    expect(plan.certificate).toMatchObject({ method: 'branching' });
    expect(plan.claimedGap).toBeCloseTo(0, 9);
  });

  test('over several hours it cycles: down in one hour, up in the next', async () => {
    // Hours at -0.1 each: out 25 kW (lose 2.5), in 50 kW (earn 5): each pair of hours earns 2.5 on top of 6 an hour.
    // The order in-out is shut since it is full; with four hours: two pairs.
    const plan = await planOf({ ...input, timeline: hourly(4) });
    expect(plan.objective).toBeCloseTo(-24 - 5, 9);
    const charge = seriesOf(plan, 'batteryCharge', 'north', 'store');
    const discharge = seriesOf(plan, 'batteryDischarge', 'north', 'store');
    expect(Math.max(...least(charge, discharge))).toBeLessThanOrEqual(1e-3);
  });

  test('a bus price may be negative though no input price is: a fall of import that a ramp limit punishes', async () => {
    // Import may fall by 5 kW, from 60 to 0 is asked; each kW beyond costs 1. The store (10 kW out, half lost on the
    // way in, full at both ends) takes 10 out of hour 0 and 20 back in hour 1: 50 and 20, 25 kW too steep:
    // 7 + 25. Burning 10 more by doing both at once in hour 1 would make it 50 and 30: 8 + 15.
    const plan = await planOf({
      timeline: hourly(2),
      sites: [
        {
          grid: {
            importPricePerKwh: 0.1,
            ramp: { limitKwPerMinute: 1, transitionMinutes: 5, measuredNetImportKw: null, breachPricePerKw: 1 },
          },
          compute: { baseLoadKw: [60, 0] },
          batteries: [{ initialEnergyKwh: 100, endEnergyKwh: 100, chargeEfficiency: 0.5, dischargeLimitKw: 10 }],
        },
      ],
    });
    expect(plan.objective).toBeCloseTo(7 + 25, 8);
    expect(plan.certificate?.method).toBe('branching');
    expect(seriesOf(plan, 'gridImport')).toEqual([50, 20]);
  });

  test('surplus that may be curtailed is not burnt: the program stays linear', async () => {
    const plan = await planOf({
      timeline: hourly(2),
      sites: [
        {
          grid: { importPricePerKwh: [0.1, 0.3], exportPricePerKwh: [-0.2, -0.2], exportLimitKw: 50 },
          compute: { baseLoadKw: 20 },
          renewables: [{ availableKw: [200, 0] }],
          batteries: [{ initialEnergyKwh: 100, endEnergyKwh: 80, chargeEfficiency: 0.9 }],
        },
      ],
    });
    expect(plan.objective).toBeCloseTo(0, 9);
    expect(plan.certificate?.method).toBe('linear');
  });
});

describe('a connection that would buy and sell at once', () => {
  /** Selling earns more than buying costs: a linear program would pass power through. */
  const sites = [
    {
      grid: { importPricePerKwh: 0.1, exportPricePerKwh: 0.25, importLimitKw: 80, exportLimitKw: 50 },
      compute: { baseLoadKw: 20 },
    },
  ];

  test('load is served, nothing passes through: 20 x 0.1', async () => {
    const plan = await planOf({ timeline: hourly(1), sites });
    expect(plan.objective).toBeCloseTo(2, 9);
    expect(plan.certificate?.method).toBe('branching');
    expect(seriesOf(plan, 'gridExport')).toEqual([0]);
  });

  test('with sun it sells the surplus alone: 10 x 0.25', async () => {
    // 30 kW of sun, 20 of load: import 0, sell 10: -2.5. Buying 20 and selling 30 is both at once.
    const plan = await planOf({ timeline: hourly(1), sites: [{ ...sites[0], renewables: [{ availableKw: 30 }] }] });
    expect(plan.objective).toBeCloseTo(-2.5, 9);
  });

  test('a store makes the round trip legal: buy in one hour, sell in the next', async () => {
    // Hour 0: 20 + 50 at 0.1 = 7. Hour 1: 50 out: 20 for the load, 30 sold at 0.25 = -7.5.
    const plan = await planOf({ timeline: hourly(2), sites: [{ ...sites[0], batteries: [{}] }] });
    expect(plan.objective).toBeCloseTo(7 - 7.5, 9);
    const both = least(seriesOf(plan, 'gridImport'), seriesOf(plan, 'gridExport'));
    expect(Math.max(...both)).toBeLessThanOrEqual(1e-3);
  });

  test('carbon credited on export earns no round trip: buying costs the same grams', async () => {
    // Import 0.1 + 900 g x 200 a tonne = 0.28, export 0.05 + 0.18 = 0.23.
    const plan = await planOf({
      timeline: hourly(1),
      objective: { carbonPricePerTonne: 200, creditExports: true },
      sites: [
        {
          grid: {
            importPricePerKwh: 0.1,
            exportPricePerKwh: 0.05,
            exportLimitKw: 50,
            carbonGramsPerKwh: { average: Float64Array.of(900) },
          },
          compute: { baseLoadKw: 20 },
        },
      ],
    });
    expect(plan.objective).toBeCloseTo(20 * 0.28, 9);
    expect(plan.certificate?.method).toBe('linear');
  });

  test('many slots in a row: every one gets its way, proven to 1e-6', async () => {
    const count = 12;
    const prices = Array.from({ length: count }, (_, t) => (t % 3 === 0 ? -0.05 : 0.1 + 0.01 * t));
    const plan = await planOf({
      timeline: slotsOf(...new Array<number>(count).fill(0.5)),
      sites: [
        {
          grid: { importPricePerKwh: prices, exportPricePerKwh: prices, exportLimitKw: 50, importLimitKw: 80 },
          compute: { baseLoadKw: 20 },
          batteries: [{ chargeEfficiency: 0.8, dischargeEfficiency: 0.9, initialEnergyKwh: 50, endEnergyKwh: 50 }],
        },
      ],
    });
    expect(plan.status).toBe('optimal');
    const both = least(
      seriesOf(plan, 'batteryCharge', 'north', 'store'),
      seriesOf(plan, 'batteryDischarge', 'north', 'store'),
    );
    expect(Math.max(...both)).toBeLessThanOrEqual(1e-3);
  });
});
