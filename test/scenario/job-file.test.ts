import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/index.ts';
import { folderWith } from './folder.ts';
import { linkedScenario } from './linked-scenario.ts';
import { fleetOf, onlyProblem, problemsOf, type SmallScenario, smallScenario } from './small-scenario.ts';

const withFile = (change: (scenario: SmallScenario) => void = () => {}) =>
  smallScenario((scenario) => {
    Object.assign(scenario, { jobs: { file: 'jobs.csv' } });
    change(scenario);
  });

const DEADLINE = '2026-06-01T03:00+08:00';
const origin = (...lines: readonly string[]) => ({ directory: folderWith({ 'jobs.csv': `${lines.join('\n')}\n` }) });

describe('jobs from a CSV file', () => {
  it('mean the same as jobs in the scenario', () => {
    const inline = {
      id: 'a',
      pool: 'gpu',
      units: 4,
      hours: 2.5,
      shape: 'divisible',
      earliestStart: '2026-06-01T01:00+08:00',
      deadline: DEADLINE,
      sites: ['hohhot', 'second'],
      deadlinePolicy: 'priced',
      pricePerHourLate: 3,
      unservedPricePerUnitHour: 70,
      leftoverPricePerUnitHour: 1,
    };
    const twoSites = (scenario: SmallScenario) => void scenario.sites.push({ ...scenario.sites[0], id: 'second' });
    const head =
      'id,pool,units,hours,shape,earliestStart,deadline,sites,deadlinePolicy,pricePerHourLate,unservedPricePerUnitHour,leftoverPricePerUnitHour,restartPricePerUnit';
    const row = (sites: string, id: string) =>
      `${id},gpu,4,2.5,divisible,2026-06-01T01:00+08:00,${DEADLINE},${sites},priced,3,70,1,`;
    const fromFile = fleetOf(
      withFile(twoSites),
      origin(head, row('hohhot second', 'a'), row('hohhot;second', 'b'), row('', 'c')),
    );
    const written = smallScenario((scenario) => {
      twoSites(scenario);
      const { sites: _, ...anywhere } = inline;
      scenario.jobs = [inline, { ...inline, id: 'b' }, { ...anywhere, id: 'c' }];
    });
    expect(fromFile.jobs).toEqual(fleetOf(written).jobs);
    expect(fromFile.jobs[0].sites).toEqual(['hohhot', 'second']);
  });

  it('mean the same with terms on places, too', () => {
    const head = 'id,pool,units,hours,shape,deadline,dataSite,dataGigabytes,homeSite,maximumLatencyMs,residency';
    const rows = [
      `a,gpu,4,2,contiguous,${DEADLINE},dublin,80.5,dublin,20.5,EU`,
      `b,gpu,4,2,,${DEADLINE},,,,,CN;IE`,
      `c,gpu,4,2,,${DEADLINE},dublin,0,,17,CN EU`,
    ];
    const fromFile = fleetOf({ ...linkedScenario(), jobs: { file: 'jobs.csv' } }, origin(head, ...rows));
    const common = { pool: 'gpu', units: 4, hours: 2, deadline: DEADLINE };
    const terms = { dataSite: 'dublin', dataGigabytes: 80.5, homeSite: 'dublin', maximumLatencyMs: 20.5 };
    const jobs = [
      { ...common, id: 'a', shape: 'contiguous', ...terms, residency: ['EU'] },
      { ...common, id: 'b', residency: ['CN', 'IE'] },
      { ...common, id: 'c', dataSite: 'dublin', dataGigabytes: 0, maximumLatencyMs: 17, residency: ['CN', 'EU'] },
    ];
    expect(fromFile.jobs).toEqual(fleetOf({ ...linkedScenario(), jobs }).jobs);
    expect(fromFile.jobs.map(({ shape, sites }) => [shape, sites])).toEqual([
      ['contiguous', ['dublin']],
      ['preemptible', ['hohhot', 'dublin']],
      ['preemptible', ['dublin']],
    ]);
  });

  it('name file and line where their terms on places are wrong', () => {
    const head = 'id,pool,units,hours,deadline,dataSite,dataGigabytes,residency';
    const rows = [
      `a,gpu,4,2,${DEADLINE},dublin,many,`,
      `b,gpu,4,2,${DEADLINE},,,EU MARS`,
      `c,gpu,4,2,${DEADLINE},oslo,5,EU`,
    ];
    const problems = problemsOf({ ...linkedScenario(), jobs: { file: 'jobs.csv' } }, origin(head, ...rows));
    expect(problems.map((problem) => formatProblems([problem]).split(', expected')[0])).toEqual([
      'jobs.csv:2: jobs[0].dataGigabytes: found the text "many"',
      'jobs.csv:3: jobs[1].residency[1]: found the jurisdiction "MARS"',
      expect.stringContaining('jobs.csv:4: jobs[2]: found no site that may run it: residency EU rules out'),
    ]);
  });

  it('are read by the tens of thousands, with terms on places, in seconds', { timeout: 120_000 }, () => {
    const count = 20_000;
    const ids = Array.from({ length: 30 }, (_, index) => `site-${index}`);
    const scenario = linkedScenario((s) => {
      const [site] = s.sites;
      s.sites.splice(0, 3, ...ids.map((id, index) => ({ ...site, id, jurisdictions: [`J${index % 5}`] })));
      s.links = ids.flatMap((from, i) =>
        ids.slice(i + 1).map((to) => ({ from, to, gigabitsPerSecond: 1, latencyMs: i, bothWays: true })),
      );
    });
    const row = (n: number) => {
      const home = ids[n % ids.length];
      return `job-${n},gpu,4,2,${DEADLINE},${home},${n},${home},10,J${n % 5} J${(n + 1) % 5}`;
    };
    const rows = Array.from({ length: count }, (_, n) => row(n));
    const file = origin(
      'id,pool,units,hours,deadline,dataSite,dataGigabytes,homeSite,maximumLatencyMs,residency',
      ...rows,
    );
    const before = process.cpuUsage();
    const { jobs } = fleetOf({ ...scenario, jobs: { file: 'jobs.csv' } }, file);
    // Time of the processor: what else the machine does is no concern. About 4 seconds; squares of the rows take minutes.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(30);
    expect(jobs.length).toBe(count);
    // Home is site-7 of J2: what is within 10 ms of it is any site of J2 or J3 by its link of 7 ms, or less from lower ones.
    expect(jobs[7].sites).toEqual(ids.filter((_, index) => index % 5 === 2 || index % 5 === 3));
    // Home is site-29: its links to lower sites have as many milliseconds as these have numbers.
    expect(jobs[29].sites).toEqual(
      ids.filter((_, index) => (index <= 10 || index === 29) && [4, 0].includes(index % 5)),
    );
  });

  it.each([
    [
      'an unknown column',
      ['id,pool,units,hours,deadlin', `a,gpu,1,1,${DEADLINE}`],
      'jobs.csv:1: jobs.file: found an unknown column "deadlin", expected each of these once at most: id, pool',
    ],
    [
      'a column twice',
      ['id,pool,units,units,hours,deadline', `a,gpu,1,1,1,${DEADLINE}`],
      'jobs.csv:1: jobs.file: found the column "units" twice',
    ],
    [
      'a missing cell',
      ['id,pool,units,hours,deadline', `a,gpu,1,1,${DEADLINE}`, `b,gpu,,1,${DEADLINE}`],
      'jobs.csv:3: jobs[1].units: found nothing, expected a number above 0',
    ],
    [
      'a word for a number',
      ['id,pool,units,hours,deadline', `a,gpu,many,1,${DEADLINE}`],
      'jobs.csv:2: jobs[0].units: found the text "many", expected a number above 0',
    ],
    [
      'NaN',
      ['id,pool,units,hours,deadline', `a,gpu,NaN,1,${DEADLINE}`],
      'jobs.csv:2: jobs[0].units: found the text "NaN"',
    ],
    [
      'a deadline before the start',
      ['id,pool,units,hours,deadline', 'a,gpu,1,1,2026-05-01T00:00Z'],
      'jobs.csv:2: jobs[0].deadline: found the deadline 2026-05-01T00:00:00Z',
    ],
    [
      'an unknown site',
      ['id,pool,units,hours,deadline,sites', `a,gpu,1,1,${DEADLINE},hohhot mars`],
      'jobs.csv:2: jobs[0].sites[1]: found the site "mars"',
    ],
    [
      'an id twice',
      ['id,pool,units,hours,deadline', `a,gpu,1,1,${DEADLINE}`, '', `a,gpu,1,1,${DEADLINE}`],
      'jobs.csv:4: jobs[1].id: found the id "a" a second time',
    ],
  ])('name file and line: %s', (_name, lines, message) => {
    expect(onlyProblem(withFile(), origin(...lines))).toContain(message);
  });

  it('report every bad row', () => {
    const rows = Array.from({ length: 5 }, (_, index) => `job-${index},gpu,${index % 2 === 0 ? -1 : 1},1,${DEADLINE}`);
    const problems = problemsOf(withFile(), origin('id,pool,units,hours,deadline', ...rows));
    expect(problems.map(({ file, line }) => `${file}:${line}`)).toEqual(['jobs.csv:2', 'jobs.csv:4', 'jobs.csv:6']);
  });

  it('hint at the column that was meant', () => {
    const text = formatProblems(problemsOf(withFile(), origin('id,pool,units,hours,deadlin', `a,gpu,1,1,${DEADLINE}`)));
    expect(text).toContain('did you mean deadline?');
  });
});
