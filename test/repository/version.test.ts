import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENGINE_VERSION } from '../../src/version.ts';
import { repositoryRoot } from '../support/repository.ts';

test('the engine, the package and its lock carry one version', () => {
  const read = (file: string): { version: string } => JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8'));
  expect(read('package.json').version).toBe(ENGINE_VERSION);
  expect(read('package-lock.json').version).toBe(ENGINE_VERSION);
});
