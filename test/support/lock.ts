/** What package-lock.json pins, for the tests of the repository. */
import { readFileSync } from 'node:fs';

export type LockedPackage = {
  /** Where it is installed, relative to the root: `node_modules/highs`. */
  path: string;
  version: string;
  integrity?: string;
  inBundle?: boolean;
  dev?: boolean;
  peer?: boolean;
  optional?: boolean;
  devOptional?: boolean;
};

export const lockText = (): string => readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');

export const lockedPackages = (): LockedPackage[] => {
  const lock: { packages: Record<string, Omit<LockedPackage, 'path'>> } = JSON.parse(lockText());
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({ path, ...entry }));
};
