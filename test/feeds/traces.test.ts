import { describe, expect, it } from 'vitest';
import {
  formatFeedProblem,
  type ImportedJobs,
  jobsOfTrace,
  type Reading,
  readGaiaTrace,
  readOpenbTrace,
  readSwfTrace,
  type Trace,
  type TraceOptions,
} from '../../src/feeds/index.ts';
import { formatUtc } from '../../src/time/timeline.ts';
import { instantOf } from './support.ts';

const OPTIONS: TraceOptions = {
  start: instantOf('2023-01-01T00:00Z'),
  pool: 'gpu',
  unitsPerProcessor: 1,
  slackHours: 2,
  shape: null,
  sites: [],
  deadlinePolicy: null,
  pricePerHourLate: null,
  from: null,
  to: null,
  limit: null,
  idPrefix: 'j-',
};

function read<Value>(reading: Reading<Value>): Value {
  if (reading.kind === 'ok') return reading.value;
  throw new Error(reading.problems.map(formatFeedProblem).join('\n'));
}

const problemsOf = (reading: Reading<unknown>): string[] =>
  reading.kind === 'ok' ? [] : reading.problems.map(formatFeedProblem);

const imported = (trace: Trace, options: Partial<TraceOptions> = {}): ImportedJobs =>
  read(jobsOfTrace(trace, { ...OPTIONS, ...options }));

/** `j-1: 2 units, 0.5 h, 00:10 to 02:40`. */
const jobWords = ({ jobs }: ImportedJobs): string[] =>
  jobs.map(({ id, units, hours, earliestStart, deadline }) => {
    const [from, to] = [earliestStart, deadline].map((at) => formatUtc(at).slice(11, 16));
    return `${id}: ${units} units, ${hours} h, ${from} to ${to}`;
  });

