import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/domain/fleet.ts';
import { type BadCase, itRefusesOf } from './bad-cases.ts';
import { folderWith } from './folder.ts';
import { type LinkedScenario, linkedScenario } from './linked-scenario.ts';
import { fleetOf, type Loose, onlyProblem, problemsOf, smallScenario } from './small-scenario.ts';

const linksWith = (change: (scenario: LinkedScenario) => void, directory = '/nowhere'): readonly Link[] =>
  fleetOf(linkedScenario(change), { directory }).links;

const capacitiesOf = (gigabitsPerSecond: unknown, directory?: string): number[] => {
  const [link] = linksWith((s) => {
    s.links = [{ from: 'hohhot', to: 'oslo', gigabitsPerSecond }];
  }, directory);
  return [...link.capacityGigabytesPerHour];
};

describe('links', () => {
  it('are none where the scenario has none', () => {
    expect(fleetOf(smallScenario()).links).toEqual([]);
  });

  it('carry 450 GB an hour for each Gbit/s, and read as they are given, the way back after the way forth', () => {
    const four = (value: number) => Float64Array.of(value, value, value, value);
    const forth = {
      from: 'hohhot',
      to: 'dublin',
      capacityGigabytesPerHour: four(900),
      latencyMilliseconds: 180,
      pricePerGigabyte: 0.5,
      energyKwhPerGigabyte: 0,
    };
    expect(linksWith(() => {})).toEqual([
      forth,
      { ...forth, from: 'dublin', to: 'hohhot' },
      {
        from: 'dublin',
        to: 'oslo',
        capacityGigabytesPerHour: four(4500),
        latencyMilliseconds: 17,
        pricePerGigabyte: 0,
        energyKwhPerGigabyte: 0.25,
      },
    ]);
  });

  it('have no latency, no price and no energy where none are stated', () => {
    expect(
      linksWith((s) => {
        s.links = [{ from: 'oslo', to: 'hohhot', gigabitsPerSecond: 1 }];
      })[0],
    ).toMatchObject({ latencyMilliseconds: null, pricePerGigabyte: 0, energyKwhPerGigabyte: 0 });
  });

  it('keep a latency and a bandwidth of zero as what they are', () => {
    const [link] = linksWith((s) => void Object.assign(s.links[0], { latencyMs: 0, gigabitsPerSecond: 0 }));
    expect([link.latencyMilliseconds, ...link.capacityGigabytesPerHour]).toEqual([0, 0, 0, 0, 0]);
  });

  it('may have a way back of their own, with other figures', () => {
    const back = linksWith((s) => {
      s.links = [
        { from: 'hohhot', to: 'oslo', gigabitsPerSecond: 1, latencyMs: 90, bothWays: false },
        { from: 'oslo', to: 'hohhot', gigabitsPerSecond: 3, latencyMs: 95 },
      ];
    }).map((link) => [link.from, link.to, link.latencyMilliseconds, link.capacityGigabytesPerHour[0]]);
    expect(back).toEqual([
      ['hohhot', 'oslo', 90, 450],
      ['oslo', 'hohhot', 95, 1350],
    ]);
  });

  it('price gigabytes in the currency of the scenario, whatever the sites have', () => {
    const [link] = linksWith((s) => {
      s.exchangeRates = { EUR: 8 };
      for (const site of s.sites) site.currency = 'EUR';
    });
    expect(link.pricePerGigabyte).toBe(0.5);
  });

  it('have bandwidths by slot: one number, a list, or a file in Gbit/s or Mbit/s', () => {
    expect(capacitiesOf(10)).toEqual([4500, 4500, 4500, 4500]);
    expect(capacitiesOf([0, 1, 2, 4])).toEqual([0, 450, 900, 1800]);
    const directory = folderWith({
      'b.csv': 'time,b\n2026-05-31T16:00Z,1000\n2026-05-31T17:00Z,500\n2026-05-31T18:00Z,0\n2026-05-31T19:00Z,2000\n',
    });
    const file = { file: 'b.csv', column: 'b', stamp: 'intervalStart' };
    expect(capacitiesOf({ ...file, unit: 'Mbit/s' }, directory)).toEqual([450, 225, 0, 900]);
    expect(capacitiesOf({ ...file, unit: 'Gbit/s' }, directory)).toEqual([450_000, 225_000, 0, 900_000]);
  });

  it('are named by their sites in notes on their series', () => {
    const directory = folderWith({ 'b.csv': 'time,b\n2026-05-31T16:00Z,10\n2026-05-31T17:00Z,5\n' });
    const fleet = fleetOf(
      linkedScenario((s) => {
        const file = { file: 'b.csv', column: 'b', unit: 'Gbit/s', stamp: 'intervalStart', gaps: 'hold' };
        s.links[1].gigabitsPerSecond = { ...file, resolutionMinutes: 60 };
      }),
      { directory },
    );
    expect(fleet.dataQuality).toContainEqual({
      subject: 'links/dublin -> oslo/gigabitsPerSecond',
      kind: 'filled',
      slots: [2, 3],
      message: 'missing values of b in b.csv were held from the value before',
    });
  });
});

