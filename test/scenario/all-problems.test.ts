import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/index.ts';
import { type Loose, problemsOf, smallScenario } from './small-scenario.ts';

describe('all faults at once', () => {
  it('names faults of form and of meaning together', () => {
    const problems = problemsOf(
      smallScenario((scenario) => {
        const [site] = scenario.sites;
        scenario.colour = 'green';
        scenario.timeline.timezone = 'UTC';
        site.grid.importLimitKw = 'much';
        site.grid.importPrice = [1, 2];
        site.compute.baseLoadKw = [1];
        site.batteries[0].chargeEfficiency = 2;
        site.renewables[0].availableKw = [1, 1, 1, -1];
        scenario.jobs = [
          { ...scenario.jobs[0], hours: 'two', sites: ['nowhere'], deadline: '2025-01-01T00:00Z' },
          { ...scenario.jobs[0], pool: 'tpu' },
        ];
      }),
    );
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'colour',
      'jobs[0].deadline',
      'jobs[0].hours',
      'jobs[0].sites[0]',
      'jobs[1].id',
      'jobs[1].pool',
      'sites[0].batteries[0].chargeEfficiency',
      'sites[0].compute.baseLoadKw',
      'sites[0].grid.importLimitKw',
      'sites[0].grid.importPrice',
      'sites[0].renewables[0].availableKw[3]',
      'timeline.timezone',
    ]);
  });

  it('stops after two hundred and says how many there are', () => {
    const problems = problemsOf(
      smallScenario((scenario) => {
        scenario.sites[0].grid.importPrice = Array(20_000).fill('x');
      }),
    );
    expect(problems.length).toBe(201);
    expect(problems[200].found).toBe('19801 problems more');
  });

  it.each<[unknown, string]>([
    [null, 'found null'],
    ['text', 'found the text "text"'],
    [[], 'found an empty list'],
    [undefined, 'found nothing'],
    [3, 'found 3'],
    [{}, 'found nothing'],
  ])('refuses %j in words', (value, message) => {
    expect(formatProblems(problemsOf(value))).toContain(message);
  });

  it('refuses lists with empty places, which the schema does not see', () => {
    const holes = (change: (scenario: ReturnType<typeof smallScenario>) => void) =>
      formatProblems(problemsOf(smallScenario(change)));
    expect(holes((scenario) => delete (scenario.jobs as unknown[])[0])).toContain('a list with an empty place');
    expect(holes((scenario) => delete (scenario.sites[0].batteries as unknown[])[0])).toContain(
      'a list with an empty place',
    );
    const endValue = [{ energyKwh: 1, pricePerKwh: 2 }];
    endValue.length = 2;
    expect(holes((scenario) => Object.assign(scenario.sites[0].batteries[0], { endValue }))).toContain(
      'a list with an empty place',
    );
    const tariff = [{ from: '00:00', to: '24:00', pricePerKwh: 1 }];
    tariff.length = 2;
    expect(holes((scenario) => Object.assign(scenario.sites[0].grid, { importPrice: { tariff } }))).toContain(
      'a list with an empty place',
    );
  });

  it('is not led astray by keys that every object has', () => {
    const scenario = JSON.parse(
      JSON.stringify(smallScenario()).replace('{', '{"__proto__":{"currency":"EUR"},"constructor":1,'),
    );
    expect(
      problemsOf(scenario)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['__proto__', 'constructor']);
    const units: Loose = { file: 'p.csv', column: 'p', unit: 'toString', stamp: 'intervalStart' };
    expect(
      formatProblems(
        problemsOf(
          smallScenario((s) => {
            s.sites[0].grid.importLimitKw = units;
          }),
        ),
      ),
    ).toContain('"toString", expected a unit of power');
  });
});