describe('a trace of arrival_time, length and cpus', () => {
  const gaia = (...rows: readonly string[]) => ({
    name: 'g.csv',
    text: `${['arrival_time,length,cpus', ...rows].join('\n')}\n`,
  });
  const three = gaia('0.0,1800.0,2', '600,7200,1', '3600.5,900,4');

  it('in seconds becomes jobs whose deadline is arrival plus length plus slack', () => {
    const jobs = imported(read(readGaiaTrace(three, 'seconds')));
    expect(jobWords(jobs)).toEqual([
      'j-1: 2 units, 0.5 h, 00:00 to 02:30',
      'j-2: 1 units, 2 h, 00:10 to 04:10',
      'j-3: 4 units, 0.25 h, 01:00 to 03:15',
    ]);
    expect(jobs.jobs[2].earliestStart - (OPTIONS.start ?? 0)).toBe(3_600_500);
  });

  it('is described by figures worked out by hand', () => {
    const { description } = imported(read(readGaiaTrace(three, 'seconds')), { unitsPerProcessor: 10 });
    // Work 20 x 0.5 + 10 x 2 + 40 x 0.25 = 40 unit-hours. The second runs 00:10 to 02:10, the third 01:00:00.5 to 01:15:00.5,
    // so 50 units are busy then, and the span is 2 h 10 min.
    expect(description).toMatchObject({
      jobCount: 3,
      unitHours: 40,
      units: { least: 10, median: 20, greatest: 40 },
      hours: { least: 0.25, median: 0.5, greatest: 2 },
      spanHours: 2 + 1 / 6,
      peakUnitsBusy: 50,
      firstArrival: '2023-01-01T00:00:00Z',
      lastArrival: '2023-01-01T01:00:00.500Z',
      lastEnd: '2023-01-01T02:10:00Z',
      lastDeadline: '2023-01-01T04:10:00Z',
      leftOut: [],
      notes: [],
    });
    expect(description.meanUnitsBusy).toBeCloseTo(40 / (2 + 1 / 6), 12);
  });

  it('a job that ends when another arrives makes room for it', () => {
    const { description } = imported(read(readGaiaTrace(gaia('0,3600,5', '3600,3600,7'), 'seconds')));
    expect(description.peakUnitsBusy).toBe(7);
  });

  it('in hours is another trace', () => {
    const jobs = imported(read(readGaiaTrace(gaia('0,0.5,2', '1.5,2,1'), 'hours')));
    expect(jobWords(jobs)).toEqual(['j-1: 2 units, 0.5 h, 00:00 to 02:30', 'j-2: 1 units, 2 h, 01:30 to 05:30']);
  });

  it('whose times no calendar has is refused, not a crash', () => {
    const far = gaia('0,3600,1', '1e300,1,1', '5e14,1,1', '0,1e300,1');
    const words = 'expected arrival, end and deadline within the years 0 to 9999 (perhaps its times are in a shorter';
    expect(problemsOf(jobsOfTrace(read(readGaiaTrace(far, 'seconds')), OPTIONS))).toEqual([
      expect.stringContaining(
        `g.csv:3: found a job that arrives 2.778e+296 hours after time 0 and takes 0.0002778 hours, ${words}`,
      ),
      expect.stringContaining('g.csv:4: found'),
      expect.stringContaining('g.csv:5: found'),
    ]);
    const long = { ...OPTIONS, slackHours: 1e12 };
    expect(problemsOf(jobsOfTrace(read(readGaiaTrace(gaia('0,3600,1'), 'seconds')), long))).toEqual([
      expect.stringContaining('or start or slack is too far off)'),
    ]);
    // One that is left out anyway does no harm.
    const window = { to: instantOf('2024-01-01T00:00Z') };
    expect(imported(read(readGaiaTrace(gaia('0,3600,1', '5e14,1,1'), 'seconds')), window).jobs).toHaveLength(1);
  });

  it('tells a unit of time that is hard to believe', () => {
    // 600,000 seconds are a week, 600,000 hours are 68 years.
    const week = gaia('0,3600,1', '600000,3600,1');
    expect(imported(read(readGaiaTrace(week, 'seconds'))).description.notes).toEqual([]);
    expect(imported(read(readGaiaTrace(week, 'hours'))).description.notes).toEqual([
      'the trace spans 69 years: perhaps its times are in a shorter unit than was said',
      'half of the jobs last 150 days or longer: perhaps its times are in a shorter unit than was said',
    ]);
    const year = gaia('0,0.7,1', '8760,2,1');
    expect(imported(read(readGaiaTrace(year, 'seconds'))).description.notes).toEqual([
      'half of the jobs last 1.4 seconds or less, and the trace spans 2.43 hours: perhaps its times are in a longer unit than was said',
    ]);
  });

  it('leaves out what is unknown or nothing, and says why', () => {
    const trace = read(
      readGaiaTrace(gaia('0,60,1', ',60,1', '1,,1', '2,60,', '3,0,1', '4,60,0', '5,60,NaN'), 'seconds'),
    );
    expect(trace.jobs.map(({ name }) => name)).toEqual(['1']);
    expect(trace.leftOut).toEqual([
      { reason: 'no arrival_time', count: 1, firstLine: 3 },
      { reason: 'no length', count: 1, firstLine: 4 },
      { reason: 'no cpus', count: 2, firstLine: 5 },
      { reason: 'length 0', count: 1, firstLine: 6 },
      { reason: '0 cpus', count: 1, firstLine: 7 },
    ]);
  });

  it.each([
    [
      'arrival_time,lenght,cpus\n0,1,1\n',
      'g.csv:1: found no column "length", expected one column of the file: "arrival_time", "lenght", "cpus" (did you mean "lenght"?)',
    ],
    ['arrival_time,length,cpus\n0,-5,1\n', 'g.csv:2: found "-5", expected length, a number from 0 on'],
    ['arrival_time,length,cpus\n0,1,many\n', 'g.csv:2: found "many", expected cpus, a number from 0 on'],
    ['arrival_time,length,cpus\n', 'g.csv: found a header and no rows, expected a CSV file with rows'],
  ])('%j is refused', (text, words) => {
    expect(problemsOf(readGaiaTrace({ name: 'g.csv', text }, 'seconds'))).toEqual([words]);
  });

  it('has no date: the start must be stated', () => {
    const trace = read(readGaiaTrace(three, 'seconds'));
    expect(problemsOf(jobsOfTrace(trace, { ...OPTIONS, start: null }))).toEqual([
      'g.csv: found times that count from 0, and no date, expected the instant of time 0 (state it: --start 2026-06-01T00:00Z)',
    ]);
  });

  it('is cut by a window of arrivals, then by a limit, and counts what it leaves out', () => {
    const four = gaia('0,60,1', '3600,60,1', '7200,60,1', '10800,60,1');
    const window = { from: instantOf('2023-01-01T01:00Z'), to: instantOf('2023-01-01T03:00Z') };
    const { jobs, description } = imported(read(readGaiaTrace(four, 'seconds')), { ...window, limit: 1 });
    expect(jobs.map(({ id }) => id)).toEqual(['j-2']);
    expect(description.leftOut.map(({ reason, count }) => `${reason}: ${count}`)).toEqual([
      'arrives before 2023-01-01T01:00:00Z: 1',
      'beyond the first 1: 1',
      'arrives at or after 2023-01-01T03:00:00Z: 1',
    ]);
    expect(problemsOf(jobsOfTrace(read(readGaiaTrace(four, 'seconds')), { ...OPTIONS, to: OPTIONS.start }))).toEqual([
      'g.csv: found no job among 4 rows (arrives at or after 2023-01-01T00:00:00Z: 4), expected at least one',
    ]);
  });

  it('gives every job room for its length, also without slack and at lengths that no clock counts', () => {
    const odd = gaia('0.0001,0.0004,1', '0.3333333,1.0000001,3', '17.77,3599.9999,2');
    const { jobs } = imported(read(readGaiaTrace(odd, 'seconds')), { slackHours: 0 });
    for (const { earliestStart, deadline, hours } of jobs) {
      expect(deadline).toBeGreaterThan(earliestStart);
      expect(deadline - earliestStart).toBeGreaterThanOrEqual(hours * 3_600_000 - 1e-3);
      expect(deadline - earliestStart).toBeLessThan(hours * 3_600_000 + 1);
    }
  });
});

