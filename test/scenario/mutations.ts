import fc from 'fast-check';
import { sampleScenario } from '../../src/scenario/sample.ts';
import { placedScenario } from './linked-scenario.ts';
import { plantScenario } from './plant-scenario.ts';

/** Values that are wrong nearly everywhere, or right by accident. */
const ODD_VALUES: readonly unknown[] = [
  null,
  undefined,
  true,
  '',
  'x',
  '08:00',
  'Europe/Berlin',
  '2026-06-01T00:00Z',
  '2026-06-01T12:00+08:00',
  0,
  -1,
  0.5,
  1,
  1e300,
  1e9,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  [],
  [0],
  Array(96).fill(1),
  {},
  { file: 'nowhere.csv', column: 'a', unit: 'kW', stamp: 'intervalStart' },
  { tariff: [{ from: '00:00', to: '24:00', pricePerKwh: 1 }] },
  { average: 3 },
  ['EU'],
  ['CN', 'CN'],
  'dublin',
  { toString: 1 },
];

/** One change of one place: replaced, removed, doubled, renamed or swapped with another. */
export interface Mutation {
  readonly at: number;
  readonly kind: number;
  readonly pick: number;
}

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({ at: fc.nat(100_000), kind: fc.nat(4), pick: fc.nat(100_000) }),
  { maxLength: 4 },
);

/** Sound scenarios that have one of nearly everything between them. */
export const wholeScenarios: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  sampleScenario(),
  placedScenario(),
  plantScenario(),
);

/** A copy of a value with the changes made one after the other. */
export function mutate(value: unknown, changes: readonly Mutation[]): unknown {
  return changes.reduce<unknown>((root, { at, kind, pick }) => changeOne(root, at, kind, pick), structuredClone(value));
}

type Holder = Record<string | number, unknown>;

function places(root: unknown): { readonly holder: Holder; readonly key: string | number }[] {
  if (typeof root !== 'object' || root === null) return [];
  const keys = Array.isArray(root) ? [...root.keys()] : Object.keys(root);
  const holder = root as Holder;
  // Of a long series the first few values are as good as all, and the rest of the scenario gets its turn.
  return keys.slice(0, 45).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

function changeOne(root: unknown, at: number, kind: number, pick: number): unknown {
  const found = places(root);
  if (found.length === 0) return ODD_VALUES[pick % ODD_VALUES.length];
  const { holder, key } = found[at % found.length];
  if (kind === 0) holder[key] = structuredClone(ODD_VALUES[pick % ODD_VALUES.length]);
  if (kind === 1 && Array.isArray(holder) && pick % 4 > 0) holder.splice(Number(key), 1);
  else if (kind === 1) delete holder[key];
  if (kind === 2 && Array.isArray(holder)) holder.push(structuredClone(holder[key]));
  if (kind === 3 && !Array.isArray(holder)) {
    holder[`${key}s`] = holder[key];
    delete holder[key];
  }
  if (kind === 4) holder[key] = structuredClone(found[pick % found.length].holder[found[pick % found.length].key]);
  return root;
}
