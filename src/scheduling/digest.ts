import { createHash } from 'node:crypto';
import type { Plan } from '../domain/plan.ts';
import { ENGINE_VERSION } from '../version.ts';
import type { SchedulingProblem } from './problem.ts';

/**
 * JSON with sorted keys and typed arrays as lists: equal values give equal text. Throws on NaN and infinity. One growing
 * text, and no lists on the way to it: a plan has tens of thousands of small objects.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') return numberJson(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (ArrayBuffer.isView(value)) return numbersJson(Array.from(value as unknown as ArrayLike<number>));
  return Array.isArray(value) ? listJson(value) : objectJson(value as Readonly<Record<string, unknown>>);
}

function numberJson(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} has no place in a digest`);
  return `${value}`;
}

/** A list of numbers at once: most of a plan is series. JSON itself writes -0 as 0. */
function numbersJson(values: readonly number[]): string {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new Error(`${odd} has no place in a digest`);
  return JSON.stringify(values);
}

function listJson(values: readonly unknown[]): string {
  if (typeof values[0] === 'number' && values.every((item) => typeof item === 'number')) return numbersJson(values);
  let text = '';
  for (const value of values) text += `${text === '' ? '' : ','}${canonicalJson(value)}`;
  return `[${text}]`;
}

/** Members that are undefined are none. */
function objectJson(value: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const key of sortedKeys(value)) {
    const member = value[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${keyJson(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** By insertion where there are few: the built-in sort would take half the time of the whole text. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  if (keys.length > 12) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i];
    let place = i;
    for (; place > 0 && keys[place - 1] > key; place -= 1) keys[place] = keys[place - 1];
    keys[place] = key;
  }
  return keys;
}

const keysInQuotes = new Map<string, string>();
/** Keys are those of our own types, and few; some are ids of a user's, so that there is an end to what is kept. */
const MOST_KEYS = 1000;

function keyJson(key: string): string {
  const known = keysInQuotes.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (keysInQuotes.size < MOST_KEYS) keysInQuotes.set(key, text);
  return text;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** SHA-256 of everything that decides a plan: the problem, its start basis and the engine. */
export function inputDigest(problem: SchedulingProblem): string {
  return sha256(canonicalJson({ engineVersion: ENGINE_VERSION, problem }));
}

/** SHA-256 of a plan without its timings and without the digest itself. */
export function planDigest(plan: Omit<Plan, 'planDigest' | 'timings'>): string {
  const { planDigest: _digest, timings: _timings, ...digested } = plan as Plan;
  return sha256(canonicalJson(digested));
}
