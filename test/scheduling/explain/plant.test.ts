import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../../solver/index.ts';
import { slotText } from '../../../src/cli/explain-slot-text.ts';
import type { Fleet } from '../../../src/domain/fleet.ts';
import { coolingPrice } from '../../../src/scheduling/explain/heat-prices.ts';
import { explainJob, explainSlot } from '../../../src/scheduling/explain/index.ts';
import { hourlyCost } from '../../../src/scheduling/explain/work-cost.ts';
import { everythingFleet } from '../../support/everything.ts';
import { at, type FleetInput, hourly, type JobInput, makeFleet, type SiteInput, series } from '../../support/fleets.ts';
import { planned } from '../../support/planned.ts';
import { plantFleet } from '../../support/plant-fleet.ts';
import { makePlant, type PlantInput } from '../../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const timeline = hourly(4);

/** Chiller of COP 4 behind a tower that draws 0.02, circulation 0.05: a kWh of IT heat takes 0.3 + 1.25 x 0.02 = 0.325. */
const chilled: PlantInput = {
  loops: [{ circulationKwPerKw: 0.05 }],
  chillers: [{}],
  heatRejection: [{ electricityKwPerKw: 0.02 }],
};

async function made(
  plant: PlantInput,
  site: SiteInput,
  jobs: readonly JobInput[] = [],
  more: Partial<FleetInput> = {},
) {
  const fleet = makeFleet({
    timeline,
    ...more,
    sites: [{ ...site, plant: makePlant(timeline, plant) }],
    jobs,
  });
  return planned(solver, fleet, { twice: false });
}

async function explainedJob(plant: PlantInput, site: SiteInput, job: JobInput) {
  const { problem, plan } = await made(plant, site, [job]);
  const explanation = explainJob(problem, plan, 'job');
  if (explanation?.kind !== 'divisible') throw new Error('no explanation of a divisible job');
  return explanation;
}

const rising = { importPricePerKwh: [0.1, 0.2, 0.3, 0.4] };

describe('the cost of work holds what cools it', () => {
  test.for([
    ['beside base load that keeps the chiller running', 100],
    ['and where nothing else is cooled: what the cheapest device would take', 0],
  ] as const)('%s', async ([, baseLoadKw]) => {
    // Losses of a tenth go to the loop too: 1.1 kWh of heat for each kWh of work, 0.325 x 0.1 each.
    const plant = { ...chilled, heatOf: { distribution: [{ loop: 'room', fraction: 1 }] } };
    const site = { grid: rising, compute: { overheadFraction: 0.1, baseLoadKw } };
    const found = await explainedJob(plant, site, { work: 0.5, maximumUnits: 1 });
    const perKwh = 1.1 * 0.325;
    expect(found.running.map(({ fromSlot, cost }) => [fromSlot, cost.energy, cost.cooling])).toEqual([
      [0, expect.closeTo(0.11, 9), expect.closeTo(0.1 * perKwh, 9)],
    ]);
    expect(found.pricePerUnitHour).toBeCloseTo(0.1 * (1.1 + perKwh), 9);
    expect(found.alternatives.map(({ fromSlot, cost }) => [fromSlot, cost.total])).toEqual(
      [1, 2, 3].map((slot) => [slot, expect.closeTo(0.1 * (slot + 1) * (1.1 + perKwh), 9)]),
    );
  });

  test('a fixed ratio: 0.4 of electricity for each kWh', async () => {
    const found = await explainedJob({ fixedCoolingFraction: 0.4 }, { grid: rising }, { work: 0.5, maximumUnits: 1 });
    expect(found.running[0].cost).toMatchObject({ energy: expect.closeTo(0.1, 9), cooling: expect.closeTo(0.04, 9) });
    expect(found.pricePerUnitHour).toBeCloseTo(0.14, 9);
  });

  test('heat that somebody wants lowers it: a pump saves a boiler 0.2 a kWh', async () => {
    // 10 kW of base load and the job on the loop; the pump of COP 3 takes 20 and could take more: 60 kW are wanted.
    // One kWh of heat off the loop with half a kWh of electricity gives 1.5 kWh, 0.3 of fuel saved.
    const plant: PlantInput = {
      ...chilled,
      loops: [{}],
      heatNetworks: [{ demandKw: 60 }],
      heatPumps: [{ tap: { kind: 'loop', loop: 'room' }, cop: 3 }],
      boilers: [{ fuel: { pricePerKwh: 0.2 } }],
    };
    const site = { grid: { importPricePerKwh: 0.1 }, compute: { baseLoadKw: 10 } };
    const found = await explainedJob(plant, site, { work: 10, maximumUnits: 10 });
    expect(found.running[0].cost.cooling).toBeCloseTo(0.05 - 0.3, 9);
    expect(found.pricePerUnitHour).toBeCloseTo(0.1 + 0.05 - 0.3, 9);
  });

  test('what a battery must keep for it is energy: bought beforehand, and worth nothing at the end', async () => {
    const battery = {
      initialEnergyKwh: 40,
      endEnergyKwh: 0,
      endEnergyMaximumKwh: 100,
      reserve: { hours: 0.5, loadFraction: 1 },
    };
    const site = { grid: { importPricePerKwh: 0.1 }, compute: { baseLoadKw: 80 }, batteries: [battery] };
    const found = await explainedJob({}, site, { work: 5, maximumUnits: 10, earliestStart: at(3) });
    // In the last hour, where half of its 5 kW must still be there at the end: 2.5 kWh at 0.1 for 5 unit-hours.
    const [{ cost }] = found.running;
    expect([cost.energy, cost.total, found.pricePerUnitHour]).toEqual(
      [0.15, 0.15, 0.15].map((money) => expect.closeTo(money, 9)),
    );
  });

  test('it is the price of the program: electricity, cooling and machines make the dual of the pool', async () => {
    let compared = 0;
    for (const fleet of [plantFleet, everythingFleet(), twoLoops()]) {
      const { problem, plan } = await planned(solver, fleet, { twice: false });
      for (const { name, site: at, component, values } of plan.shadowPrices) {
        if (name !== 'computeBalance') continue;
        const site = problem.fleet.sites.find(({ id }) => id === at);
        const pool = site?.compute.pools.find(({ id }) => component?.startsWith(`${id}@`));
        const point = pool?.operatingPoints.find(({ id }) => component === `${pool.id}@${id}`);
        const job = problem.fleet.jobs[0];
        if (site === undefined || pool === undefined || point === undefined) throw new Error(`no pool ${component}`);
        values.forEach((value, slot) => {
          const cost = hourlyCost(problem.fleet, plan, { ...job, data: null }, { site, pool }, point, slot);
          const total = cost.energy + cost.cooling + cost.pool;
          // Where nothing works, the dual is anything up to what would be paid.
          const planSite = plan.sites.find(({ id }) => id === at);
          const busy = planSite?.series.find((each) => each.name === 'poolBusyUnits' && each.component === pool.id);
          if ((busy?.values[slot] ?? 0) > 1e-6 && pool.operatingPoints.length === 1) {
            expect(total).toBeCloseTo(value ?? Number.NaN, 6);
            compared += 1;
          } else {
            expect(total).toBeGreaterThanOrEqual((value ?? Number.NaN) - 1e-6);
          }
        });
      }
    }
    expect(compared).toBeGreaterThan(8);
  });
});

