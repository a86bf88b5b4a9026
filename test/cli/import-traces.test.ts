import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatProblems, readScenarioFile } from '../../src/scenario/index.ts';
import { inFolder, makeWorkplace } from './command-support.ts';

const place = () => makeWorkplace(onTestFinished);

const GAIA = 'arrival_time,length,cpus\n0.0,1800.0,2\n600,7200,1\n3600,900,4\n';
const COMMON = ['--pool', 'gpu', '--slack-hours', '2'];
const SECONDS = ['--time-unit', 'seconds', '--start', '2026-06-01T00:00Z'];

const scenario = {
  wattshift: 1,
  name: 'traced',
  timeline: { start: '2026-06-01T00:00Z', end: '2026-06-02T00:00Z', slotMinutes: 60 },
  currency: 'EUR',
  sites: ['leipzig', 'halle'].map((id) => ({
    id,
    timeZone: 'Europe/Berlin',
    grid: { marketZone: 'DE-LU', importLimitKw: 100, importPrice: 0.1 },
    compute: { pools: [{ id: 'gpu', unitCount: 100, busyKwPerUnit: 0.7 }] },
  })),
  jobs: { file: 'jobs.csv' },
};

describe('import gaia', () => {
  test('writes jobs that a scenario reads to the same figures', async () => {
    const { write, run, folder } = place();
    write('g.csv', GAIA);
    const { code, stdout, stderr } = await run(
      ...['import', 'gaia', 'g.csv', ...SECONDS, ...COMMON, '--units-per-processor', '10', '--sites', 'leipzig,halle'],
      ...['--shape', 'divisible', '--deadline-policy', 'priced', '--price-per-hour-late', '4', '--out', 'jobs.csv'],
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('For the scenario, beside the file:\n  jobs: { file: jobs.csv }\n\nWritten to jobs.csv\n');
    expect(readFileSync(`${folder}/jobs.csv`, 'utf8').split('\r\n').slice(0, 2)).toEqual([
      'id,pool,units,hours,earliestStart,deadline,shape,sites,deadlinePolicy,pricePerHourLate',
      'gaia-1,gpu,20,0.5,2026-06-01T00:00:00Z,2026-06-01T02:30:00Z,divisible,leipzig halle,priced,4',
    ]);
    const read = await readScenarioFile(write('s.json', scenario));
    if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
    expect(read.fleet.jobs.map(({ id, work, maximumUnits }) => [id, work, maximumUnits])).toEqual([
      ['gaia-1', 10, 20],
      ['gaia-2', 20, 10],
      ['gaia-3', 10, 40],
    ]);
    expect(read.fleet.jobs[1]).toMatchObject({
      shape: 'divisible',
      earliestStart: Date.parse('2026-06-01T00:10Z'),
      deadline: Date.parse('2026-06-01T04:10Z'),
      deadlinePolicy: { kind: 'priced', pricePerHourLate: 4 },
      sites: ['leipzig', 'halle'],
    });
  });

  test.each(['divisible', 'preemptible', 'contiguous'])('every job may be %s', async (shape) => {
    const { write, run } = place();
    write('g.csv', GAIA);
    await run('import', 'gaia', 'g.csv', ...SECONDS, ...COMMON, '--shape', shape, '--out', 'jobs.csv');
    const read = await readScenarioFile(write('s.json', scenario));
    expect(read.kind === 'ok' && read.fleet.jobs.map((job) => job.shape)).toEqual([shape, shape, shape]);
  });

  test('leaves out the columns of what was not said', async () => {
    const { write, run, folder } = place();
    write('g.csv', GAIA);
    await run(
      'import',
      'gaia',
      'g.csv',
      ...SECONDS,
      ...COMMON,
      '--limit',
      '1',
      '--id-prefix',
      'x/',
      '--out',
      'jobs.csv',
    );
    expect(readFileSync(`${folder}/jobs.csv`, 'utf8')).toBe(
      'id,pool,units,hours,earliestStart,deadline\r\nx/1,gpu,2,0.5,2026-06-01T00:00:00Z,2026-06-01T02:30:00Z\r\n',
    );
  });

  test('--json and --dry-run', async () => {
    const { write, run, folder } = place();
    write('g.csv', GAIA);
    const { stdout } = await run('import', 'gaia', 'g.csv', ...SECONDS, ...COMMON, '--dry-run', '--json');
    const described = JSON.parse(stdout);
    expect(described).toMatchObject({ jobCount: 3, unitHours: 4, units: { median: 2 }, notes: [] });
    expect([described.scenario, existsSync(`${folder}/jobs.csv`)]).toEqual([undefined, false]);
  });

  test.each([
    [['--start', '2026-06-01T00:00Z', ...COMMON], '--time-unit is missing: seconds or hours'],
    [['--time-unit', 'minutes', ...COMMON], 'expected seconds or hours'],
    [['--time-unit', 'seconds', ...COMMON], 'found times that count from 0, and no date'],
    [[...SECONDS, '--slack-hours', '2'], '--pool is missing'],
    [[...SECONDS, '--pool', 'gpu'], '--slack-hours is missing'],
    [[...SECONDS, '--pool', 'gpu', '--slack-hours', '-1'], 'option "--slack-hours"'],
    [[...SECONDS, ...COMMON, '--units-per-processor', '0'], 'expected a number above 0'],
    [[...SECONDS, ...COMMON, '--limit', '1.5'], 'expected a whole number of at least 1'],
    [[...SECONDS, ...COMMON, '--deadline-policy', 'priced'], 'need each other'],
    [[...SECONDS, ...COMMON, '--price-per-hour-late', '3'], 'need each other'],
    [[...SECONDS, ...COMMON, '--sites', 'a,,b'], 'option "--sites" has ""'],
    [[...SECONDS, ...COMMON, '--sites', 'a,a'], 'option "--sites" has "a"'],
    [
      [...SECONDS, ...COMMON, '--from', '2027-01-01T00:00Z'],
      'found no job among 3 rows (arrives before 2027-01-01T00:00:00Z: 3)',
    ],
  ])('%j is refused', async (options, words) => {
    const { write, run, folder } = place();
    write('g.csv', GAIA);
    const { code, stdout, stderr } = await run('import', 'gaia', 'g.csv', ...options, '--out', 'jobs.csv');
    expect([code, stdout, existsSync(`${folder}/jobs.csv`)]).toEqual([2, '', false]);
    expect(stderr).toContain(words);
  });
});

describe('names of jobs', () => {
  const pods = (name: string) =>
    `name,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n"${name}",1,1000,,BE,Succeeded,0,3600,0\n`;

  test.each([
    ['=HYPERLINK(1)', "'=HYPERLINK(1)"],
    ['+1', "'+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-1', "'-1"],
    ['a\u001b[2Jb', 'a\\u001b[2Jb'],
  ])('%j is safe in a spreadsheet, in a terminal and in the scenario', async (name, written) => {
    const { write, run, folder } = place();
    write('p.csv', pods(name));
    const start = ['--start', '2026-06-01T00:00Z'];
    const { code } = await run('import', 'openb', 'p.csv', ...start, ...COMMON, '--out', 'jobs.csv');
    expect([code, readFileSync(`${folder}/jobs.csv`, 'utf8').split('\r\n')[1].split(',')[0]]).toEqual([0, written]);
    const read = await readScenarioFile(write('s.json', scenario));
    expect(read.kind === 'ok' && read.fleet.jobs.map(({ id }) => id)).toEqual([written]);
  });
});

test('import swf reads a log with its own date', async () => {
  const workplace = place();
  const fields = (job: number, submit: number) => `${job} ${submit} -1 3600 16 ${'-1 '.repeat(5)}1 ${'-1 '.repeat(7)}`;
  workplace.write('l.swf', `; UnixStartTime: 1780272000\n; MaxProcs: 64\n${fields(1, 0)}\n${fields(2, 1800)}\n`);
  const { code, stdout } = await workplace.run('import', 'swf', 'l.swf', ...COMMON, '--out', 'jobs.csv');
  expect(code).toBe(0);
  // 1,780,272,000 s is 1 June 2026, 00:00 UTC.
  expect(stdout).toContain('  arrivals     2026-06-01T00:00:00Z to 2026-06-01T00:30:00Z\n');
  expect(stdout).toContain('  - the header says: MaxProcs 64\n');
  expect(readFileSync(inFolder(workplace, 'jobs.csv'), 'utf8')).toContain(
    'swf-2,gpu,16,1,2026-06-01T00:30:00Z,2026-06-01T03:30:00Z',
  );
});

describe('import describe', () => {
  test('says of each column what it holds, and what may read the file', async () => {
    const { write, run } = place();
    write(
      'p.csv',
      'Datetime,zone,price,none\n2023-01-01 00:00,DE,10,\n2023-01-01 01:00,DE,,\n2023-01-01 02:00,LU,-4,\n',
    );
    write('g.csv', GAIA);
    const { code, stdout } = await run('import', 'describe', 'p.csv', 'g.csv');
    expect(code).toBe(0);
    const text = stdout.replace(/\n {4}/g, ' ');
    expect(text).toContain('p.csv: 3 rows\n');
    expect(text).toContain(
      '  - Datetime: times from 2023-01-01 00:00 to 2023-01-01 02:00, without offsets: the zone must be stated, mostly 60 minutes apart\n',
    );
    expect(text).toContain(
      '  - zone: 2 words: DE, LU\n  - price: numbers from -4 to 10, mean 3, 1 blank\n  - none: empty\n',
    );
    expect(text).toContain('Looks like a trace of jobs: wattshift import gaia reads it.\n');
    const [first, second] = JSON.parse((await run('import', 'describe', 'p.csv', 'g.csv', '--json')).stdout);
    expect(first.columns[0]).toMatchObject({ kind: 'times', offsets: 'none', stepMinutes: 60, notAscendingCount: 0 });
    expect(second.kind).toBe('gaia');
  });

  test('tells times that do not ascend, and offsets that some have', async () => {
    const { write, run } = place();
    write('p.csv', 't,p\n2023-01-01 00:00,1\n2023-01-01 01:00,2\n2023-01-01 01:00,3\n2023-01-01T00:30Z,4\n');
    const { stdout } = await run('import', 'describe', 'p.csv');
    expect(stdout.replace(/\n {4}/g, ' ')).toContain(
      'some with offsets: the zone must be stated for the others, mostly 60 minutes apart, 2 not after the one before\n',
    );
  });

  test('knows a log by its lines, with comments before them or without', async () => {
    const { write, run } = place();
    const line = '1 0 -1 3600.5 2 -1 -1 2 -1 -1 1 1 1 -1 -1 -1 -1 -1';
    write('with.swf', `; UnixStartTime: 1780272000\n${line}\n`);
    write('without.swf', `  ${line}\r\n  ${line}\r\n`);
    write('numbers.csv', '1 0 -1 3600\n1 0 -1 3600\n');
    const { stdout } = await run('import', 'describe', 'with.swf', 'without.swf', 'numbers.csv');
    const swf = 'Looks like a trace of jobs: wattshift import swf reads it.';
    expect(stdout).toContain(`with.swf: 1 row\n  ${swf}\n\nwithout.swf: 2 rows\n  ${swf}\n\nnumbers.csv: 1 row\n  - `);
  });

  test('says of a table with semicolons what to do about it', async () => {
    const { write, run } = place();
    write('p.csv', 'Datum;Preis\n2023-01-01 00:00;12.5\n2023-01-01 01:00;13\n');
    write('q.csv', 'Datum;Preis\n2023-01-01 00:00;12,5\n2023-01-01 01:00;13\n');
    const hint = 'the columns seem to be parted by semicolons: write the file with commas, and decimals with points';
    expect((await run('import', 'describe', 'p.csv')).stdout.replace(/\n +/g, ' ')).toContain(hint);
    expect((await run('import', 'describe', 'q.csv')).stderr).toContain(hint);
  });

  test('says in which form a series needs its times', async () => {
    const { write, run } = place();
    write('p.csv', 'SETTLEMENTDATE,RRP\n2025/01/01 00:05:00,138.03\n');
    expect((await run('import', 'describe', 'p.csv')).stdout.replace(/\n +/g, ' ')).toContain(
      'No column holds ISO 8601 times alone, like 2026-06-01 08:00, as a series needs one.\n',
    );
  });

  test('refuses what is no text', async () => {
    const { run } = place();
    const { code, stderr } = await run('import', 'describe', 'nothing.csv');
    expect([code, stderr]).toEqual([2, 'nothing.csv: found no such file, expected a file that is there\n']);
  });
});
