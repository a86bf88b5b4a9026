import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import { closestWord } from '../tables/index.ts';
import { describe, numberText, type Path } from './problems.ts';
import { CELSIUS_TITLE } from './schema/common.ts';
import { scenario } from './schema/scenario.ts';
import { kelvinHint } from './temperature.ts';

/** A place where a value does not follow the schema. */
export interface SchemaFault {
  readonly path: Path;
  readonly kind: 'unknownKey' | 'missing' | 'wrong';
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
}

/** The keywords of JSON Schema that the scenario format uses. */
interface SchemaNode {
  readonly type?: string;
  readonly title?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: { readonly title?: string };
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Every fault of a scenario against its schema; of a choice between forms only the form that was meant. */
export function schemaFaults(value: unknown): SchemaFault[] {
  return faultsAgainst(scenario, value);
}

/**
 * TypeBox decides whether a value is valid. Its own list of errors names every branch of a choice and stops
 * after a fixed number, so the words come from a walk over the same schema.
 */
export function faultsAgainst(schema: TSchema, value: unknown): SchemaFault[] {
  if (Value.Check(schema, value)) return [];
  const faults = walk(schema as SchemaNode, value, []);
  if (faults.length > 0) return faults;
  return [{ path: [], kind: 'wrong', found: describe(value), expected: 'a value that follows the published schema' }];
}

function walk(schema: SchemaNode, value: unknown, path: Path): SchemaFault[] {
  if (schema.anyOf !== undefined) return walkChoice(schema, schema.anyOf, value, path);
  if (schema.type === 'object' && isRecord(value)) return walkObject(schema, value, path);
  if (schema.type === 'array' && Array.isArray(value)) return walkList(schema, value, path);
  if (Value.Check(schema as TSchema, value)) return [];
  return [wrong(schema, value, path)];
}

function wrong(schema: SchemaNode, value: unknown, path: Path): SchemaFault {
  const hint = hintFor(schema, value);
  return {
    path,
    kind: 'wrong',
    found: describe(value),
    expected: expectation(schema),
    ...(hint === null ? {} : { hint }),
  };
}

function walkObject(schema: SchemaNode, value: Readonly<Record<string, unknown>>, path: Path): SchemaFault[] {
  const properties = schema.properties ?? {};
  const missing = (schema.required ?? [])
    .filter((key) => !hasOwn(value, key) || value[key] === undefined)
    .map(
      (key): SchemaFault => ({
        path: [...path, key],
        kind: 'missing',
        found: 'nothing',
        expected: expectation(properties[key]),
      }),
    );
  const present = Object.keys(value).flatMap((key) => {
    const step = [...path, key];
    if (hasOwn(properties, key)) return value[key] === undefined ? [] : walk(properties[key], value[key], step);
    const pattern = Object.entries(schema.patternProperties ?? {}).find(([text]) => new RegExp(text, 'u').test(key));
    if (pattern !== undefined) return walk(pattern[1], value[key], step);
    return schema.additionalProperties === false ? [unknownKey(schema, key, value, step)] : [];
  });
  return [...missing, ...present];
}

function unknownKey(
  schema: SchemaNode,
  key: string,
  value: Readonly<Record<string, unknown>>,
  path: Path,
): SchemaFault {
  if (schema.patternProperties !== undefined) {
    const expected = schema.propertyNames?.title ?? 'keys like EUR (three capital letters)';
    return { path, kind: 'unknownKey', found: 'the key itself', expected };
  }
  const known = Object.keys(schema.properties ?? {});
  const meant = closestWord(
    key,
    known.filter((word) => !hasOwn(value, word)),
  );
  const hint = meant === null ? {} : { hint: `did you mean ${meant}?` };
  return { path, kind: 'unknownKey', found: 'an unknown key', expected: `only ${known.join(', ')}`, ...hint };
}

function walkList(schema: SchemaNode, value: readonly unknown[], path: Path): SchemaFault[] {
  if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Number.POSITIVE_INFINITY)) {
    return [wrong(schema, value, path)];
  }
  const items = schema.items;
  if (items === undefined) return [];
  // Array.from meets the holes of a sparse list too.
  return Array.from(value, (item, index) => walk(items, item, [...path, index])).flat();
}

function walkChoice(schema: SchemaNode, branches: readonly SchemaNode[], value: unknown, path: Path): SchemaFault[] {
  if (Value.Check(schema as TSchema, value)) return [];
  const sameType = branches.filter((branch) => fitsType(branch, value));
  const branch = isRecord(value) ? mostKeysShared(sameType, value) : sameType[0];
  return branch === undefined ? [wrong(schema, value, path)] : walk(branch, value, path);
}

function fitsType(schema: SchemaNode, value: unknown): boolean {
  if (schema.type === 'array') return Array.isArray(value);
  if (schema.type === 'object') return isRecord(value);
  if (schema.type === 'number' || schema.type === 'integer') return typeof value === 'number';
  return typeof value === 'string' && (schema.type === 'string' || schema.enum !== undefined);
}

/** The form that an object was meant to be; undefined when it shares no key with any. */
function mostKeysShared(
  branches: readonly SchemaNode[],
  value: Readonly<Record<string, unknown>>,
): SchemaNode | undefined {
  const shared = ({ properties = {} }: SchemaNode) =>
    Object.keys(value).filter((key) => hasOwn(properties, key)).length;
  const candidates = branches.filter((branch) => shared(branch) > 0);
  if (candidates.length === 0) return undefined;
  return candidates.reduce((best, branch) => (shared(branch) > shared(best) ? branch : best));
}

function hintFor(schema: SchemaNode, value: unknown): string | null {
  if (typeof value === 'string' && schema.enum !== undefined) {
    const meant = closestWord(value, schema.enum.map(String));
    return meant === null ? null : `did you mean ${meant}?`;
  }
  if (typeof value === 'number' && schema.title === CELSIUS_TITLE) return kelvinHint(value);
  if (typeof value === 'string' && schema.type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) {
    return 'write it without quotes';
  }
  return null;
}

/** What a schema asks for, in words. */
function expectation(schema: SchemaNode): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.enum !== undefined) return schema.enum.map(String).join(' or ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.type === 'number' || schema.type === 'integer') return numberExpectation(schema);
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'string') return `a text of ${schema.minLength ?? 0} to ${schema.maxLength ?? 'any'} characters`;
  if (schema.type === 'array') return `a list${listBounds(schema)}`;
  if (schema.type === 'object')
    return `an object with ${(schema.required ?? Object.keys(schema.properties ?? {})).join(', ')}`;
  return 'another value';
}

function listBounds({ minItems = 0, maxItems }: SchemaNode): string {
  if (maxItems !== undefined) return ` of ${minItems} to ${maxItems}`;
  return minItems > 0 ? ` of at least ${minItems}` : '';
}

function numberExpectation({ type, minimum, maximum, exclusiveMinimum }: SchemaNode): string {
  const kind = type === 'integer' ? 'a whole number' : 'a number';
  const low = exclusiveMinimum === undefined ? minimum : exclusiveMinimum;
  if (low === undefined || maximum === undefined) return kind;
  return exclusiveMinimum === undefined
    ? `${kind} from ${numberText(low)} to ${numberText(maximum)}`
    : `${kind} above ${numberText(low)}, at most ${numberText(maximum)}`;
}

const hasOwn = (value: object, key: string): boolean => Object.hasOwn(value, key);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