/** Base load on one loop, machines on another. */
function twoLoops(): Fleet {
  const plant: PlantInput = {
    loops: [{}, { id: 'plate' }],
    heatOf: { pools: { gpu: [{ loop: 'plate', fraction: 1 }] } },
    chillers: [{}, { id: 'second', loop: 'plate', cop: 6 }],
    heatRejection: [{ electricityKwPerKw: 0.03 }],
  };
  return makeFleet({
    timeline,
    sites: [{ grid: rising, compute: { baseLoadKw: 50 }, plant: makePlant(timeline, plant) }],
    jobs: [{ work: 4, maximumUnits: 1 }],
  });
}

describe('a slot says what cools, heats and generates', () => {
  test('free cooling that gives all it can: one kWh more is the chiller', async () => {
    // 40 kW on the loop, all of it free at 0.1 kW/kW; the chiller would draw 0.25, and bring 1.25 to a tower at 0.02.
    const plant: PlantInput = {
      loops: [{}],
      freeCoolers: [{ coolingLimitKw: 40, electricityKwPerKw: 0.1 }],
      chillers: [{ coolingLimitKw: 100 }],
      heatRejection: [{ heatLimitKw: 200, electricityKwPerKw: 0.02 }],
    };
    const { problem, plan } = await made(plant, { grid: { importPricePerKwh: 0.2 }, compute: { baseLoadKw: 40 } });
    const [{ plant: found }] = explainSlot(problem, plan, 1).sites;
    expect(found).toMatchObject({
      coolingKw: expect.closeTo(4, 6),
      loops: [{ id: 'room', heatKw: expect.closeTo(40, 6), pricePerKwh: expect.closeTo(0.2 * 0.275, 9) }],
      condenserPricePerKwh: expect.closeTo(0.2 * 0.02, 9),
    });
    expect(found.devices).toEqual([
      { kind: 'freeCooler', id: 'economiser', outputKw: expect.closeTo(40, 6), limitKw: 40 },
      { kind: 'chiller', id: 'chiller', outputKw: 0, limitKw: 100 },
      { kind: 'heatRejection', id: 'tower', outputKw: 0, limitKw: 200 },
    ]);
    const [site] = problem.fleet.sites;
    expect(coolingPrice(problem.fleet, plan, site, site.plant.heatOf.baseLoad, 1)).toBeCloseTo(0.2 * 0.275, 9);
  });

  test('heat that falls short has the price of the promise, and says by how much', async () => {
    const plant: PlantInput = {
      heatNetworks: [{ demandKw: 30, unservedPricePerKwh: 7 }],
      boilers: [{ heatLimitKw: 20 }],
    };
    const { problem, plan } = await made(plant, { grid: { importPricePerKwh: 0.1 } });
    const [{ plant: found }] = explainSlot(problem, plan, 0).sites;
    expect(found.heatNetworks).toEqual([
      {
        id: 'town',
        deliveredKw: expect.closeTo(20, 6),
        unservedKw: expect.closeTo(10, 6),
        pricePerKwh: expect.closeTo(7, 9),
      },
    ]);
  });

  test('in an outage the engine is the next kWh: 0.04 of fuel at 0.4 are 0.1', async () => {
    const site = { grid: { importLimitKw: [100, 0, 100, 100], importPricePerKwh: 0.05 }, compute: { baseLoadKw: 30 } };
    const { problem, plan } = await made({ generators: [{ id: 'engine', efficiency: 0.4 }] }, site);
    const [found] = explainSlot(problem, plan, 1).sites;
    expect(found.reasons).toEqual([{ kind: 'generator', component: 'engine', pricePerKwh: expect.closeTo(0.1, 9) }]);
    expect(found.plant.devices).toEqual([
      { kind: 'generator', id: 'engine', outputKw: expect.closeTo(30, 6), limitKw: 100 },
    ]);
    expect(explainSlot(problem, plan, 0).sites[0].reasons).toEqual([
      { kind: 'tariff', component: null, pricePerKwh: 0.05 },
    ]);
  });

  test('expected peaks and targets are part of the price: 2 x 0.05, 5 a kg x 400 g, and 0.3 short x 4', async () => {
    const site = {
      grid: {
        importPricePerKwh: 0.1,
        carbonGramsPerKwh: { average: series(timeline, 400) },
        renewableFraction: series(timeline, 0.2),
        coincidentPeaks: [{ id: 'system', pricePerKw: 2, probability: series(timeline, 0.05) }],
      },
      compute: { baseLoadKw: 30 },
    };
    const targets = {
      carbonBudget: { limitKg: 10, breachPricePerKg: 5 },
      renewableShare: { minimum: 0.5, breachPricePerKwh: 4 },
    } as never;
    const { problem, plan } = await made({}, site, [], { targets });
    const [{ reasons, pricePerKwh }] = explainSlot(problem, plan, 2).sites;
    expect(reasons.map(({ kind, pricePerKwh: part }) => [kind, part])).toEqual([
      ['tariff', 0.1],
      ['coincidentPeak', expect.closeTo(0.1, 9)],
      ['carbonBudget', expect.closeTo(2, 9)],
      ['renewableShare', expect.closeTo(1.2, 9)],
    ]);
    expect(pricePerKwh).toBeCloseTo(3.4, 9);
  });

  test('stores of heat and cold stand beside batteries; one whose start is free begins where it ends', async () => {
    const tank = { energyCapacityKwh: 100, endEnergyKwh: 0, endEnergyMaximumKwh: 100, endValue: [] };
    const plant: PlantInput = {
      ...chilled,
      heatNetworks: [{ demandKw: 20 }],
      boilers: [{ fuel: null }],
      coldStores: [{ ...tank, initialEnergyKwh: 30, chargeLimitKw: 50, dischargeLimitKw: 50 }],
      hotStores: [{ ...tank, startsWhereItEnds: true, initialEnergyKwh: 77, chargeLimitKw: 50, dischargeLimitKw: 50 }],
    };
    const site = { grid: rising, compute: { baseLoadKw: 60 } };
    const { problem, plan } = await made(plant, site);
    const stores = [0, 3].map((slot) => explainSlot(problem, plan, slot).sites[0].stores);
    expect(stores[0].map(({ kind, id }) => [kind, id])).toEqual([
      ['coldStore', 'cold-tank'],
      ['hotStore', 'hot-tank'],
    ]);
    expect(stores[0][0].startKwh).toBe(30);
    expect(stores[0][1].startKwh).toBeCloseTo(stores[1][1].endKwh, 6);
    expect(stores[0][1].startKwh).not.toBe(77);
    const text = slotText(problem.fleet, plan, explainSlot(problem, plan, 0), 100);
    expect(text).toMatch(/^Cold store cold-tank charges \d+ kW, 30 kWh to/m);
    expect(text).toMatch(/^Loop room carries 60 kW of heat; a kWh more on it costs 0\.0\d+ EUR\.$/m);
    expect(text).toMatch(/^Heat network town gets 20 kW; a kWh more at the plant costs 0\.1\d* EUR\.$/m);
    expect(text).toMatch(/^Boiler boiler gives \d+ kW of 10\.00 MW\.$/m);
  });
});
