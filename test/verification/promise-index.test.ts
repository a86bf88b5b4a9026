import { expect, it } from 'vitest';
import type { BrokenPromise } from '../../src/domain/plan.ts';
import type { Breach } from '../../src/verification/breaches.ts';
import { promiseIndex } from '../../src/verification/promise-index.ts';

const breach = (name: Pick<Breach, 'kind' | 'site' | 'subject'>): Breach => ({
  ...name,
  amount: 0,
  amountPerUnit: 1,
  unit: 'unit h',
  pricePerUnit: 1,
  amountPerSlot: null,
  within: { start: 0, end: 1 },
});

const entry = (name: Pick<Breach, 'kind' | 'site'> & { readonly subject: string }): BrokenPromise => ({
  ...name,
  from: null,
  to: null,
  amount: 1,
  unit: 'unit h',
  pricePerUnit: 1,
  cost: 1,
  message: '',
});

it('finds a promise by kind, site and subject, and the only one of a site whatever it is called', () => {
  const job = breach({ kind: 'deadlineKept', site: null, subject: 'a' });
  const ramp = breach({ kind: 'rampLimit', site: 'north', subject: null });
  const find = promiseIndex([job, ramp]);
  expect(find(entry({ kind: 'deadlineKept', site: null, subject: 'a' }))).toBe(job);
  expect(find(entry({ kind: 'rampLimit', site: 'north', subject: 'grid code' }))).toBe(ramp);
  expect(find(entry({ kind: 'workServed', site: null, subject: 'a' }))).toBeUndefined();
  expect(find(entry({ kind: 'deadlineKept', site: null, subject: 'b' }))).toBeUndefined();
  expect(find(entry({ kind: 'rampLimit', site: 'south', subject: 'grid code' }))).toBeUndefined();
});

it('looks at each promise a few times, however many entries there are', () => {
  const count = 500;
  let looks = 0;
  const promises = Array.from({ length: count }, (_, k) => {
    const promise = breach({ kind: 'deadlineKept', site: null, subject: `job ${k}` });
    return Object.defineProperty({ ...promise }, 'kind', {
      get: () => {
        looks += 1;
        return promise.kind;
      },
    });
  });
  const find = promiseIndex(promises);
  const found = promises.map(({ subject }) =>
    find(entry({ kind: 'deadlineKept', site: null, subject: subject ?? '' })),
  );
  expect(found).toEqual(promises);
  expect(looks).toBeLessThan(10 * count);
});
