import type { BrokenPromise } from '../domain/plan.ts';
import type { Breach } from './breaches.ts';

type Named = Pick<Breach, 'kind' | 'site' | 'subject'>;

/**
 * Finds the promise that an entry of a plan speaks of, by kind, site and subject; where a site has only one of a kind
 * (`subject` null), whatever it is called. Looked up, not searched: every job is a promise.
 */
export function promiseIndex(promises: readonly Breach[]): (entry: BrokenPromise) => Breach | undefined {
  const byName = new Map<string, Breach>();
  for (const promise of promises) {
    const key = keyOf(promise);
    if (!byName.has(key)) byName.set(key, promise);
  }
  return (entry) => byName.get(keyOf(entry)) ?? byName.get(keyOf({ ...entry, subject: null }));
}

const keyOf = ({ kind, site, subject }: Named): string => JSON.stringify([kind, site, subject]);
