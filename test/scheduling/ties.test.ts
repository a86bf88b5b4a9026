import { afterAll, expect, test } from 'vitest';
import { certify, makeSolverPool } from '../../solver/index.ts';
import { assembleFleet } from '../../src/scheduling/assemble.ts';
import { makeProblem } from '../../src/scheduling/index.ts';
import { type FleetInput, hourly, makeFleet, series, seriesOf, slotsOf, unitsOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput) => (await planned(solver, makeFleet(input))).plan;

test('at flat prices work runs as early as it can', async () => {
  const plan = await planOf({ timeline: hourly(5), jobs: [{ work: 25 }] });
  expect(unitsOf(plan, 'job')).toEqual([10, 10, 5, 0, 0]);
});

test('two jobs at flat prices: both as early as the pool lets them', async () => {
  const plan = await planOf({
    timeline: hourly(5),
    jobs: [
      { id: 'a', work: 12 },
      { id: 'b', work: 18 },
    ],
  });
  expect(seriesOf(plan, 'poolBusyUnits', 'north', 'gpu')).toEqual([10, 10, 10, 0, 0]);
});

test('between two hours of the same price, the earlier one', async () => {
  const sites = [{ grid: { importPricePerKwh: [0.3, 0.1, 0.2, 0.1, 0.1] } }];
  const plan = await planOf({ timeline: hourly(5), sites, jobs: [{ work: 15 }] });
  expect(unitsOf(plan, 'job')).toEqual([0, 10, 0, 5, 0]);
});

test('earlier also in slots of different length: fine ones first', async () => {
  const plan = await planOf({ timeline: slotsOf(0.25, 0.25, 0.5, 1, 1), jobs: [{ work: 12 }] });
  expect(unitsOf(plan, 'job')).toEqual([10, 10, 10, 2, 0]);
});

test('at flat prices a lossless battery without wear stands still', async () => {
  const plan = await planOf({
    timeline: hourly(6),
    sites: [{ compute: { baseLoadKw: 60 }, batteries: [{ initialEnergyKwh: 40, endEnergyKwh: 40 }] }],
  });
  expect(seriesOf(plan, 'batteryCharge', 'north', 'store')).toEqual([0, 0, 0, 0, 0, 0]);
  expect(seriesOf(plan, 'batteryDischarge', 'north', 'store')).toEqual([0, 0, 0, 0, 0, 0]);
});

test('a battery that must charge 30 kWh at flat prices does so steadily, without cycling', async () => {
  const plan = await planOf({
    timeline: hourly(3),
    sites: [{ compute: { baseLoadKw: 60 }, batteries: [{ endEnergyKwh: 30 }] }],
  });
  const charge = seriesOf(plan, 'batteryCharge', 'north', 'store');
  expect(charge.reduce((sum, value) => sum + value, 0)).toBeCloseTo(30, 6);
  expect(seriesOf(plan, 'batteryDischarge', 'north', 'store')).toEqual([0, 0, 0]);
  const steps = charge.slice(1).map((value, t) => Math.abs(value - charge[t]));
  expect(Math.max(...steps)).toBeLessThanOrEqual(1e-6);
});

test('two sites of the same price: all work is early, whatever the site', async () => {
  const plan = await planOf({ timeline: hourly(4), sites: [{ id: 'north' }, { id: 'south' }], jobs: [{ work: 20 }] });
  const total = unitsOf(plan, 'job', 'north').map((units, t) => units + unitsOf(plan, 'job', 'south')[t]);
  // Width 10 over both sites.
  expect(total).toEqual([10, 10, 0, 0].map((units) => expect.closeTo(units, 6)));
});

test('the choice among equals never costs anything: the objective is that of the program alone', async () => {
  const fleet = makeFleet({
    timeline: hourly(8),
    sites: [
      {
        grid: { importPricePerKwh: [0.1, 0.1, 0.3, 0.3, 0.1, 0.1, 0.3, 0.3], importLimitKw: 90 },
        compute: { baseLoadKw: 60 },
        batteries: [{ initialEnergyKwh: 20, endEnergyKwh: 20 }],
      },
    ],
    jobs: [
      { id: 'a', work: 30 },
      { id: 'b', work: 20, shape: 'preemptible', restartPricePerUnit: 0.01 },
    ],
  });
  const { plan } = await planned(solver, fleet);
  const model = assembleFleet(makeProblem(fleet).fleet).lp.build();
  const bare = await solver.solve(model);
  if (bare.point.kind === 'none' || bare.duals.kind === 'none') throw new Error('the program has an optimum');
  expect(plan.objective).toBeCloseTo(bare.point.objective, 9);
  expect(certify(model, bare.point.columnValues, bare.duals.rowDuals).lowerBound).toBeCloseTo(plan.objective, 6);
});

test('a promise at no price is not called broken beyond what the flows break', async () => {
  const timeline = hourly(2);
  const ramp = { limitKwPerMinute: 1, transitionMinutes: 5, measuredNetImportKw: null, breachPricePerKw: 0 };
  const agreed = { id: 'agreed', direction: 'import', limitKw: series(timeline, 15), breachPricePerKwh: 0 } as const;
  const plan = await planOf({
    timeline,
    sites: [
      {
        grid: { ramp, contractedLimits: [agreed] },
        compute: { baseLoadKw: [10, 20] },
        batteries: [
          { initialEnergyKwh: 5, endEnergyKwh: 8, chargeLimitKw: 0, endShortfallPricePerKwh: 0, dischargeLimitKw: 0 },
        ],
      },
    ],
  });
  expect(plan.brokenPromises.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['endEnergy', expect.closeTo(3, 6)],
    ['contractedLimit', expect.closeTo(5, 6)],
    ['rampLimit', expect.closeTo(5, 6)],
  ]);
});
