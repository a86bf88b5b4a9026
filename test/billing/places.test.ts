import { describe, expect, test } from 'vitest';
import {
  type Bill,
  billFlows,
  contiguousRunTimes,
  jobLateness,
  linkFlowsOf,
  runHoursLate,
  transferredGigabytes,
} from '../../src/billing/index.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import type { JobAllocation, PlanSite } from '../../src/domain/plan.ts';
import { handTime } from '../support/hand-fleet.ts';
import { placesFleet } from '../support/hand-places.ts';
import { placesCostLines, placesPlan } from '../support/hand-places-plan.ts';
import { the } from '../support/hand-plan.ts';

// Slots of 30, 60, 60 and 30 minutes from 00:00 on.
const jobOf = (id: string): ComputeJob => the(placesFleet.jobs, (job) => job.id === id);
const runs = placesPlan.jobs.map(({ id, allocations }) => ({ job: id, allocations }));

const at = (site: string, operatingPoint: string, firstSlot: number, activeUnits: number[]): JobAllocation => ({
  site,
  operatingPoint,
  firstSlot,
  activeUnits,
});

function billOf(sites: readonly PlanSite[]): Bill {
  const figures = (site: PlanSite, name: string) => the(site.series, (series) => series.name === name).values;
  const none = [0, 0, 0, 0];
  return billFlows(placesFleet, {
    sites: sites.map((site) => ({
      site: site.id,
      importKw: figures(site, 'gridImport'),
      exportKw: none,
      baseLoadShedKw: none,
      batteries: [],
    })),
    links: linkFlowsOf(placesFleet, runs),
    jobs: placesPlan.jobs.map((job) => ({ job: job.id, ...job })),
  });
}

describe('the bill of contiguous jobs and data on links', () => {
  test('is the one worked out by hand, line by line', () => {
    const lines = billOf(placesPlan.sites)
      .lines.filter(({ amount }) => Math.abs(amount) > 1e-9)
      .map(({ name, site, component, amount }) => ({ name, site, component, amount: Number(amount.toFixed(6)) }));
    const byKey = (list: readonly object[]) => [...list].map((line) => JSON.stringify(line)).sort();
    expect(byKey(lines)).toEqual(byKey(placesCostLines));
  });

  test('has a line for each link, paid by the receiving site', () => {
    const lines = billOf(placesPlan.sites).lines.filter(({ name }) => name === 'dataTransfer');
    expect(lines.map(({ site, component, amount, moneyPerUnit }) => [site, component, amount, moneyPerUnit])).toEqual([
      ['west', 'east', 16.5, 1.5], // 0.5 a GB/h for the three hours
      ['east', 'west', 0, 0.2 * 3],
    ]);
  });
});

describe('data', () => {
  test('move in the slots in which the work is done, over the link that leads there', () => {
    const flows = linkFlowsOf(placesFleet, runs);
    expect(flows).toEqual([
      { from: 'east', to: 'west', gigabytesPerHour: Float64Array.of(12, 18, 7, 4) },
      { from: 'west', to: 'east', gigabytesPerHour: new Float64Array(4) },
    ]);
  });

  test('move by work at reference speed, and for work at home not at all', () => {
    const batch = { ...jobOf('batch'), data: { site: 'west', gigabytesPerUnitHour: 3 } };
    const allocations = [at('east', 'eco', 0, [4]), at('west', 'full', 0, [5, 5]), at('east', 'full', 1, [2])];
    // 4 units for half an hour at half the speed, 2 units for an hour: 3 unit h at 3 GB.
    expect(transferredGigabytes(placesFleet, batch, allocations)).toBe(9);
    const fleet = { ...placesFleet, jobs: [batch] };
    const [, toEast] = linkFlowsOf(fleet, [{ job: 'batch', allocations }]);
    expect(toEast).toEqual({ from: 'west', to: 'east', gigabytesPerHour: Float64Array.of(6, 6, 0, 0) });
    expect(transferredGigabytes(placesFleet, { ...batch, data: null }, allocations)).toBe(0);
  });

  test('that no link carries stay where they are, though they would have to move', () => {
    const islander = { ...jobOf('web'), data: { site: 'island', gigabytesPerUnitHour: 2 } };
    const allocations = [at('east', 'on', 1, [5])];
    const fleet = { ...placesFleet, jobs: [islander] };
    expect(transferredGigabytes(fleet, islander, allocations)).toBe(10);
    for (const { gigabytesPerHour } of linkFlowsOf(fleet, [{ job: 'web', allocations }])) {
      expect([...gigabytesPerHour]).toEqual([0, 0, 0, 0]);
    }
  });
});

describe('a contiguous run', () => {
  const times = (job: ComputeJob, allocations: JobAllocation[]) => {
    const run = contiguousRunTimes(placesFleet, job, allocations);
    return run === null ? null : [run.startsAt, run.endsAt];
  };

  test('starts with its slot, or inside it at its earliest start, and lasts as long as its point takes', () => {
    const render = jobOf('render'); // 9 units for an hour and a half at speed 1
    expect(times(render, [at('west', 'full', 0, [6])])).toEqual([handTime('00:10'), handTime('01:40')]);
    expect(times(render, [at('west', 'full', 1, [9])])).toEqual([handTime('00:30'), handTime('02:00')]);
    expect(times(render, [at('east', 'eco', 1, [9])])).toEqual([handTime('00:30'), handTime('03:30')]);
  });

  test('is none where nothing runs, and where it is in pieces the first of them', () => {
    const render = jobOf('render');
    expect(times(render, [])).toBeNull();
    expect(times(render, [at('west', 'full', 1, [])])).toBeNull();
    const pieces = [at('east', 'full', 2, [9]), at('west', 'full', 1, [9])];
    expect(times(render, pieces)).toEqual([handTime('00:30'), handTime('02:00')]);
  });

  test('is late as a whole, by the hours from its deadline to its end', () => {
    const { unitHoursTimesHoursLate, ...late } = jobLateness(placesFleet, jobOf('late'), [
      at('east', 'full', 1, [5, 1.25]),
    ]);
    expect(late).toEqual({ lateUnitHours: 6.25, pricedHours: 0.75 });
    expect(unitHoursTimesHoursLate).toBe(4.6875);
  });

  test('is late to an end after the horizon, with what it does within', () => {
    const late = jobLateness(placesFleet, jobOf('overrun'), [at('west', 'full', 3, [2])]);
    expect(late).toEqual({ lateUnitHours: 1, unitHoursTimesHoursLate: 2.5, pricedHours: 2.5 });
  });

  test('that ends on its deadline is on time, a rounding error of its length allowed', () => {
    const job = { ...jobOf('late'), deadline: handTime('01:45') };
    const onTime = { lateUnitHours: 0, unitHoursTimesHoursLate: 0, pricedHours: 0 };
    expect(jobLateness(placesFleet, job, [at('east', 'full', 1, [5, 1.25])])).toEqual(onTime);
    const endingAfter = (milliseconds: number) =>
      runHoursLate(job, { startsAt: handTime('00:30'), endsAt: job.deadline + milliseconds });
    expect(endingAfter(0.0005)).toBe(0);
    expect(endingAfter(3600)).toBe(0.001);
  });
});
