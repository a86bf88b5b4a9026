import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { ContractedLimit } from '../../src/domain/fleet.ts';
import {
  type FleetInput,
  hourly,
  makeFleet,
  moneyOf,
  series,
  seriesOf,
  shadowPrice,
  slotsOf,
} from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const timeline = hourly(2);
const agreed = (limitKw: number, breachPricePerKwh: number, more: Partial<ContractedLimit> = {}): ContractedLimit => ({
  id: 'agreed',
  direction: 'import',
  limitKw: series(timeline, limitKw),
  breachPricePerKwh,
  ...more,
});
const withLimits = (contractedLimits: readonly ContractedLimit[], more: Partial<FleetInput> = {}) =>
  makeFleet({
    timeline,
    sites: [{ grid: { importPricePerKwh: [0.1, 0.3], contractedLimits } }],
    jobs: [{ work: 10 }],
    ...more,
  });

test('respected where a breach costs more than the dear hour: 6 x 0.1 + 4 x 0.3', async () => {
  const { plan } = await planned(solver, withLimits([agreed(6, 0.25)]));
  expect(plan.objective).toBeCloseTo(0.6 + 1.2, 9);
  expect(plan.brokenPromises).toEqual([]);
  expect(shadowPrice(plan, 'contractedLimit', 'agreed').values[0]).toBeCloseTo(-0.2, 9);
});

test('breached at its price where that is cheaper: 10 x 0.1 + 4 x 0.15', async () => {
  const { plan } = await planned(solver, withLimits([agreed(6, 0.15)]));
  expect(plan.objective).toBeCloseTo(1 + 0.6, 9);
  expect(moneyOf(plan, 'contractBreach')).toBeCloseTo(0.6, 9);
  expect(plan.brokenPromises).toEqual([
    expect.objectContaining({
      kind: 'contractedLimit',
      site: 'north',
      subject: 'agreed',
      from: '2026-06-01T00:00:00Z',
      to: '2026-06-01T01:00:00Z',
      amount: expect.closeTo(4, 6),
      unit: 'kWh',
      pricePerUnit: 0.15,
      cost: expect.closeTo(0.6, 6),
    }),
  ]);
  expect(shadowPrice(plan, 'contractedLimit', 'agreed').values[0]).toBeCloseTo(-0.15, 9);
});

test('base load above the limit breaches it whatever the price: 14 kW x 2 h x 9', async () => {
  const fleet = withLimits([agreed(6, 9)], {
    sites: [{ grid: { contractedLimits: [agreed(6, 9)] }, compute: { baseLoadKw: 20 } }],
    jobs: [],
  });
  const { plan } = await planned(solver, fleet);
  expect(plan.objective).toBeCloseTo(40 * 0.1 + 28 * 9, 8);
  expect(plan.brokenPromises.map(({ amount }) => amount)).toEqual([expect.closeTo(28, 6)]);
});

test('energy counts, not power: 4 kW over for half an hour is 2 kWh', async () => {
  const half = slotsOf(0.5);
  const fleet = makeFleet({
    timeline: half,
    sites: [
      {
        grid: { contractedLimits: [{ ...agreed(0, 2), limitKw: series(half, 6) }] },
        compute: { baseLoadKw: 10 },
      },
    ],
  });
  const { plan } = await planned(solver, fleet);
  expect(plan.objective).toBeCloseTo(5 * 0.1 + 2 * 2, 9);
});

test('a limit on export: 20 of 50 kW may be sold, the rest earns less than its breach costs', async () => {
  const fleet = makeFleet({
    timeline,
    sites: [
      {
        grid: {
          exportLimitKw: 100,
          exportPricePerKwh: [0.05, 0.2],
          contractedLimits: [agreed(20, 0.1, { direction: 'export' })],
        },
        renewables: [{ availableKw: 50 }],
      },
    ],
  });
  const { plan } = await planned(solver, fleet);
  // Hour 0: 20 x 0.05. Hour 1: 50 x 0.2 - 30 x 0.1.
  expect(plan.objective).toBeCloseTo(-1 - 10 + 3, 9);
  expect(seriesOf(plan, 'gridExport')).toEqual([20, 50]);
});

test('two limits stand beside each other: the second is dearer and tighter only where it says so', async () => {
  const strict = agreed(0, 1, { id: 'strict', limitKw: series(timeline, [8, 1000]) });
  const { plan } = await planned(solver, withLimits([agreed(6, 0.15), strict]));
  // Hour 0: 6 at 0.1, 2 at 0.25, the next at 1.25; hour 1: up to 6 at 0.3. So 8 and 2.
  expect(plan.objective).toBeCloseTo(0.8 + 2 * 0.15 + 2 * 0.3, 9);
});
