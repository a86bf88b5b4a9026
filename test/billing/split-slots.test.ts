import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bill, billFlows, costLineKey, type FleetFlows, type SlotValues } from '../../src/billing/index.ts';
import type { Fleet, MeteringInterval, Site } from '../../src/domain/fleet.ts';
import { makeTimeline, type SlotSeries } from '../../src/time/timeline.ts';
import { handFleet } from '../support/hand-fleet.ts';

const [batch, tail, train] = handFleet.jobs;

/** The fleet made by hand, with a link between its sites and a job that runs without a pause and may be late. */
const fleetWithLink: Fleet = {
  ...handFleet,
  links: [
    {
      from: 'north',
      to: 'south',
      capacityGigabytesPerHour: Float64Array.of(9, 9, 9, 9),
      latencyMilliseconds: 5,
      pricePerGigabyte: 0.3,
      energyKwhPerGigabyte: 0.1,
    },
  ],
  jobs: [batch, tail, train, { ...batch, id: 'whole', shape: 'contiguous' }],
};

/** Every slot in two halves, with the same power and price in both. */
const twice = (values: readonly number[] | SlotSeries) => [...values].flatMap((value) => [value, value]);
const twiceSeries = (values: SlotSeries) => Float64Array.from(twice(values));

function splitInterval({ slots, hours }: MeteringInterval): MeteringInterval {
  return {
    slots: Int32Array.from([...slots].flatMap((slot) => [2 * slot, 2 * slot + 1])),
    hours: Float64Array.from(twice(hours), (length) => length / 2),
  };
}

function splitSite(site: Site): Site {
  const { grid, compute } = site;
  return {
    ...site,
    grid: {
      ...grid,
      importLimitKw: twiceSeries(grid.importLimitKw),
      exportLimitKw: twiceSeries(grid.exportLimitKw),
      importPricePerKwh: twiceSeries(grid.importPricePerKwh),
      exportPricePerKwh: twiceSeries(grid.exportPricePerKwh),
      carbonGramsPerKwh: { average: twiceSeries(grid.carbonGramsPerKwh.average ?? new Float64Array()) },
      contractedLimits: grid.contractedLimits.map((each) => ({ ...each, limitKw: twiceSeries(each.limitKw) })),
      demandCharges: grid.demandCharges.map((charge) => ({
        ...charge,
        periods: charge.periods.map((period) => ({
          ...period,
          meteringIntervals: period.meteringIntervals.map(splitInterval),
        })),
      })),
    },
    compute: { ...compute, baseLoadKw: twiceSeries(compute.baseLoadKw) },
  };
}

function splitFleet(fleet: Fleet): Fleet {
  const { edges, slotCount } = fleet.timeline;
  const halves = Array.from({ length: 2 * slotCount + 1 }, (_, k) =>
    k % 2 === 0 ? edges[k / 2] : (edges[(k - 1) / 2] + edges[(k + 1) / 2]) / 2,
  );
  const links = fleet.links.map((link) => ({
    ...link,
    capacityGigabytesPerHour: twiceSeries(link.capacityGigabytesPerHour),
  }));
  return { ...fleet, timeline: makeTimeline(halves), sites: fleet.sites.map(splitSite), links };
}

function splitFlows({ sites, links, jobs }: FleetFlows): FleetFlows {
  return {
    sites: sites.map((site) => ({
      ...site,
      importKw: twice(site.importKw),
      exportKw: twice(site.exportKw),
      baseLoadShedKw: twice(site.baseLoadShedKw),
      batteries: site.batteries.map((each) => ({ ...each, dischargeKw: twice(each.dischargeKw) })),
    })),
    links: links.map((each) => ({ ...each, gigabytesPerHour: twice(each.gigabytesPerHour) })),
    jobs: jobs.map((run) => ({
      ...run,
      allocations: run.allocations.map((each) => ({
        ...each,
        firstSlot: 2 * each.firstSlot,
        activeUnits: twice(each.activeUnits),
      })),
    })),
  };
}

const figure = (max: number) => fc.double({ min: 0, max, noNaN: true });
const slots = (max: number) => fc.array(figure(max), { minLength: 4, maxLength: 4 });

const siteFlows = (site: string) =>
  fc.record({
    site: fc.constant(site),
    importKw: slots(200),
    exportKw: slots(50),
    baseLoadShedKw: slots(40),
    batteries: fc.tuple(
      fc.record({ battery: fc.constant('store'), dischargeKw: slots(40), storedAtEndKwh: figure(100) }),
    ),
  });

const jobRun = (job: string, site: string) =>
  fc.record({
    job: fc.constant(job),
    allocations: fc.tuple(
      fc.record({
        site: fc.constant(site),
        operatingPoint: fc.constant('full'),
        firstSlot: fc.constant(0),
        activeUnits: slots(60),
      }),
    ),
    leftoverUnitHours: figure(30),
    unservedUnitHours: figure(30),
  });

const anyFlows: fc.Arbitrary<FleetFlows> = fc.record({
  sites: fc.tuple(siteFlows('north'), siteFlows('south')),
  links: fc.tuple(fc.record({ from: fc.constant('north'), to: fc.constant('south'), gigabytesPerHour: slots(9) })),
  jobs: fc.tuple(jobRun('batch', 'north'), jobRun('tail', 'south'), jobRun('train', 'south'), jobRun('whole', 'north')),
});

function amounts(bill: Bill): ReadonlyMap<string, number> {
  return new Map(bill.lines.map((line) => [costLineKey(line), line.amount]));
}

describe('slots split in two', () => {
  test('give the same bill, line by line', () => {
    const split = splitFleet(fleetWithLink);
    fc.assert(
      fc.property(anyFlows, (flows) => {
        const whole = billFlows(fleetWithLink, flows);
        const halved = billFlows(split, splitFlows(flows));
        const found = amounts(halved);
        for (const [key, amount] of amounts(whole)) expect(found.get(key), key).toBeCloseTo(amount, 8);
        expect(halved.lines).toHaveLength(whole.lines.length);
        expect(halved.energyImportedKwh).toBeCloseTo(whole.energyImportedKwh, 8);
        expect(halved.peakImportKw).toBeCloseTo(whole.peakImportKw, 8);
        expect(halved.emissions.averageKg).toBeCloseTo(whole.emissions.averageKg ?? Number.NaN, 8);
      }),
    );
  });

  test('a line moves by no more than it says when its figures move', () => {
    const step = fc.double({ min: -1e-4, max: 1e-4, noNaN: true });
    fc.assert(
      fc.property(anyFlows, step, (flows, by) => {
        const before = billFlows(fleetWithLink, flows);
        const moved = (values: SlotValues) => Array.from(values, (value, t) => (t % 2 === 0 ? value + by : value - by));
        const shifted = {
          sites: flows.sites.map((site) => ({ ...site, importKw: moved(site.importKw) })),
          links: flows.links.map((link) => ({ ...link, gigabytesPerHour: moved(link.gigabytesPerHour) })),
          jobs: flows.jobs.map((run) => ({
            ...run,
            allocations: run.allocations.map((each) => ({ ...each, activeUnits: moved(each.activeUnits) })),
          })),
        };
        const after = amounts(billFlows(fleetWithLink, shifted));
        for (const line of before.lines) {
          const difference = Math.abs((after.get(costLineKey(line)) ?? Number.NaN) - line.amount);
          expect(difference).toBeLessThanOrEqual(Math.abs(by) * line.moneyPerUnit + 1e-9);
        }
      }),
    );
  });
});
