/** The documents say what is so: links lead somewhere, commands exist and print what the page says, pages are complete. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { drawSamplePicture, pictureFile } from '../../scripts/sample-picture.ts';
import { makeSolverPool } from '../../solver/index.ts';
import { commands } from '../../src/cli/run-command.ts';
import { formatProblems, readScenario, readScenarioFile } from '../../src/scenario/index.ts';
import { makeProblem, planDispatch } from '../../src/scheduling/index.ts';
import { makeDocumentFolder, runPage } from '../support/document-runs.ts';
import { everythingFleet } from '../support/everything.ts';
import {
  codeWords,
  fencedBlocks,
  headingAnchors,
  relativeLinks,
  repositoryFiles,
  textOf,
} from '../support/markdown.ts';
import { repositoryRoot } from '../support/repository.ts';
import { serve } from '../support/served.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const MINUTE = 60_000;
const files = repositoryFiles();
const pages = files.filter((path) => path.endsWith('.md'));
const manifest = JSON.parse(textOf('package.json'));

test('the pages are there', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/scenario.md', 'docs/model.md']));
});

describe.for(pages)('%s', (path) => {
  const page = textOf(path);

  test('leads only to places that are there', () => {
    const lost = relativeLinks(page).filter((link) => {
      const [target, anchor] = link.split('#');
      const file = target === '' ? path : posix.join(dirname(path), target);
      if (!existsSync(join(repositoryRoot, file))) return true;
      return anchor !== undefined && !headingAnchors(textOf(file)).includes(anchor);
    });
    expect(lost).toEqual([]);
  });

  test('names scripts and commands that there are', () => {
    const named = [...page.matchAll(/\bnpm run (?:--?\S+ )?([\w:-]+)/g)].map(([, script]) => script);
    expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
    const npmWords = [...page.matchAll(/(?:`|\$ |^)npm ([a-z]+)\b/gm)].map(([, word]) => word);
    const builtIn = ['run', 'ci', 'install', 'pack', 'exec'];
    expect(npmWords.filter((word) => !builtIn.includes(word) && !(word in manifest.scripts))).toEqual([]);
    const scripts = [...page.matchAll(/\bnode (scripts\/\S+\.ts)/g)].map(([, file]) => file);
    expect(scripts.filter((file) => !files.includes(file))).toEqual([]);
    const asked = [...page.matchAll(/\bnpx wattshift ([a-z]+)/g)].map(([, word]) => word);
    expect(asked.filter((word) => !commands.some(({ name }) => name === word))).toEqual([]);
  });
});

/** What differs from release to release without being wrong: counts of checks, bars. */
const loosely = (line: string): string =>
  line
    .replace(/\b[\d,]+ checks\b/g, 'all checks')
    .replace(/[▁-█]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const PAGES_THAT_SHOW_RUNS = ['README.md', 'docs/scenario.md', 'docs/reading-a-plan.md', 'docs/importing.md'];

describe.for(PAGES_THAT_SHOW_RUNS)('what %s shows', (path) => {
  test('is what its commands print', { timeout: 3 * MINUTE }, () => {
    const folder = makeDocumentFolder(makeTemporaryFolder(onTestFinished));
    const runs = runPage(fencedBlocks(textOf(path)), folder);
    expect(runs.length).toBeGreaterThan(0);
    for (const { command, line, status, expectedStatus, printed, quoted } of runs) {
      expect({ command, line, status, missing: missingLines(quoted, printed) }).toEqual({
        command,
        line,
        status: expectedStatus,
        missing: [],
      });
    }
  });
});

/** Quoted lines that the output does not have in this order; a line of three dots leaves some out. */
function missingLines(quoted: readonly string[], printed: readonly string[]): string[] {
  let next = 0;
  const lines = printed.map(loosely);
  return quoted.filter((line) => {
    if (line === '...' || line === '') return false;
    const found = lines.indexOf(loosely(line), next);
    if (found >= 0) next = found + 1;
    return found < 0;
  });
}

test('README.md shows what npm start prints, but for its port and its seconds', { timeout: 3 * MINUTE }, async () => {
  expect(manifest.scripts.start).toBe('node bin/wattshift.js serve');
  const block = fencedBlocks(textOf('README.md')).find(({ notes }) => notes.get('service') === 'npm start');
  const folder = makeDocumentFolder(makeTemporaryFolder(onTestFinished));
  const service = await serve({ folder, onTestFinished });
  await service.printed('would cost');
  const comparable = (text: string) =>
    text
      .replace(/:\d+\/$/m, ':PORT/')
      .replace(/\d+\.\d s\b/, 'N s')
      .replace(/\s+/g, ' ');
  expect(comparable(service.output())).toBe(comparable(block?.text ?? ''));
  expect(await service.ended('SIGTERM')).toEqual({ code: 0, signal: null });
});

test('docs/serving.md names every route and metric of the service', { timeout: MINUTE }, async () => {
  const service = await serve({ folder: makeTemporaryFolder(onTestFinished), onTestFinished });
  const page = textOf('docs/serving.md');
  const metrics = await (await service.get('/metrics')).text();
  const names = [...metrics.matchAll(/^# HELP (wattshift_\w+)/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const routes = [...page.matchAll(/^\| `(\/\S*)` \|/gm)].map(([, route]) => route);
  expect(routes).toHaveLength(10);
  await service.printed('would cost');
  for (const route of routes) {
    const path = route.replace('{id}', 'sample').replace('{revision}', '1');
    const { status } = await service.get(route.endsWith('/charts') ? `${path}?revision=1&width=600` : path);
    expect({ route, status }).toEqual({ route, status: 200 });
  }
});

test('the scenario in README.md is examples/first.yaml', () => {
  const block = fencedBlocks(textOf('README.md')).find(({ notes }) => notes.get('file') === 'examples/first.yaml');
  expect(block?.text).toBe(textOf('examples/first.yaml'));
});

test('the picture is what scripts/write-picture.ts draws, and carries its own ground', async () => {
  const committed = readFileSync(pictureFile, 'utf8');
  expect(committed).toBe(await drawSamplePicture());
  expect(committed).toMatch(/<rect width="\d+" height="\d+" rx="\d+" fill="#ffffff"/);
  expect(committed).not.toMatch(/var\(|<script|<style|href=/);
});

/** What a page names: words in backticks, and words of its blocks. */
function namedIn(path: string): ReadonlySet<string> {
  const page = textOf(path);
  return new Set([...codeWords(page), ...fencedBlocks(page).flatMap(({ text }) => text.match(/\w+/g) ?? [])]);
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly enum?: readonly unknown[];
}

/** Every key and every fixed word of a JSON Schema. */
function schemaWords(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties = {}, enum: words = [] } = node as SchemaNode;
  return [...Object.keys(properties), ...words.map(String), ...Object.values(node).flatMap(schemaWords)];
}

test('docs/scenario.md names every key and word of the published schema', () => {
  const words = new Set(schemaWords(JSON.parse(textOf('schema/scenario.schema.json'))));
  expect(words.size).toBeGreaterThan(80);
  const named = namedIn('docs/scenario.md');
  expect([...words].filter((word) => !named.has(word))).toEqual([]);
});

test('docs/scenario.md states the default prices of promises', () => {
  const stated = [...textOf('docs/scenario.md').matchAll(/(\d+) x reference \+ (\d+) x (?:peak|demand price)/g)];
  expect(stated).toHaveLength(5);
  // Reference 1, demand price 4, metered over an hour: peak 4.
  const [endEnergy, ramp, contract, customer, unserved] = stated.map(
    ([, most, rest]) => Number(most) + 4 * Number(rest),
  );
  const heatNetworks = [{ id: 'town', supplyCelsius: 60, returnCelsius: 40, demandKw: 1 }];
  const warm = { ...pricelessScenario, sites: [{ ...pricelessScenario.sites[0], heatNetworks }] };
  const read = readScenario(warm, { file: 'priceless', directory: '.' });
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  const [{ grid, batteries, plant }] = read.fleet.sites;
  expect(batteries[0].endShortfallPricePerKwh).toBeCloseTo(endEnergy, 9);
  expect(grid.ramp?.breachPricePerKw).toBeCloseTo(ramp, 9);
  expect(grid.contractedLimits[0].breachPricePerKwh).toBeCloseTo(contract, 9);
  expect(plant.heatNetworks[0].unservedPricePerKwh).toBeCloseTo(customer, 9);
  expect(read.fleet.jobs[0].unservedPricePerUnitHour).toBeCloseTo(unserved, 9);
});

/** No promise has a price of its own; a unit draws 1 kW at 1 EUR. */
const pricelessScenario = {
  wattshift: 1,
  name: 'priceless',
  timeline: { start: '2026-06-01T00:00Z', end: '2026-06-01T04:00Z', slotMinutes: 60 },
  currency: 'EUR',
  objective: { carbonPricePerTonne: 10 },
  sites: [
    {
      id: 'north',
      timeZone: 'UTC',
      grid: {
        marketZone: 'north',
        importLimitKw: 100,
        importPrice: 1,
        carbon: { average: 0, marginal: 0, market: 0 },
        demandCharge: { pricePerKwMonth: 4, meteringMinutes: 60 },
        contractedLimits: [{ id: 'contract', direction: 'import', limitKw: 50 }],
        ramp: { limitKwPerMinute: 100 },
      },
      compute: {
        baseLoadKw: 60,
        baseLoadShedPricePerKwh: 5000,
        pools: [{ id: 'gpu', unitCount: 10, busyKwPerUnit: 1 }],
      },
      batteries: [
        {
          id: 'bess',
          energyCapacityKwh: 10,
          initialEnergyKwh: 5,
          chargeLimitKw: 5,
          dischargeLimitKw: 5,
          chargeEfficiency: 1,
          dischargeEfficiency: 1,
          endValue: [{ energyKwh: 1, pricePerKwh: 2 }],
        },
      ],
      renewables: [{ id: 'roof', kind: 'pv', availableKw: 1 }],
    },
  ],
  jobs: [{ id: 'train', pool: 'gpu', units: 10, hours: 5, deadline: '2026-06-01T04:00Z' }],
};

/** Keys of a value, however deep, and what stands under keys that hold fixed words. */
function planWords(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(planWords);
  if (typeof value !== 'object' || value === null) return [];
  const fixed = new Set(['status', 'kind', 'quantity', 'action', 'method']);
  return Object.entries(value).flatMap(([key, member]) => [
    key,
    ...(typeof member === 'string' && fixed.has(key) ? [member] : []),
    ...planWords(member),
  ]);
}

const namesOf = (items: readonly { readonly name: string }[]): string[] => items.map(({ name }) => name);

test('docs/reading-a-plan.md names every field and word of plans', async () => {
  const sample = await readScenarioFile(join(repositoryRoot, 'examples', 'sample.yaml'));
  const small = readScenario(pricelessScenario, { file: 'priceless', directory: '.' });
  const [site] = pricelessScenario.sites;
  const dark = { ...site, batteries: [], compute: { baseLoadKw: 500 } };
  const impossible = { ...pricelessScenario, sites: [dark], jobs: [] };
  const broken = readScenario(impossible, { file: 'impossible', directory: '.' });
  const solver = makeSolverPool();
  onTestFinished(() => solver.close());
  const words = new Set<string>();
  const everything = { kind: 'ok', fleet: everythingFleet() } as const;
  for (const read of [sample, small, broken, everything]) {
    if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
    const plan = await planDispatch(makeProblem(read.fleet), { solver });
    const series = plan.sites.flatMap((planSite) => namesOf(planSite.series));
    const lines = [plan.costLines, ...Object.values(plan.baselines ?? {}).map(({ costLines }) => costLines)].flat();
    for (const word of [...planWords(plan), ...series, ...namesOf(lines), ...namesOf(plan.shadowPrices)])
      words.add(word);
  }
  expect([...words]).toEqual(expect.arrayContaining(['infeasible', 'shortfallKw', 'contractedLimit', 'deadlineKept']));
  const named = namedIn('docs/reading-a-plan.md');
  expect([...words].filter((word) => !named.has(word))).toEqual([]);
});

/** Written so that this file is not its own finding. */
const FORBIDDEN: readonly { what: string; pattern: RegExp }[] = [
  { what: 'a path of one machine', pattern: /(?<![\w.\])}])\/(?:work|home|root|Users)\/\w/ },
  {
    what: 'the host of a registry',
    pattern: /\bregistry\.[a-z]+|\/\/[\w.-]*(?:registry|artifactory|nexus)[\w.-]*[/:]/i,
  },
];

describe.for(FORBIDDEN)('no file names $what', ({ pattern }) => {
  test('of this checkout', () => {
    const texts = files.filter((path) => !/\.(png|gz|tgz|wasm)$/.test(path));
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.filter((path) => pattern.test(textOf(path)))).toEqual([]);
  });
});