const link = (change: Loose) => (s: LinkedScenario) => void Object.assign(s.links[1], change);

const cases: BadCase<LinkedScenario>[] = [
  [
    'a site that there is not',
    link({ to: 'osslo' }),
    'links[1].to: found the site "osslo", expected a site of the scenario: hohhot, dublin, oslo (did you mean oslo?)',
  ],
  [
    'a first site that there is not',
    link({ from: 'mars' }),
    'links[1].from: found the site "mars", expected a site of',
  ],
  [
    'a link to where it comes from',
    link({ to: 'dublin' }),
    'links[1].to: found the site "dublin", as in from, expected',
  ],
  ['a link without a bandwidth', link({ gigabitsPerSecond: undefined }), 'links[1].gigabitsPerSecond: found nothing'],
  ['a bandwidth below zero', link({ gigabitsPerSecond: -1 }), 'links[1].gigabitsPerSecond: found -1, expected values'],
  [
    'a bandwidth of no network',
    link({ gigabitsPerSecond: [1, 1, 2e9, 1] }),
    'links[1].gigabitsPerSecond[2]: found 2000000000 in slot 2, expected values from 0 to 1e9',
  ],
  [
    'a bandwidth for too few slots',
    link({ gigabitsPerSecond: [1, 1] }),
    'links[1].gigabitsPerSecond: found 2 values, expected 4 values',
  ],
  [
    'a tariff for a bandwidth',
    link({ gigabitsPerSecond: { tariff: [] } }),
    'links[1].gigabitsPerSecond: found an object with tariff',
  ],
  ['a latency below zero', link({ latencyMs: -3 }), 'links[1].latencyMs: found -3, expected a number from 0 to 1e12'],
  ['a price below zero', link({ pricePerGigabyte: -1 }), 'links[1].pricePerGigabyte: found -1'],
  ['an energy below zero', link({ energyKwhPerGigabyte: -1 }), 'links[1].energyKwhPerGigabyte: found -1'],
  [
    'a word for both ways',
    link({ bothWays: 'yes' }),
    'links[1].bothWays: found the text "yes", expected true or false',
  ],
  [
    'a key that is misspelt',
    link({ latencyMS: 3 }),
    'links[1].latencyMS: found an unknown key, expected only from, to, gigabitsPerSecond, latencyMs',
  ],
  [
    'a second link one way',
    (s) => void s.links.push({ from: 'dublin', to: 'oslo', gigabitsPerSecond: 1 }),
    'links[2]: found a second link from "dublin" to "oslo", expected one link for each way between two sites (links[1] has it already',
  ],
  [
    'a link back beside bothWays',
    (s) => void s.links.push({ from: 'dublin', to: 'hohhot', gigabitsPerSecond: 1 }),
    'links[2]: found a second link from "dublin" to "hohhot", expected one link for each way between two sites (links[0] has it already; bothWays stands for the way back too',
  ],
  [
    'bothWays beside a link back',
    (s) => void s.links.push({ from: 'oslo', to: 'dublin', gigabitsPerSecond: 1, bothWays: true }),
    'links[2]: found a second link from "dublin" to "oslo", expected',
  ],
  [
    'both ways a second time',
    (s) => void s.links.push({ from: 'dublin', to: 'hohhot', gigabitsPerSecond: 1, bothWays: true }),
    'links[2]: found a second link from "dublin" to "hohhot" and from "hohhot" to "dublin", expected',
  ],
  [
    'links that are no list',
    (s) => void Object.assign(s, { links: { from: 'dublin' } }),
    'links: found an object with from, expected a list of 0 to 10000',
  ],
];

