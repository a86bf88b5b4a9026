import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockedPackages } from '../support/lock.ts';
import { repositoryRoot } from '../support/repository.ts';

/** Licences whose terms a work under Apache-2.0 can meet without changing its own. */
const COMPATIBLE = new Set([
  'Apache-2.0',
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Unlicense',
]);

type Manifest = {
  license?: unknown;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
};

const manifestOf = (path: string): Manifest =>
  JSON.parse(readFileSync(join(repositoryRoot, path, 'package.json'), 'utf8'));

/** `MIT OR Apache-2.0` leaves the choice; anything else but one name is refused and wants a person to look. */
const isCompatible = (licence: unknown): boolean =>
  typeof licence === 'string' &&
  licence
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((name) => COMPATIBLE.has(name));

const production = lockedPackages().filter(({ dev, peer, devOptional }) => !dev && !peer && !devOptional);

describe('the licences of what is installed with the package', () => {
  test('all go together with Apache-2.0', () => {
    const named = production
      .filter(({ path, optional }) => !optional || existsSync(join(repositoryRoot, path)))
      .map(({ path }) => ({ path, licence: manifestOf(path).license }));
    expect(named.filter(({ licence }) => !isCompatible(licence))).toEqual([]);
    const direct = Object.keys(manifestOf('.').dependencies ?? {});
    expect(named.map(({ path }) => path)).toEqual(
      expect.arrayContaining(direct.map((dependency) => `node_modules/${dependency}`)),
    );
    expect(direct.length).toBeGreaterThan(0);
  });

  test('GLPK (GPL-3.0) is not among them: an optional peer, brought by whoever wants it', () => {
    expect(isCompatible(manifestOf('node_modules/glpk.js').license)).toBe(false);
    expect(production.map(({ path }) => path)).not.toContain('node_modules/glpk.js');
    const own = manifestOf('.');
    expect(own.peerDependencies).toHaveProperty(['glpk.js']);
    expect(own.peerDependenciesMeta).toMatchObject({ 'glpk.js': { optional: true } });
  });

  test('the project carries the whole text of its own', () => {
    const text = readFileSync(join(repositoryRoot, 'LICENSE'), 'utf8');
    expect(manifestOf('.').license).toBe('Apache-2.0');
    expect(text).toContain('Version 2.0, January 2004');
    expect(text).toContain('END OF TERMS AND CONDITIONS');
  });
});
