import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { rulePlans } from '../../src/scheduling/baselines/index.ts';
import { makeProblem } from '../../src/scheduling/index.ts';
import { makeRooms } from '../../src/scheduling/rooms.ts';
import { type BatteryInput, type FleetInput, hourly, type JobInput, makeFleet, seriesOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';
import { makePlant, type PlantInput } from '../support/plants.ts';
import { jobOf, startAt, wholeStateOf } from './whole-state.ts';

/** What machines may still draw where cooling, towers or reserves are narrow: for whole jobs, and first come, first served. */

const solver = makeSolverPool();
afterAll(() => solver.close());

const timeline = hourly(2);
const widths = [2, 3, 4, 5, 6, 8];

const whole = (id: string, maximumUnits: number, more: JobInput = {}): JobInput => ({
  id,
  shape: 'contiguous',
  maximumUnits,
  work: maximumUnits,
  unservedPricePerUnitHour: 0,
  ...more,
});

function fleetOf(plant: PlantInput, more: Partial<FleetInput> & { batteries?: readonly BatteryInput[] } = {}) {
  const { batteries = [], jobs = [], ...rest } = more;
  const site = {
    compute: { baseLoadKw: 20, pools: [{ unitsAvailable: 10 }] },
    batteries,
    plant: makePlant(timeline, plant),
  };
  return makeFleet({ timeline, sites: [site], jobs, ...rest });
}

/** The widths, of these, that fit into hour 0 beside the base load. */
async function fitting(plant: PlantInput, batteries: readonly BatteryInput[] = []) {
  const jobs = widths.map((units) => whole(`w${units}`, units));
  const state = await wholeStateOf(solver, fleetOf(plant, { batteries, jobs }));
  const rooms = makeRooms(state.fleet, state.jobs, state.mixture.solution, state.mixture.series);
  return widths.filter((units) => {
    const job = jobOf(state, `w${units}`);
    return rooms.has(job, startAt(job, 0), 'besideDivisible');
  });
}

/** Units that first come, first served runs of a job of 10 an hour, hour by hour, and whether that is sound. */
function firstCome(plant: PlantInput, batteries: readonly BatteryInput[] = []) {
  const fleet = fleetOf(plant, { batteries, jobs: [{ work: 20, maximumUnits: 10 }] });
  const { figures } = rulePlans(makeProblem(fleet).fleet).idleStorage;
  return { units: seriesOf(figures, 'poolBusyUnits', 'north', 'gpu'), sound: figures.physicallySound };
}

const separate = {
  loops: [{}, { id: 'plate' }],
  heatOf: { pools: { gpu: [{ loop: 'plate', fraction: 1 }] } },
};

describe.for<[string, PlantInput, readonly number[], readonly number[], BatteryInput[]?]>([
  [
    'chillers of 24 kW beside 20 of base load leave 4',
    { loops: [{}], chillers: [{ coolingLimitKw: 24 }], heatRejection: [{}] },
    [2, 3, 4],
    [4, 4],
  ],
  [
    'and 5 where a free cooler takes one more',
    {
      loops: [{}],
      chillers: [{ coolingLimitKw: 24 }],
      freeCoolers: [{ coolingLimitKw: 1 }],
      heatRejection: [{}],
    },
    [2, 3, 4, 5],
    [5, 5],
  ],
  [
    'towers of 30 kW take 24 of cold at a COP of 4: 1.25 for each',
    { loops: [{}], chillers: [{ coolingLimitKw: 100 }], heatRejection: [{ heatLimitKw: 30 }] },
    [2, 3, 4],
    [4, 4],
  ],
  [
    'a loop of its own: 5 kW of cold plates, whatever the room of the base load has',
    {
      ...separate,
      chillers: [{ coolingLimitKw: 1000 }, { id: 'second', loop: 'plate', coolingLimitKw: 5 }],
      heatRejection: [{}],
    },
    [2, 3, 4, 5],
    [5, 5],
  ],
  [
    'the room of the base load may be full: machines do not warm it',
    {
      ...separate,
      chillers: [{ coolingLimitKw: 20 }, { id: 'second', loop: 'plate', coolingLimitKw: 1000 }],
      heatRejection: [{}],
    },
    widths,
    [10, 10],
  ],
  [
    'an emergency of half an hour: 13 kWh stand behind 26 kW',
    {},
    [2, 3, 4, 5, 6],
    [6, 6],
    [
      {
        energyCapacityKwh: 13,
        initialEnergyKwh: 13,
        endEnergyKwh: 0,
        endEnergyMaximumKwh: 13,
        reserve: { hours: 0.5, loadFraction: 1 },
      },
    ],
  ],
])('%s', ([, plant, fits, units, batteries = []]) => {
  test('whole jobs', async () => {
    expect(await fitting(plant, batteries)).toEqual(fits);
  });

  test('first come, first served', () => {
    const found = firstCome(plant, batteries);
    expect(found).toEqual({ units: units.map((value) => expect.closeTo(value, 9)), sound: true });
  });
});

test('cold plates cooled by a town alone: as much as it takes in place of its boiler', async () => {
  // The boiler gives 7 kW of heat before jobs come: so much may come from them in its place.
  const plant: PlantInput = {
    ...separate,
    chillers: [{}],
    heatRejection: [{}],
    heatNetworks: [{ demandKw: 7 }],
    heatExchangers: [{ tap: { kind: 'loop', loop: 'plate' } }],
    boilers: [{ fuel: {} }],
  };
  expect(firstCome(plant)).toEqual({ units: [7, 7], sound: true });
  const { plan } = await planned(solver, fleetOf(plant, { jobs: [{ work: 20, maximumUnits: 10 }] }), { twice: false });
  // The plan finds no more: 7 units an hour, 6 of 20 never done.
  expect(plan.jobs[0].unservedUnitHours).toBeCloseTo(6, 6);
  const baseline = plan.baselines?.firstComeFirstServed;
  if (baseline === undefined) throw new Error('no baseline');
  expect(seriesOf(baseline, 'exchangerHeat', 'north', 'exchanger')).toEqual([7, 7]);
});

test('jobs that the program mixed over narrow loops are placed where they can be cooled', async () => {
  // 6 kW of cold beside the base load in each of two hours: runs of 4, 4 and 2 units go 4 + 2, and 4.
  const plant: PlantInput = { loops: [{}], chillers: [{ coolingLimitKw: 26 }], heatRejection: [{}] };
  const jobs = [whole('a', 4), whole('b', 4), whole('c', 2)].map((job) => ({ ...job, unservedPricePerUnitHour: 10 }));
  const { plan } = await planned(solver, fleetOf(plant, { jobs }), { twice: false });
  expect(plan.jobs.map(({ doneUnitHours }) => doneUnitHours)).toEqual([4, 4, 2]);
  expect(plan.status).toBe('optimal');
});
