/** Traces as others publish them. The figures beside the files were worked out by a program of its own. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type ImportedJobs,
  jobsOfTrace,
  type Reading,
  readGaiaTrace,
  readOpenbTrace,
  readSwfTrace,
  type Trace,
  type TraceOptions,
} from '../../src/feeds/index.ts';
import { missingRealData } from '../real/california-texas.ts';
import { instantOf, realSource } from './support.ts';

function jobsOf(trace: Reading<Trace>, options: Partial<TraceOptions> = {}): ImportedJobs {
  if (trace.kind === 'wrong') throw new Error(JSON.stringify(trace.problems));
  const jobs = jobsOfTrace(trace.value, {
    start: instantOf('2022-01-01T00:00Z'),
    pool: 'gpu',
    unitsPerProcessor: 1,
    slackHours: 24,
    shape: null,
    sites: [],
    deadlinePolicy: null,
    pricePerHourLate: null,
    from: null,
    to: null,
    limit: null,
    idPrefix: '',
    ...options,
  });
  if (jobs.kind === 'wrong') throw new Error(JSON.stringify(jobs.problems));
  return jobs.value;
}

describe('real traces', () => {
  beforeEach((context) => context.skip(missingRealData !== null, missingRealData ?? ''));

  it('a thousand jobs of a week, in seconds', () => {
    const source = realSource('jobs', 'gaia_pai_1k.csv.gz');
    const { description } = jobsOf(readGaiaTrace(source, 'seconds'), { unitsPerProcessor: 200 });
    expect(description).toMatchObject({
      jobCount: 1000,
      leftOut: [],
      notes: [],
      lastArrival: '2022-01-07T23:59:16Z',
      units: { least: 200, median: 200, greatest: 800 },
      hours: { median: 0.83875 },
      // 49 processors at once.
      peakUnitsBusy: 9800,
    });
    // 11,493,272 processor-seconds.
    expect(description.unitHours).toBeCloseTo((11_493_272 * 200) / 3600, 6);
    expect(jobsOf(readGaiaTrace(source, 'hours')).description.notes).toEqual([
      expect.stringContaining('spans 79 years'),
      expect.stringContaining('half of the jobs last 126 days or longer'),
    ]);
  });

  it('a hundred thousand jobs of a year, in hours, within seconds', () => {
    const source = realSource('jobs', 'gaia_pai-100k.csv.gz');
    const begun = performance.now();
    const { description } = jobsOf(readGaiaTrace(source, 'hours'));
    // A second or so on any machine; the limit is what a machine under load may take.
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(description).toMatchObject({ jobCount: 99_998, notes: [], lastArrival: '2022-12-31T23:27:01Z' });
    expect(description.unitHours).toBeCloseTo(1_011_245.851389, 4);
    expect(jobsOf(readGaiaTrace(source, 'seconds')).description.notes).toEqual([expect.stringContaining('2.43 hours')]);
    const mustang = jobsOf(readGaiaTrace(realSource('jobs', 'gaia_mustang-trace-2015-100k.csv.gz'), 'hours'));
    expect(mustang.description).toMatchObject({ jobCount: 100_000, units: { greatest: 1570 } });
    expect(mustang.description.unitHours).toBeCloseTo(4_547_545.306667, 4);
  });

  it('the log of NASA Ames, 1993', () => {
    const { description, jobs } = jobsOf(readSwfTrace(realSource('jobs', 'NASA-iPSC-1993-3.1-cln.swf.gz')), {
      start: null,
    });
    expect(description).toMatchObject({
      rowCount: 18_239,
      jobCount: 18_066,
      // Its header: Fri Oct 01 00:00:03 PDT 1993, and Fri Dec 31 23:03:45 PST 1993.
      firstArrival: '1993-10-01T07:00:03Z',
      lastEnd: '1994-01-01T07:03:45Z',
      leftOut: [{ reason: 'run time 0', count: 173 }],
      peakUnitsBusy: 176,
      units: { least: 1, greatest: 128 },
    });
    expect(description.facts).toEqual([
      'the header says: Computer Intel iPSC/860, Installation NASA Ames Research Center, TimeZoneString US/Pacific, MaxNodes 128, MaxProcs 128',
      'jobs by how they ended: status unknown 18066',
    ]);
    // 474,238,015 processor-seconds.
    expect(description.unitHours).toBeCloseTo(474_238_015 / 3600, 4);
    expect(jobs[0]).toMatchObject({ id: '1', units: 128 });
  });

  it('pods of Alibaba, with parts of accelerators', () => {
    const source = realSource('jobs', 'openb_pod_list_gpuspec33.csv.gz');
    const { description, jobs } = jobsOf(readOpenbTrace(source, null));
    expect(description).toMatchObject({
      rowCount: 8152,
      jobCount: 6203,
      leftOut: [
        { reason: 'asks for no accelerator', count: 1088 },
        { reason: 'never scheduled (Pending)', count: 861 },
      ],
    });
    expect(description.unitHours).toBeCloseTo(51_470.674158333335, 5);
    expect(jobs[1]).toMatchObject({ id: 'openb-pod-0001', units: 0.46 });
    const background = jobsOf(readOpenbTrace(source, ['BE'])).description;
    expect(background.jobCount).toBe(2510);
    expect(background.unitHours).toBeCloseTo(1311.6358, 6);
  });
});