describe('a log in the Standard Workload Format', () => {
  // Fields: job, submit, wait, run, allocated, cpu, memory, requested, time, memory, status, user, group, ...
  const line = (fields: Partial<Record<number, number>>) =>
    Array.from({ length: 18 }, (_, index) => fields[index + 1] ?? -1).join(' ');
  const log = (...lines: readonly string[]) => ({ name: 'l.swf', text: `${lines.join('\n')}\n` });
  const HEADER = [
    '; Version: 2.2',
    '; UnixStartTime: 749458803',
    ';   TimeZoneString: US/Pacific',
    '; MaxProcs: 128',
    '; Note: x',
  ];

  it('counts its times from the start of its header, or from the one that is stated', () => {
    const trace = read(readSwfTrace(log(...HEADER, line({ 1: 7, 2: 60, 4: 1800, 5: 16, 11: 1 }))));
    // 749,458,803 s is 1 October 1993, 07:00:03 UTC.
    expect(imported(trace, { start: null }).description.firstArrival).toBe('1993-10-01T07:01:03Z');
    expect(jobWords(imported(trace))).toEqual(['j-7: 16 units, 0.5 h, 00:01 to 02:31']);
    expect(trace.facts).toEqual([
      'the header says: TimeZoneString US/Pacific, MaxProcs 128',
      'jobs by how they ended: completed 1',
    ]);
  });

  it('without a start, or with 0 for one, needs it stated', () => {
    for (const header of [[], ['; UnixStartTime: 0']]) {
      const trace = read(readSwfTrace(log(...header, line({ 1: 1, 2: 0, 4: 60, 5: 1 }))));
      expect(trace.startEpochSeconds).toBeNull();
      expect(problemsOf(jobsOfTrace(trace, { ...OPTIONS, start: null }))).toHaveLength(1);
    }
  });

  it('takes allocated processors, else requested ones, never -1', () => {
    const trace = read(
      readSwfTrace(
        log(line({ 1: 1, 2: 0, 4: 60, 5: 8, 8: 16 }), line({ 1: 2, 2: 0, 4: 60, 8: 16 }), line({ 1: 3, 2: 0, 4: 60 })),
      ),
    );
    expect(trace.jobs.map(({ name, processors }) => `${name}: ${processors}`)).toEqual(['1: 8', '2: 16']);
    expect(trace.leftOut).toEqual([{ reason: 'processors unknown', count: 1, firstLine: 3 }]);
    expect(trace.facts).toContain('1 jobs by the processors that they requested: used ones unknown');
  });

  it('keeps failed and cancelled jobs that ran, and counts them; leaves out those that did not, and pieces of others', () => {
    const job = (number: number, run: number, status: number) => line({ 1: number, 2: 0, 4: run, 5: 1, 11: status });
    const trace = read(
      readSwfTrace(
        log(job(1, 60, 0), job(2, 60, 5), job(3, 60, 1), job(4, -1, 5), job(5, 0, 0), job(6, 30, 2), job(6, 30, 3)),
      ),
    );
    expect(trace.jobs.map(({ name }) => name)).toEqual(['1', '2', '3']);
    expect(trace.facts).toEqual(['jobs by how they ended: cancelled 1, completed 1, failed 1']);
    expect(trace.leftOut.map(({ reason, count }) => `${reason}: ${count}`)).toEqual([
      'run time unknown, cancelled: 1',
      'run time 0, failed: 1',
      'a piece of a job that has a line of its own (status 2, 3 or 4): 2',
    ]);
  });

  it.each([
    ['1 2 3\n', 'l.swf:1: found 3 fields, "1 2 3", expected 18 numbers, or a comment that begins with ;'],
    [`${line({ 1: 1 }).replace('-1', 'x')}\n`, 'l.swf:1: found "1 x'],
    ['; only comments\n', 'l.swf: found no job, expected lines of 18 numbers'],
  ])('%j is refused', (text, words) => {
    expect(problemsOf(readSwfTrace({ name: 'l.swf', text }))).toEqual([expect.stringContaining(words)]);
  });

  it('with a job number twice is refused, for no two jobs of a scenario may have one name', () => {
    const job = line({ 1: 4, 2: 0, 4: 60, 5: 1, 11: 1 });
    expect(problemsOf(jobsOfTrace(read(readSwfTrace(log(job, job))), OPTIONS))).toEqual([
      'l.swf:2: found the job "j-4" of line 1 again, expected a name of its own',
    ]);
  });
});

