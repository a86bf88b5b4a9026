import { afterAll, describe, expect, it } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { seriesOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';
import { type BadCase, itRefuses } from './bad-cases.ts';
import { fleetOf, type Loose, type SmallScenario, smallScenario } from './small-scenario.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** 1 June at the site of the small scenario, whose four slots begin at midnight. */
const at = (clock: string) => `2026-06-01T${clock}+08:00`;
const outage = (from: string, to: string): Loose => ({ from: at(from), to: at(to) });

const read = (grid: Loose) => {
  const fleet = fleetOf(smallScenario((scenario) => void Object.assign(scenario.sites[0].grid, grid)));
  const notes = fleet.dataQuality.filter(({ subject }) => subject.endsWith('grid/outages'));
  return { ...fleet.sites[0].grid, notes };
};

describe('outages in a scenario', () => {
  it('shut import and export of the slots that they touch, and only those', () => {
    const grid = read({ exportLimitKw: [10, 20, 30, 40], outages: [outage('01:00', '03:00')] });
    expect(Array.from(grid.importLimitKw)).toEqual([1000, 0, 0, 1000]);
    expect(Array.from(grid.exportLimitKw)).toEqual([10, 0, 0, 40]);
    expect(grid.notes).toEqual([]);
  });

  it('take slots whole that they touch in part, and say so', () => {
    const grid = read({ outages: [outage('02:30', '03:01'), outage('00:59', '01:00')] });
    expect(Array.from(grid.importLimitKw)).toEqual([0, 1000, 0, 0]);
    expect(grid.notes).toEqual([
      {
        subject: 'sites/hohhot/grid/outages',
        kind: 'assumed',
        slots: [0, 2, 3],
        message: 'an outage touches part of the slot, and the whole slot is planned without grid',
      },
    ]);
  });

  it('are one outage where they meet: two halves of a slot are the whole of it', () => {
    const grid = read({ outages: [outage('01:30', '02:00'), outage('01:00', '01:30')] });
    expect(Array.from(grid.importLimitKw)).toEqual([1000, 0, 1000, 1000]);
    expect(grid.notes).toEqual([]);
  });

  it('may begin before the timeline and end after it', () => {
    const grid = read({
      outages: [
        { from: '2026-05-31T00:00+08:00', to: at('01:00') },
        { from: at('03:00'), to: '2026-06-02T00:00+08:00' },
      ],
    });
    expect(Array.from(grid.importLimitKw)).toEqual([0, 1000, 1000, 0]);
    expect(grid.notes).toEqual([]);
  });

  it('change nothing on an island, which has no grid at all', () => {
    const grid = read({ island: true, exportLimitKw: 5, outages: [outage('01:30', '02:00')] });
    expect(Array.from(grid.importLimitKw)).toEqual([0, 0, 0, 0]);
    expect(Array.from(grid.exportLimitKw)).toEqual([0, 0, 0, 0]);
    expect(grid.notes).toEqual([]);
    expect(Array.from(read({ island: false }).importLimitKw)).toEqual([1000, 1000, 1000, 1000]);
  });
});

describe('the return after an outage', () => {
  /** Sites a, b, ... with the zone and the outages that are given; they return one hour apart. */
  const returning = (sites: readonly (readonly [zone: string, ...outages: Loose[]])[], minutesBetweenSites = 60) => {
    const change = (scenario: SmallScenario) => {
      const [site] = scenario.sites;
      const several = sites.map(([marketZone, ...outages], index) => {
        const grid = { ...site.grid, marketZone, outages };
        return { ...site, id: 'abc'[index], grid };
      });
      const fleet = { returnAfterOutage: { minutesBetweenSites } };
      Object.assign(scenario, { sites: several, jobs: [], fleet });
    };
    const fleet = fleetOf(smallScenario(change));
    const withGrid = fleet.sites.map(({ grid }) => Array.from(grid.importLimitKw, (limit) => (limit > 0 ? 1 : 0)));
    return { withGrid, notes: fleet.dataQuality.filter(({ subject }) => subject.endsWith('grid/outages')) };
  };

  it('is one site after the other within a zone, in the order of the file', () => {
    const first = outage('00:00', '01:00');
    const { withGrid } = returning([
      ['west', first],
      ['east', first],
      ['west', first],
    ]);
    expect(withGrid).toEqual([
      [0, 1, 1, 1],
      [0, 1, 1, 1],
      [0, 0, 1, 1],
    ]);
  });

  it('goes by the instant, however it is written', () => {
    const utc = { from: '2026-05-31T16:00Z', to: '2026-05-31T17:00Z' };
    const { withGrid } = returning([
      ['west', outage('00:00', '01:00')],
      ['west', utc],
    ]);
    expect(withGrid[1]).toEqual([0, 0, 1, 1]);
  });

  it('is of each outage by itself', () => {
    // Both are without grid until 01:00; only b is again from 02:00 to 03:00, and waits for nobody then.
    const both = outage('00:00', '01:00');
    const { withGrid } = returning([
      ['west', both],
      ['west', outage('02:00', '03:00'), both],
    ]);
    expect(withGrid).toEqual([
      [0, 1, 1, 1],
      [0, 0, 0, 1],
    ]);
  });

  it('says of which slots the site waits, and not where it is dark anyway', () => {
    // b waits from 01:00 to 03:00, and has an outage of its own from 02:00 to 03:00.
    const both = outage('00:00', '01:00');
    const { withGrid, notes } = returning(
      [
        ['west', both],
        ['west', both, outage('02:00', '03:00')],
      ],
      120,
    );
    expect(withGrid[1]).toEqual([0, 0, 0, 1]);
    expect(notes.map(({ slots }) => slots)).toEqual([[1]]);
  });

  it('waits for nobody whose outage ends at another time', () => {
    const { withGrid, notes } = returning([
      ['west', outage('00:00', '01:00')],
      ['west', outage('00:00', '02:00')],
    ]);
    expect(withGrid[1]).toEqual([0, 0, 1, 1]);
    expect(notes).toEqual([]);
  });

  it('takes part of a slot like the outage itself', () => {
    const both = outage('00:00', '01:00');
    const { withGrid, notes } = returning(
      [
        ['west', both],
        ['west', both],
        ['west', both],
      ],
      30,
    );
    // a at 01:00, b at 01:30, c at 02:00.
    expect(withGrid).toEqual([
      [0, 1, 1, 1],
      [0, 0, 1, 1],
      [0, 0, 1, 1],
    ]);
    const waits = 'the outage is over, and the site waits for others of its market zone that return before it';
    const partly = 'an outage touches part of the slot, and the whole slot is planned without grid';
    expect(notes.map(({ subject, slots, message }) => ({ subject, slots, message }))).toEqual([
      { subject: 'sites/b/grid/outages', slots: [1], message: partly },
      { subject: 'sites/b/grid/outages', slots: [1], message: waits },
      { subject: 'sites/c/grid/outages', slots: [1], message: waits },
    ]);
  });
});

const change =
  (grid: Loose): BadCase[1] =>
  (scenario) =>
    void Object.assign(scenario.sites[0].grid, grid);

const wrong: BadCase[] = [
  [
    'an outage that ends before it starts',
    change({ outages: [outage('02:00', '01:00')] }),
    'sites[0].grid.outages[0].to: found an outage that ends at 2026-06-01T01:00+08:00, not after its start, expected a time after 2026-06-01T02:00+08:00',
  ],
  [
    'an outage without length',
    change({ outages: [outage('01:00', '02:00'), outage('02:00', '02:00')] }),
    'sites[0].grid.outages[1].to: found an outage that ends at 2026-06-01T02:00+08:00, not after its start',
  ],
  [
    'an outage without an offset',
    change({ outages: [{ from: '2026-06-01T01:00', to: at('02:00') }] }),
    'the offset from UTC is missing; write Z or +08:00 after it',
  ],
  [
    'an outage without an end',
    change({ outages: [{ from: at('01:00') }] }),
    'sites[0].grid.outages[0].to: found nothing',
  ],
  [
    'a misspelt key of an outage',
    change({ outages: [{ ...outage('01:00', '02:00'), until: at('02:00') }] }),
    'sites[0].grid.outages[0].until: found an unknown key',
  ],
  [
    'an island in words',
    change({ island: 'yes' }),
    'sites[0].grid.island: found the text "yes", expected true or false',
  ],
  [
    'no time between sites',
    (scenario) => void Object.assign(scenario, { fleet: { returnAfterOutage: { minutesBetweenSites: 0 } } }),
    'fleet.returnAfterOutage.minutesBetweenSites: found 0',
  ],
  [
    'a return without minutes',
    (scenario) => void Object.assign(scenario, { fleet: { returnAfterOutage: {} } }),
    'fleet.returnAfterOutage.minutesBetweenSites: found nothing',
  ],
];

describe('an outage that is wrong', () => itRefuses(wrong));

describe('a day with an outage', () => {
  it('is carried by what a battery holds beyond its reserve, and by a generator', async () => {
    // 100 kW of base load. The grid costs 0.2, 0.3, 0.4, 0.5, and is gone from 01:00 to 03:00. The battery keeps
    // 0.5 h x 100 kW = 50 kWh of its 100, also at the end, and cannot charge: it gives 50 once. Diesel costs
    // 0.12 / 0.4 = 0.3 a kWh and gives 80 kW at most, so the battery gives 20 in each dark hour, and its other 10 in
    // the hour at 0.5, where 80 are diesel too:
    //   100 x 0.2 + 3 x 80 x 0.3 + 10 x 0.5 = 20 + 72 + 5 = 97.
    const scenario = smallScenario(({ sites: [site] }) => {
      Object.assign(site, { compute: { baseLoadKw: 100 }, renewables: [] });
      Object.assign(site.grid, { outages: [outage('01:00', '03:00')] });
      Object.assign(site.batteries[0], {
        kind: 'ups',
        energyCapacityKwh: 100,
        minimumEnergyKwh: 0,
        initialEnergyKwh: 100,
        endEnergyKwh: 0,
        chargeLimitKw: 0,
        chargeEfficiency: 1,
        dischargeEfficiency: 1,
        reserve: { hours: 0.5 },
      });
      const fuel = { pricePerKwh: 0.12, emissionGramsPerKwh: 267 };
      Object.assign(site, {
        generators: [{ id: 'diesel', kind: 'diesel', electricityLimitKw: 80, efficiency: 0.4, fuel }],
      });
    });
    const { plan } = await planned(solver, fleetOf({ ...scenario, jobs: [] }));
    expect(plan.objective).toBeCloseTo(97, 6);
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));
    expect(seriesOf(plan, 'gridImport', 'hohhot')).toEqual(close([100, 0, 0, 10]));
    expect(seriesOf(plan, 'batteryDischarge', 'hohhot', 'container')).toEqual(close([0, 20, 20, 10]));
    expect(Math.min(...seriesOf(plan, 'batteryStored', 'hohhot', 'container'))).toBeCloseTo(50, 5);
  });
});
