import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../../solver/index.ts';
import { explainPlan, explainSlot } from '../../../src/scheduling/explain/index.ts';
import { at, hourly, makeBattery, makeDemandCharge, makeFleet, type SiteInput, series } from '../../support/fleets.ts';
import { planned } from '../../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const timeline = hourly(4);

async function explain(site: SiteInput, slot: number, objective = {}) {
  const fleet = makeFleet({ timeline, objective, sites: [{ compute: { baseLoadKw: 100 }, ...site }] });
  const { problem, plan } = await planned(solver, fleet, { twice: false });
  return { explanation: explainSlot(problem, plan, slot).sites[0], problem, plan };
}

const reasons = ({ explanation }: Awaited<ReturnType<typeof explain>>) =>
  explanation.reasons.map(({ kind, component, pricePerKwh }) => [kind, component, pricePerKwh]);

describe('why electricity costs what it costs in a slot', () => {
  test('tariff and carbon: 0.1 + 50 per tonne x 400 g = 0.12', async () => {
    const site = { grid: { importPricePerKwh: 0.1, carbonGramsPerKwh: { average: series(timeline, 400) } } };
    const found = await explain(site, 1, { carbonPricePerTonne: 50 });
    expect(found.explanation.pricePerKwh).toBeCloseTo(0.12, 9);
    expect(reasons(found)).toEqual([
      ['tariff', null, 0.1],
      ['carbon', null, expect.closeTo(0.02, 9)],
    ]);
  });

  test('a carbon price that the tariff holds already is not added', async () => {
    const site = { grid: { importPricePerKwh: 0.1, carbonGramsPerKwh: { average: series(timeline, 400) } } };
    const found = await explain(site, 1, { carbonPricePerTonne: 50, priceIncludesCarbon: true });
    expect(reasons(found)).toEqual([['tariff', null, 0.1]]);
  });

  test('the peak of a demand charge: the one hour above the others carries all of 7 money per kW', async () => {
    const charge = makeDemandCharge(timeline, { id: 'monthly', pricePerKw: 7 });
    const site = {
      grid: { importPricePerKwh: 0.1, demandCharges: [charge] },
      compute: { baseLoadKw: [50, 90, 50, 50] },
    };
    const found = await explain(site, 1);
    expect(found.explanation.pricePerKwh).toBeCloseTo(7.1, 9);
    expect(reasons(found)).toEqual([
      ['tariff', null, 0.1],
      ['peak', `monthly ${charge.periods[0].label}`, expect.closeTo(7, 9)],
    ]);
    expect(reasons(await explain(site, 0))).toEqual([['tariff', null, 0.1]]);
  });

  test('a contracted limit that gives way costs its price', async () => {
    const limit = { id: 'agreed', direction: 'import', limitKw: series(timeline, 80), breachPricePerKwh: 3 } as const;
    const found = await explain({ grid: { importPricePerKwh: 0.1, contractedLimits: [limit] } }, 2);
    expect(reasons(found)).toEqual([
      ['tariff', null, 0.1],
      ['contractedLimit', 'agreed', expect.closeTo(3, 9)],
    ]);
  });

  test('an import limit that is reached: base load shed at 5 sets the price, 4.9 of it the limit', async () => {
    const site = {
      grid: { importPricePerKwh: 0.1, importLimitKw: 90 },
      compute: { baseLoadKw: 100, baseLoadShedPricePerKwh: 5 },
    };
    expect(reasons(await explain(site, 0))).toEqual([
      ['tariff', null, 0.1],
      ['importLimit', null, expect.closeTo(4.9, 9)],
    ]);
  });

  test('exporting: a kWh used here is one not sold', async () => {
    const site = {
      grid: { importPricePerKwh: 0.3, exportPricePerKwh: 0.05, exportLimitKw: 500 },
      renewables: [{ availableKw: 300 }],
    };
    const found = await explain(site, 0);
    expect(found.explanation.pricePerKwh).toBeCloseTo(0.05, 9);
    expect(found.explanation.exportKw).toBeCloseTo(200, 6);
    expect(reasons(found)).toEqual([['exportPrice', null, 0.05]]);
  });

  test('curtailment: more use is free', async () => {
    const found = await explain({ renewables: [{ id: 'roof', availableKw: 300 }] }, 0);
    expect(found.explanation.pricePerKwh).toBeCloseTo(0, 9);
    expect(reasons(found)).toEqual([['curtailment', 'roof', 0]]);
    expect(found.explanation.renewables).toEqual([
      { id: 'roof', usedKw: expect.closeTo(100, 6), curtailedKw: expect.closeTo(200, 6) },
    ]);
  });

  test('a battery that carries the whole load is the next kWh, and what it holds is worth the price', async () => {
    const battery = makeBattery({
      id: 'bess',
      energyCapacityKwh: 400,
      endEnergyMaximumKwh: 400,
      minimumEnergyKwh: 0,
      initialEnergyKwh: 150,
      endEnergyKwh: 0,
      endValue: [],
      chargeLimitKw: 0,
      dischargeLimitKw: 200,
      chargeEfficiency: 1,
      dischargeEfficiency: 1,
      selfDischargePerHour: 0,
      wearPricePerKwh: 0,
    });
    const site = { grid: { importPricePerKwh: [0.1, 0.2, 0.9, 0.3] }, batteries: [battery] };
    const found = await explain(site, 2);
    // 100 kWh at 0.9, 50 at 0.3: one more stored kWh would save 0.3, and so would one less used at 0.9.
    expect(found.explanation.pricePerKwh).toBeCloseTo(0.3, 9);
    expect(reasons(found)).toEqual([['store', 'bess', expect.closeTo(0.3, 9)]]);
    expect(found.explanation.stores).toEqual([
      {
        kind: 'battery',
        id: 'bess',
        startKwh: expect.closeTo(150, 6),
        endKwh: expect.closeTo(50, 6),
        netChargeKw: expect.closeTo(-100, 6),
        worthPerKwh: expect.closeTo(0.3, 9),
        reservePricePerKwh: 0,
      },
    ]);
  });

  test('where nothing flows, one kWh more is bought: the dual of an idle bus says anything from 0 to that', async () => {
    const site = { grid: { importPricePerKwh: 0.1 }, compute: { baseLoadKw: 0 } };
    const found = await explain(site, 1);
    expect(found.explanation.pricePerKwh).toBeCloseTo(0.1, 9);
    expect(reasons(found)).toEqual([['tariff', null, 0.1]]);
  });

  test('a battery that gives all it can is not the next kWh: that one is bought', async () => {
    const battery = {
      energyCapacityKwh: 400,
      endEnergyMaximumKwh: 400,
      minimumEnergyKwh: 0,
      initialEnergyKwh: 150,
      endEnergyKwh: 0,
      endValue: [],
      chargeLimitKw: 0,
      dischargeLimitKw: 100,
      chargeEfficiency: 1,
      dischargeEfficiency: 1,
      selfDischargePerHour: 0,
      wearPricePerKwh: 0,
    };
    const found = await explain({ grid: { importPricePerKwh: [0.1, 0.2, 0.9, 0.3] }, batteries: [battery] }, 2);
    expect(found.explanation.importKw).toBe(0);
    expect(reasons(found)).toEqual([['tariff', null, 0.9]]);
  });

  test('what runs, in units', async () => {
    const fleet = makeFleet({ timeline, jobs: [{ id: 'a', work: 2, maximumUnits: 2, deadline: at(1) }] });
    const { problem, plan } = await planned(solver, fleet, { twice: false });
    expect(explainSlot(problem, plan, 0).sites[0].jobs).toEqual([{ id: 'a', operatingPoint: 'full', units: 2 }]);
    expect(explainSlot(problem, plan, 1).sites[0].jobs).toEqual([]);
  });

  test('a slot that does not exist is refused by name', async () => {
    const { problem, plan } = await planned(solver, makeFleet({ timeline }), { twice: false });
    expect(() => explainSlot(problem, plan, 4)).toThrow('slot 4 is not one of the 4 slots (0 to 3)');
    expect(() => explainSlot(problem, plan, 0.5)).toThrow(RangeError);
  });
});

test('prices of the whole plan: mean, lowest and highest of each site, dearest job first', async () => {
  const fleet = makeFleet({
    timeline,
    sites: [{ grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4] }, compute: { baseLoadKw: 10 } }],
    jobs: [
      { id: 'early', work: 0.5, maximumUnits: 1 },
      { id: 'late', work: 0.5, maximumUnits: 1, earliestStart: at(3) },
    ],
  });
  const { problem, plan } = await planned(solver, fleet, { twice: false });
  const { sites, jobs } = explainPlan(problem, plan);
  expect(sites).toEqual([
    {
      site: 'north',
      timeZone: 'Europe/Berlin',
      mean: expect.closeTo(0.25, 9),
      lowest: { slot: 0, pricePerKwh: expect.closeTo(0.1, 9) },
      highest: { slot: 3, pricePerKwh: expect.closeTo(0.4, 9) },
    },
  ]);
  expect(jobs.map(({ id, pricePerUnitHour }) => [id, pricePerUnitHour])).toEqual([
    ['late', expect.closeTo(0.4, 9)],
    ['early', expect.closeTo(0.1, 9)],
  ]);
});