describe('links that are wrong', () => {
  itRefusesOf(linkedScenario, cases);

  it('are told of in every key, and leave jobs in peace', () => {
    const lines = problemsOf(
      linkedScenario((s) => {
        s.links = [
          { from: 'hohot', to: 3, gigabitsPerSecond: [1], latencyMs: 'near' },
          { from: 'oslo', to: 'oslo', gigabitsPerSecond: 1, pricePerGigabyte: -1 },
        ];
        // Neither a link nor a latency can be missed where links are wrong themselves.
        Object.assign(s.jobs[0], { homeSite: 'hohhot', maximumLatencyMs: 9, sites: ['dublin'] });
      }),
    ).map(({ path, found }) => `${path}: ${found}`);
    expect(lines.sort()).toEqual([
      'links[0].from: the site "hohot"',
      'links[0].gigabitsPerSecond: 1 values',
      'links[0].latencyMs: the text "near"',
      'links[0].to: 3',
      'links[1].pricePerGigabyte: -1',
      'links[1].to: the site "oslo", as in from',
    ]);
  });

  const pathsOf = (change: Loose, terms: Loose) =>
    problemsOf(
      linkedScenario((s) => {
        link(change)(s);
        Object.assign(s.jobs[0], { sites: ['oslo'] }, terms);
      }),
    )
      .map(({ path }) => path)
      .sort();
  const DATA = { dataSite: 'dublin', dataGigabytes: 1 };
  const LATENCY = { homeSite: 'dublin', maximumLatencyMs: 20 };

  it.each<[string, Loose, string]>([
    ['to a site that there is not', { to: 'nowhere' }, 'links[1].to'],
    ['to a site that is no name', { to: 3 }, 'links[1].to'],
    ['from nowhere', { from: undefined }, 'links[1].from'],
    ['with a latency that is none', { latencyMs: 'x' }, 'links[1].latencyMs'],
    ['with a key misspelt', { latencyMs: undefined, latencyMS: 17 }, 'links[1].latencyMS'],
  ])('%s are told of alone: each might be the link that a job lacks', (_name, change, path) => {
    expect(pathsOf(change, DATA)).toEqual([path]);
    expect(pathsOf(change, LATENCY)).toEqual([path]);
  });

  it('with a bandwidth alone that is none say all about their ways', () => {
    const change = { from: 'oslo', to: 'hohhot', gigabitsPerSecond: 'x' };
    const both = ['jobs[0].sites[0]', 'links[1].gigabitsPerSecond'];
    expect(pathsOf(change, DATA)).toEqual(both);
    expect(pathsOf(change, LATENCY)).toEqual(both);
  });

  it('are refused with a unit of something else', () => {
    const directory = folderWith({ 'b.csv': 'time,b\n2026-05-31T16:00Z,10\n' });
    const file = { file: 'b.csv', column: 'b', stamp: 'intervalStart', resolutionMinutes: 240 };
    const problem = (unit: string) =>
      onlyProblem(linkedScenario(link({ gigabitsPerSecond: { ...file, unit } })), { directory });
    expect(problem('kW')).toContain('unit: found "kW", expected a unit of bandwidth: Gbit/s, Mbit/s');
    expect(problem('Gbits/s')).toContain('expected a unit of bandwidth: Gbit/s, Mbit/s (did you mean Gbit/s?)');
    expect(problem('__proto__')).toContain('found "__proto__", expected a unit of bandwidth');
  });
});

describe('sites with names that every object has', () => {
  const names = ['__proto__', 'constructor', 'toString'];
  const renamed = linkedScenario((s) => {
    for (const [index, site] of s.sites.entries()) site.id = names[index];
    s.links = [{ from: '__proto__', to: 'constructor', gigabitsPerSecond: 1, latencyMs: 5, bothWays: true }];
    s.jobs = [{ ...s.jobs[0], homeSite: '__proto__', maximumLatencyMs: 5, dataSite: 'constructor', dataGigabytes: 8 }];
  });

  it('are names like any others', () => {
    const fleet = fleetOf(renamed);
    expect(fleet.jobs[0].sites).toEqual(['__proto__', 'constructor']);
    expect(fleet.links.map(({ from, to }) => [from, to])).toEqual([
      ['__proto__', 'constructor'],
      ['constructor', '__proto__'],
    ]);
  });

  it('are not known for being of every object', () => {
    const unknown = linkedScenario((s) => {
      Object.assign(s.links[1], { to: '__proto__' });
      Object.assign(s.jobs[0], { homeSite: 'constructor', maximumLatencyMs: 5, residency: ['toString'] });
    });
    expect(
      problemsOf(unknown)
        .map(({ path, found }) => `${path}: ${found}`)
        .sort(),
    ).toEqual([
      'jobs[0].homeSite: the site "constructor"',
      'jobs[0].residency[0]: the jurisdiction "toString"',
      'links[1].to: the site "__proto__"',
    ]);
  });
});
