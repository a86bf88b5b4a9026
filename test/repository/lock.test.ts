import { describe, expect, test } from 'vitest';
import { lockedPackages, lockText } from '../support/lock.ts';

describe('the lock file', () => {
  test('names no registry: every machine installs from its own', () => {
    expect(lockText()).not.toMatch(/"resolved"|registry/);
  });

  test('pins the content of every package by its digest', () => {
    const unpinned = lockedPackages().filter((locked) => !locked.integrity && !locked.inBundle);
    expect(unpinned.map((locked) => locked.path)).toEqual([]);
    expect(lockedPackages().length).toBeGreaterThan(50);
  });
});
