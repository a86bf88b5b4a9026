import { afterAll, describe, expect, test } from 'vitest';
import type { Case, Figure } from '../../simulations/case-book/case.ts';
import { judge } from '../../simulations/case-book/judge.ts';
import { energyKwh, importKw } from '../../simulations/case-book/read-plan.ts';
import { runCase } from '../../simulations/case-book/run-case.ts';
import { departureText, figureText, publishedText, summaryText } from '../../simulations/case-book/words.ts';
import { makeSolverPool } from '../../solver/index.ts';
import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const figure = (figure: Partial<Figure>): Figure => ({
  what: 'energy',
  kind: 'outcome',
  unit: 'kWh',
  published: 100,
  compute: () => 0,
  note: 'a note',
  ...figure,
});

describe('a figure is judged', () => {
  test('as reproduced up to 15 % above and below, and missed beyond, with its cause', () => {
    const verdicts = [84, 85, 100, 115, 116].map((computed) => judge(figure({ cause: 'why' }), computed).verdict);
    expect(verdicts).toEqual(['missed', 'reproduced', 'reproduced', 'reproduced', 'missed']);
    expect(judge(figure({ cause: 'why' }), 84)).toMatchObject({ departure: -0.16, cause: 'why' });
    expect(judge(figure({ cause: 'why' }), 90).cause).toBeNull();
    expect(judge(figure({ published: -100 }), -90)).toMatchObject({ departure: 0.1, verdict: 'reproduced' });
    expect(judge(figure({}), Number.NaN)).toMatchObject({ departure: null, verdict: 'missed' });
  });

  test('by the nearer end of a range', () => {
    const range = figure({ published: { from: 1, to: 2 } });
    expect([0.84, 0.9, 1.5, 2.2, 4].map((computed) => judge(range, computed).verdict)).toEqual([
      'missed',
      'reproduced',
      'reproduced',
      'reproduced',
      'missed',
    ]);
    expect(judge(range, 1.5).departure).toBe(0);
    expect(judge(range, 4).departure).toBe(1);
  });

  test('by its side alone, where no more is published, and by more than noise', () => {
    const lower = figure({ published: { direction: 'below', of: 0 } });
    expect([-1, -1e-9, 0, 1].map((computed) => judge(lower, computed).verdict)).toEqual([
      'directionKept',
      'directionMissed',
      'directionMissed',
      'directionMissed',
    ]);
    expect(judge(figure({ published: { direction: 'above', of: 5 } }), 6).verdict).toBe('directionKept');
  });

  test('not at all, where it went in or is arithmetic on what did', () => {
    expect(judge(figure({ kind: 'input' }), 100).verdict).toBe('notCounted');
    expect(judge(figure({ kind: 'identity' }), 300)).toMatchObject({ verdict: 'notCounted', departure: 2 });
  });

  test('and told in words: three digits of what was computed, all of what was published', () => {
    expect([123_456, 12_345.6, 0.18783, -1e-9, Number.NaN].map(figureText)).toEqual([
      '123,456',
      '12,300',
      '0.188',
      '0',
      'none',
    ]);
    expect([
      publishedText(1.257),
      publishedText({ from: 1, to: 2 }),
      publishedText({ direction: 'below', of: 0 }),
    ]).toEqual(['1.257', '1 to 2', 'below 0']);
    expect([0.251, -0.004, -0.09, null].map(departureText)).toEqual(['+25 %', '0 %', '-9 %', '']);
    const verdicts = ['reproduced', 'missed', 'directionKept', 'notCounted'] as const;
    expect(summaryText(verdicts.map((verdict) => ({ verdict })))).toBe(
      '1 of 2 outcomes reproduced, 1 of 1 direction kept',
    );
    expect(summaryText([{ verdict: 'notCounted' }])).toBe('no outcome to reproduce');
  });
});

/** Two hours of a load of 10 kW, at a connection of so many kW. */
const scenario = (importLimitKw: number, baseLoadKw: number): ScenarioSource => ({
  wattshift: 1,
  name: 'two hours',
  timeline: { start: '2026-06-01T00:00Z', end: '2026-06-01T02:00Z', slotMinutes: 60 },
  currency: 'EUR',
  sites: [
    {
      id: 'site',
      timeZone: 'UTC',
      grid: { marketZone: 'zone', importLimitKw, importPrice: 0.1 },
      compute: { baseLoadKw },
    },
  ],
});

const caseOf = (scenarios: Case['scenarios'], figures: Case['figures']): Case => ({
  name: 'made-up',
  title: 'Made up',
  source: 'nobody',
  assumptions: [],
  limits: [],
  scenarios,
  figures,
});

describe('a case', () => {
  test('is planned in order, and a scenario may follow from the plans before it', async () => {
    const stages: string[] = [];
    const result = await runCase(
      caseOf(
        [
          { name: 'first', make: () => scenario(100, 10) },
          // Twice what the first one took: 2 x 10 kW.
          { name: 'second', make: (earlier) => scenario(100, 2 * importKw(earlier.of('first'))[0]) },
        ],
        [figure({ published: 40, compute: (plans) => energyKwh(plans.of('second'), 'gridImport') })],
      ),
      solver,
      (name, stage) => stages.push(`${name} ${stage}`),
    );
    expect(result.faults).toEqual([]);
    // Two hours at 20 kW.
    expect(result.figures[0]).toMatchObject({ computed: 40, departure: 0, verdict: 'reproduced' });
    expect(result.scenarios.map(({ name, checkedRules }) => [name, checkedRules > 0])).toEqual([
      ['first', true],
      ['second', true],
    ]);
    expect(stages[0]).toBe('first reading');
    expect(stages.at(-1)).toBe('second verifying');
  });

  test('states no figure where a plan gives no orders, and plans no further', async () => {
    const result = await runCase(
      caseOf(
        [
          { name: 'impossible', make: () => scenario(5, 10) },
          { name: 'after', make: () => scenario(100, 10) },
        ],
        [figure({})],
      ),
      solver,
    );
    expect(result.faults).toEqual([expect.stringMatching(/^impossible: the plan is infeasible: \w/)]);
    expect(result.figures).toEqual([]);
    expect(result.scenarios.map(({ name }) => name)).toEqual(['impossible']);
  });

  test('that is no scenario, or asks for a plan that is not there, is a bug of the case and told as one', async () => {
    const broken = caseOf([{ name: 'broken', make: () => scenario(-1, 10) }], []);
    await expect(runCase(broken, solver)).rejects.toThrow(/made-up\/broken: sites\[0\]\.grid\.importLimitKw/);
    const lost = caseOf([{ name: 'only', make: (earlier) => earlier.of('other').scenario }], []);
    await expect(runCase(lost, solver)).rejects.toThrow(/no scenario "other" has been planned/);
  });
});
