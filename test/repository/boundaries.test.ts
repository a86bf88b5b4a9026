import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import config from '../../dependency-cruiser.config.ts';
import { repositoryRoot } from '../support/repository.ts';
import { makeTemporaryFolder, writeFileUnder } from '../support/temporary-folder.ts';

const SEEN_BY_THE_CHECK = [
  'solver',
  'simulations',
  'src',
  'scripts',
  'test',
  'package.json',
  'tsconfig.json',
  'dependency-cruiser.config.ts',
];

/** The project as it stands, with these files added, put before the check. */
const checkWith = (
  { onTestFinished }: { onTestFinished: (cleanUp: () => void) => void },
  planted: Record<string, string>,
  copied: readonly string[] = SEEN_BY_THE_CHECK,
) => {
  const folder = makeTemporaryFolder(onTestFinished);
  for (const path of copied) {
    if (existsSync(join(repositoryRoot, path)))
      cpSync(join(repositoryRoot, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(planted)) writeFileUnder(folder, path, text);
  const script = join(repositoryRoot, 'scripts/check-boundaries.ts');
  return spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
};

describe('the doors between rooms', () => {
  test('are kept by the project, and enough of it is seen to say so', (context) => {
    const run = checkWith(context, {});
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(/^\d{2,} modules, \d{3,} imports, 0 of them refused\n$/);
    expect(run.status).toBe(0);
  });

  test('a wrong import of a value and a wrong import of a type are both refused', (context) => {
    const run = checkWith(context, {
      'src/domain/planted-value.ts': `import { makeLpBuilder } from '../../solver/index.ts';\nexport { makeLpBuilder };`,
      'src/units/planted-type.ts': `import type { Timeline } from '../time/timeline.ts';\nexport type Planted = Timeline;`,
    });
    expect(run.stderr).toContain('src/domain/planted-value.ts -> solver/index.ts\n    doors-of-domain');
    expect(run.stderr).toContain('src/units/planted-type.ts -> src/time/timeline.ts\n    doors-of-units');
    expect(run.status).toBe(1);
  });

  const planted: [path: string, text: string, rule: string][] = [
    ['solver/domain.ts', `import type {} from '../src/units/index.ts';`, 'solver-stands-alone'],
    ['solver/files.ts', `import 'node:fs';`, 'solver-without-environment'],
    ['solver/second-highs.ts', `import type {} from 'highs';`, 'sole-importer-of-highs'],
    ['solver/second-glpk.ts', `await import('glpk.js');`, 'sole-importer-of-glpk-js'],
    ['src/time/second-luxon.ts', `import 'luxon';`, 'sole-importer-of-luxon'],
    ['src/cli/back-door.ts', `import '../../solver/lp-model.ts';`, 'one-door-to-the-solver'],
    ['src/cli/tool.ts', `import 'vitest';`, 'no-development-dependency'],
    ['src/cli/helper.ts', `import '../../test/support/lock.ts';`, 'no-tests-in-the-product'],
    ['src/verification/solves.ts', `import '../../solver/index.ts';`, 'doors-of-verification'],
    ['src/verification/asks.ts', `import type {} from '../scheduling/parts/index.ts';`, 'doors-of-verification'],
    ['src/verification/runs.ts', `import '../scheduling/problem.ts';`, 'types-only-for-verification'],
    ['src/billing/asks.ts', `import type {} from '../scheduling/problem.ts';`, 'doors-of-billing'],
    ['src/scenario/plans.ts', `import '../scheduling/assemble.ts';`, 'doors-of-scenario'],
    ['src/scheduling/files.ts', `import 'node:fs';`, 'core-without-environment'],
    ['src/scheduling/package.ts', `import type {} from 'yaml';`, 'core-without-packages'],
    ['src/scheduling/reads.ts', `import '../scenario/plans.ts';`, 'doors-of-scheduling'],
    ['src/scheduling/parts/pair.ts', `import type {} from './battery.ts';`, 'parts-know-no-part'],
    ['src/scheduling/parts/bill.ts', `import '../../billing/index.ts';`, 'the-program-bills-nothing'],
    ['src/scheduling/couplings/part.ts', `import '../parts/index.ts';`, 'couplings-know-no-part'],
    ['src/attic/box.ts', `import '../units/index.ts';`, 'unknown-room-imports'],
    ['src/cli/attic.ts', `import '../attic/box.ts';`, 'unknown-room-imported'],
    ['src/units/chicken.ts', `import type {} from './egg.ts';`, 'no-cycles'],
    ['src/units/lost.ts', `import './nowhere.ts';`, 'everything-resolves'],
    ['src/cli/replays.ts', `import '../../simulations/engine.ts';`, 'none'],
    ['simulations/shows.ts', `import '../src/cli/text.ts';`, 'replays-serve-nobody'],
    ['src/domain/replays.ts', `import '../../simulations/engine.ts';`, 'replays-are-at-the-edge'],
  ];

  test('every rule refuses what it names, and the edge may do what others may not', (context) => {
    const files = planted.map(([path, text]) => [path, text] as const);
    const run = checkWith(context, {
      'simulations/engine.ts': 'export {};',
      'src/units/egg.ts': `import type {} from './chicken.ts';`,
      ...Object.fromEntries(files),
    });
    const refusals = [...run.stderr.matchAll(/^(\S+) -> .*\n {4}([\w-]+)/gm)].map(
      ([, from, rule]) => `${from}: ${rule}`,
    );
    for (const [path, , rule] of planted) {
      const ofThisFile = refusals.filter((refusal) => refusal.startsWith(`${path}: `));
      if (rule === 'none') expect(ofThisFile).toEqual([]);
      else expect(ofThisFile).toContain(`${path}: ${rule}`);
    }
  });

  test('every rule about packages and rooms at large has been seen to refuse something', () => {
    const generated = /^(doors-of|types-only-for)-/;
    const named = (config.forbidden ?? []).map((rule) => rule.name ?? '').filter((name) => !generated.test(name));
    expect(named.filter((name) => !planted.some(([, , rule]) => rule === name))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });

  test('a check that sees too little is red, though nothing is refused', (context) => {
    const withoutSources = SEEN_BY_THE_CHECK.filter((path) => path !== 'src' && path !== 'test');
    const run = checkWith(context, {}, withoutSources);
    expect(run.stderr).toContain('modules were seen; at least');
    expect(run.status).toBe(1);
  });
});
