import { join } from 'node:path';

/** Absolute path of the checkout that the tests run in. */
export const repositoryRoot = join(import.meta.dirname, '..', '..');
