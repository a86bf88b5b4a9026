import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/domain/plan.ts';
import { bindingLimits, jobFigures, renderReport, siteFigures } from '../../src/report/index.ts';
import { drawnJobs } from '../../src/report/job-rows.ts';
import { siteCharts } from '../../src/report/site-charts.ts';
import { jobNotes } from '../../src/report/text.ts';
import { handTime } from '../support/hand-fleet.ts';
import { placesFleet, placesProblem } from '../support/hand-places.ts';
import { placesPlan } from '../support/hand-places-plan.ts';

/** Text as a reader sees it, charts and style left out. */
const readable = (html: string) =>
  html
    .replace(/<(style|svg)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('figures of data and of jobs in one piece', () => {
  test('jobs: six in one piece, two of them late; 6 and 27 GB move for two', () => {
    expect(jobFigures(placesFleet, placesPlan)).toMatchObject({
      contiguousCount: 6,
      lateContiguousCount: 2,
      movingCount: 2,
      movedGigabytes: 33,
    });
  });

  test('a site: 12 GB/h for half an hour, 18 and 7 for an hour, 4 for half an hour; 0.1 kWh each', () => {
    expect(siteFigures(placesFleet, placesPlan, 'west')).toMatchObject({
      receivedGigabytes: 33,
      receivedDataKwh: expect.closeTo(3.3, 9),
    });
    expect(siteFigures(placesFleet, placesPlan, 'east')).toMatchObject({ receivedGigabytes: 0, receivedDataKwh: 0 });
    const [link] = placesFleet.links;
    const links = [{ ...link, to: 'elsewhere', energyKwhPerGigabyte: 9 }, ...placesFleet.links];
    expect(siteFigures({ ...placesFleet, links }, placesPlan, 'west').receivedDataKwh).toBeCloseTo(3.3, 9);
  });

  test('a full link binds by the gigabyte, for the hours of each slot; what a gigabyte costs is no limit', () => {
    const at = { site: 'west', component: 'east', per: 'GB' } as const;
    const plan: Plan = {
      ...placesPlan,
      shadowPrices: [
        { ...at, name: 'linkBalance', values: [9, 9, 9, 9] },
        { ...at, name: 'linkCapacity', values: [-0.2, -0.3, 0, null] },
      ],
    };
    // 0.2 x half an hour and 0.3 x an hour.
    expect(bindingLimits(plan)).toMatchObject([
      { name: 'linkCapacity', bindingSlotCount: 2, strongest: -0.3, strongestSlot: 1, worthOfOneMore: 0.4 },
    ]);
    const text = readable(renderReport(placesProblem, plan));
    expect(text).toContain('Link from east west 2 0.3000 per GB');
  });
});

describe('words', () => {
  test('nothing is said of what there is not', () => {
    expect(jobNotes(jobFigures({ ...placesFleet, jobs: [] }, { ...placesPlan, jobs: [] }))).toEqual([]);
  });

  test('one and several, late and not', () => {
    expect(jobNotes(jobFigures(placesFleet, placesPlan))).toEqual([
      '6 jobs must run in one piece, 2 of them late',
      '33.0 GB move between sites for 2 jobs',
    ]);
    const jobs = placesPlan.jobs.filter(({ id }) => id === 'render');
    expect(jobNotes(jobFigures(placesFleet, { ...placesPlan, jobs }))).toEqual([
      '1 job must run in one piece',
      '27.0 GB move between sites for 1 job',
    ]);
  });
});

describe('report', () => {
  const text = readable(renderReport(placesProblem, placesPlan));

  test('headline, cost of data, data that a site receives', () => {
    expect(text).toContain('1 not finished; 6 jobs must run in one piece, 2 of them late; 33.0 GB move between sites');
    expect(text).toContain('Data moved between sites 16.50 16.50 16.50');
    expect(text).toContain('Data received 33.0 GB 3 kWh on the way');
    expect(text.match(/Data received/g)).toHaveLength(1);
  });

  test('where the electricity goes: the uses of the west add up to its import, data included', () => {
    const [, west] = placesFleet.sites;
    const charts = siteCharts(placesFleet, placesPlan.sites[1], west);
    expect(charts.find(({ key }) => key === 'uses')?.description).toContain('Data received');
    const east = siteCharts(placesFleet, placesPlan.sites[0], placesFleet.sites[0]);
    expect(east.find(({ key }) => key === 'uses')?.description).not.toContain('Data received');
  });

  test('where a job runs stands beside its name; colours alone do not say it to everyone', () => {
    const markup = renderReport(placesProblem, placesPlan);
    expect(markup).toContain('>render (west)<');
    const where = new Map(drawnJobs(placesFleet, placesPlan.jobs).map(({ row }) => [row.name, row.where]));
    expect(where.get('drop')).toBe('');
    expect(where.get('batch')).toBe('east, west');
  });

  test('a job in one piece is one bar from its start to its end, or to that of the horizon', () => {
    const bars = new Map(drawnJobs(placesFleet, placesPlan.jobs).map(({ row }) => [row.name, row.bars]));
    expect(bars.get('render')).toMatchObject([{ start: handTime('00:10'), end: handTime('01:40'), share: 1 }]);
    expect(bars.get('late')).toMatchObject([{ start: handTime('00:30'), end: handTime('01:45'), share: 1 }]);
    expect(bars.get('night')).toMatchObject([{ start: handTime('02:30'), end: handTime('03:00'), share: 1 }]);
    expect(bars.get('drop')).toEqual([]);
    expect(bars.get('batch')).toHaveLength(2);
  });
});
