import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/index.ts';
import { folderWith } from './folder.ts';
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