describe('a list of pods', () => {
  const HEADER =
    'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time';
  const pods = (...rows: readonly string[]) => ({ name: 'p.csv', text: `${[HEADER, ...rows].join('\n')}\n` });

  it('takes thousandths of accelerators, and the time from when a pod was scheduled until it was deleted', () => {
    const trace = read(
      readOpenbTrace(pods('a,1,1,1,460,,LS,Succeeded,0,7200,3600', 'b,1,1,8,1000,T4,BE,Running,600,9000,1800'), null),
    );
    expect(jobWords(imported(trace, { unitsPerProcessor: 2, idPrefix: '' }))).toEqual([
      'a: 0.92 units, 1 h, 00:00 to 03:00',
      'b: 16 units, 2 h, 00:10 to 04:10',
    ]);
    expect(trace.facts).toEqual([
      'pods by quality of service: BE 1, LS 1',
      'pods by phase: Running 1, Succeeded 1',
      '1 pods were still running when the trace ends: of their length only that much is known',
      '1 pods take a part of one accelerator',
      '1 pods ask for models of accelerators (gpu_spec): not carried over to the jobs',
    ]);
  });

  it('leaves out pods that take no accelerator, never ran, or have no known end', () => {
    const trace = read(
      readOpenbTrace(
        pods(
          'a,1,1,1,1000,,BE,Succeeded,0,60,0',
          'b,1,1,0,0,,LS,Running,0,60,0',
          'c,1,1,1,1000,,LS,Pending,0,60,',
          'd,1,1,1,1000,,LS,Running,0,,0',
          'e,1,1,1,1000,,LS,Failed,0,60,60',
        ),
        null,
      ),
    );
    expect(trace.jobs.map(({ name }) => name)).toEqual(['a']);
    expect(trace.leftOut.map(({ reason }) => reason)).toEqual([
      'asks for no accelerator',
      'never scheduled (Pending)',
      'no end known (Running)',
      'ends when it starts or before (Failed)',
    ]);
  });

  it('takes the classes that are asked for only', () => {
    const text = pods('a,1,1,1,1000,,BE,Succeeded,0,60,0', 'b,1,1,1,1000,,LS,Succeeded,0,60,0');
    const trace = read(readOpenbTrace(text, ['BE']));
    expect([trace.jobs.length, trace.leftOut]).toEqual([1, [{ reason: 'qos LS', count: 1, firstLine: 3 }]]);
  });

  it('tells every column that is missing', () => {
    expect(problemsOf(readOpenbTrace({ name: 'p.csv', text: 'name,num_gpu\na,1\n' }, null))).toHaveLength(7);
  });
});
