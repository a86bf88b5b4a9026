import { describe, expect, test } from 'vitest';
import { type PlaceClass, placeClasses } from '../../src/scheduling/place-classes.ts';
import { at, hourly, type JobInput, makeFleet, type PoolInput, type SiteInput } from '../support/fleets.ts';

const point = (kwPerUnit: number, speed = 1) => ({ id: 'full', kwPerUnit, speed });
const siteOf = (id: string, ...pools: readonly PoolInput[]): SiteInput => ({ id, compute: { pools } });

/** Classes of jobs at sites a, b and c with pools gpu and cpu, as lists of ids. */
function classesOf(jobs: readonly JobInput[], sites?: readonly SiteInput[], slots = 4): string[][] {
  const all = sites ?? ['a', 'b', 'c'].map((id) => siteOf(id, { id: 'gpu' }, { id: 'cpu' }));
  const fleet = makeFleet({ timeline: hourly(slots), sites: all, jobs });
  return placeClasses(fleet.jobs, fleet.sites, fleet.timeline).map((members: PlaceClass) =>
    members.map(({ id }) => id),
  );
}

/** Enough of them that placing them together is worth it by far. */
const IDS = ['s', 't', 'u', 'v', 'w', 'x', 'y', 'z'];
const ONE_BY_ONE = IDS.map((id) => [id]);
const jobsOf = (more: JobInput = {}): JobInput[] => IDS.map((id) => ({ id, ...more }));

describe('one class', () => {
  test('jobs at the same sites on the same terms, whatever their work, width, window and price', () => {
    const [first, second, ...rest] = jobsOf();
    const own: JobInput = { work: 3, maximumUnits: 2, earliestStart: at(1), unservedPricePerUnitHour: 7 };
    const patient: JobInput = { shape: 'preemptible', deadlinePolicy: { kind: 'bestEffort' } };
    expect(classesOf([{ ...first, ...own }, { ...second, ...patient }, ...rest])).toEqual([IDS]);
  });

  test('with the same data terms too', () => {
    expect(classesOf(jobsOf({ data: { site: 'a', gigabytesPerUnitHour: 1 } }))).toEqual([IDS]);
  });

  test('machines that draw differently are still one class', () => {
    const sites = [siteOf('a', { operatingPoints: [point(1)] }), siteOf('b', { operatingPoints: [point(2)] })];
    expect(classesOf(jobsOf(), sites)).toEqual([IDS]);
  });
});

describe('classes of their own', () => {
  test.each<[string, JobInput]>([
    ['another pool', { pool: 'cpu' }],
    ['other sites', { sites: ['a', 'b'] }],
    ['other data', { data: { site: 'b', gigabytesPerUnitHour: 1 } }],
    ['more data from the same site', { data: { site: 'a', gigabytesPerUnitHour: 2 } }],
    ['no data', { data: null }],
    ['restarts that cost', { shape: 'preemptible', restartPricePerUnit: 0.1 }],
  ])('%s', (_, other) => {
    const data = { site: 'a', gigabytesPerUnitHour: 1 };
    expect(classesOf([...jobsOf({ data }), { id: 'other', data, ...other }])).toEqual([IDS, ['other']]);
  });

  test.each<[string, JobInput, readonly SiteInput[] | undefined]>([
    ['one site alone', { sites: ['a'] }, undefined],
    [
      'several operating points',
      {},
      [siteOf('a', { operatingPoints: [point(1, 0.5), { ...point(2), id: 'fast' }] }), siteOf('b', {})],
    ],
    [
      'different speeds',
      {},
      [siteOf('a', { operatingPoints: [point(1)] }), siteOf('b', { operatingPoints: [point(1, 0.5)] })],
    ],
  ])('none for %s', (_, job, sites) => {
    expect(classesOf(jobsOf(job), sites)).toEqual(ONE_BY_ONE);
  });

  test('a job that asks for more machines than a site has in a slot that its window leaves a part of', () => {
    // 10 machines at each site.
    const wide = { id: 'wide', maximumUnits: 11 };
    const [opens, closes] = [{ earliestStart: at(0.5) }, { deadline: at(3.5) }];
    for (const window of [opens, closes]) {
      expect(classesOf([...jobsOf(), { ...wide, ...window }])).toEqual([IDS, ['wide']]);
      expect(classesOf([...jobsOf(), { ...wide, ...window, maximumUnits: 10 }])).toEqual([[...IDS, 'wide']]);
    }
    expect(classesOf([...jobsOf(), wide])).toEqual([[...IDS, 'wide']]);
    // Where there is no machine at all, nothing is placed.
    const sites = ['a', 'b', 'c'].map((id) => siteOf(id, { unitsAvailable: [0, 12, 12, 12] }));
    expect(classesOf([...jobsOf(), { ...wide, ...opens }], sites)).toEqual([[...IDS, 'wide']]);
  });

  test('none where it would not make the program smaller: one job, or windows that hardly meet', () => {
    expect(classesOf([{ id: 'x' }])).toEqual([['x']]);
    // 8 jobs of one slot at 3 sites: 8 x 4 columns and rows one by one, and 8 + 4 x 16 for the slots between them.
    const apart = jobsOf().map((job, k) => ({ ...job, earliestStart: at(2 * k), deadline: at(2 * k + 1) }));
    expect(classesOf(apart, undefined, 16)).toEqual(ONE_BY_ONE);
    expect(classesOf(jobsOf(), undefined, 16)).toEqual([IDS]);
  });

  test('none where no window touches the horizon', () => {
    expect(classesOf(jobsOf({ earliestStart: at(9), deadline: at(12) }))).toEqual(ONE_BY_ONE);
  });
});
