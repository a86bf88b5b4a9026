import type { DataQualityNote } from '../domain/fleet.ts';
import type { CsvTable } from '../tables/index.ts';
import type { Timeline } from '../time/timeline.ts';
import { formatPath, type Path } from './problems.ts';
import type { SchemaFault } from './validate.ts';
import { isRecord } from './validate.ts';

/** A problem before file and line are known. */
export interface Fault {
  readonly path: Path;
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
  /** Where the value stands in another file than the scenario, e.g. a CSV: that file and its line. */
  readonly elsewhere?: { readonly file: string; readonly line?: number };
}

/** Where the scenario's own files may be. */
export interface FileScope {
  readonly directory: string;
  readonly allowOutsideFiles: boolean;
}

/** What all readers of one scenario share: what was found so far, and the settings that prices depend on. */
export interface ReadContext {
  readonly files: FileScope;
  /** CSV files of this scenario that were read already, by name; null: unreadable, and reported. */
  readonly tables: Map<string, CsvTable | null>;
  /** Null when the timeline itself is wrong; then series are only looked at, not laid out. */
  readonly timeline: Timeline | null;
  readonly currency: string;
  readonly exchangeRates: ReadonlyMap<string, number>;
  fault(fault: Fault): void;
  note(note: DataQualityNote): void;
  /** True where the schema has no fault at the place or below it; an unknown key counts against itself alone. */
  trusted(path: Path): boolean;
  /** How the plan's notes name a place: `sites/hohhot/grid/importPrice`. */
  subject(path: Path): string;
}

/** A value of the scenario and where it stands. Its type holds only where the context trusts the path. */
export interface Node<Value> {
  readonly path: Path;
  readonly value: Value;
}

/** The value under a key; undefined when the node is no object or has no such key. */
export function child<Value extends object, Key extends keyof Value & string>(
  node: Node<Value>,
  key: Key,
): Node<Value[Key] | undefined> {
  const value: unknown = node.value;
  const found = isRecord(value) && Object.hasOwn(value, key) ? node.value[key] : undefined;
  return { path: [...node.path, key], value: found };
}

/** The items of a list; none when it is absent or no list. */
export function items<Item>(node: Node<readonly Item[] | undefined>): Node<Item>[] {
  const value: unknown = node.value;
  if (!Array.isArray(value)) return [];
  return Array.from(value as readonly Item[], (item, index) => ({ path: [...node.path, index], value: item }));
}

/** The value where it is trusted and there; else null. */
export function trustedValue<Value>(
  context: Pick<ReadContext, 'trusted'>,
  node: Node<Value | undefined>,
): Value | null {
  return node.value !== undefined && context.trusted(node.path) ? node.value : null;
}

/**
 * The value under an optional key of an object; `fallback` where the key is absent, null where it is wrong, so
 * that nothing can be said of what depends on it.
 */
export function soundOr<Value, Fallback>(
  context: ReadContext,
  node: Node<Value | undefined>,
  fallback: Fallback,
): Value | Fallback | null {
  return node.value === undefined && context.trusted(node.path) ? fallback : trustedValue(context, node);
}

/** The part of a context that is known before the timeline is. */
export interface Collector {
  readonly faults: Fault[];
  readonly notes: DataQualityNote[];
  fault(fault: Fault): void;
  note(note: DataQualityNote): void;
  trusted(path: Path): boolean;
}

export function makeCollector(schemaFaults: readonly SchemaFault[]): Collector {
  const spoiled = spoiledPlaces(schemaFaults);
  const faults: Fault[] = [...schemaFaults];
  const notes: DataQualityNote[] = [];
  return {
    faults,
    notes,
    fault: (fault) => void faults.push(fault),
    note: (note) => void notes.push(note),
    trusted: (path) => !spoiled.has(formatPath(path)),
  };
}

/** Every place that a fault of form lies at or below. An unknown key spoils nothing around it: its neighbours are read on. */
export function spoiledPlaces(schemaFaults: readonly SchemaFault[]): ReadonlySet<string> {
  const spoiled = new Set<string>();
  for (const { path, kind } of schemaFaults) {
    const shortest = kind === 'unknownKey' ? path.length : 0;
    for (let length = path.length; length >= shortest; length -= 1) spoiled.add(formatPath(path.slice(0, length)));
  }
  return spoiled;
}

/** A path with the names of list items in the place of their positions. */
export function subjectOf(root: unknown, path: Path): string {
  let value = root;
  const steps = path.map((step) => {
    value =
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string | number, unknown>>)[step]
        : undefined;
    return typeof step === 'number' ? (nameOf(value) ?? String(step)) : step;
  });
  return steps.join('/');
}

/** What an item of a list goes by: its id, or as a link the sites that it joins. */
function nameOf(item: unknown): string | null {
  if (!isRecord(item)) return null;
  const { id, from, to } = item;
  if (typeof id === 'string') return id;
  return typeof from === 'string' && typeof to === 'string' ? `${from} -> ${to}` : null;
}

/** Reports every id that stands twice in a list. */
export function checkUnique(context: ReadContext, nodes: readonly Node<{ readonly id: string }>[]): void {
  const seen = new Map<string, string>();
  for (const node of nodes) {
    const idNode = child(node, 'id');
    const id = trustedValue(context, idNode);
    if (typeof id !== 'string') continue;
    const earlier = seen.get(id);
    if (earlier === undefined) seen.set(id, formatPath(idNode.path));
    else
      context.fault({
        path: idNode.path,
        found: `the id "${id}" a second time`,
        expected: 'an id of its own',
        hint: `${earlier} has it already`,
      });
  }
}

/** Whether each word of a list stands there once; else a fault for each that stands there again. `what` it is the name of. */
export function checkEachOnce(context: ReadContext, nodes: readonly Node<string>[], what: string): boolean {
  const seen = new Set<string>();
  let sound = true;
  for (const node of nodes) {
    const word = trustedValue(context, node);
    if (word === null) continue;
    if (seen.has(word)) {
      context.fault({ path: node.path, found: `the ${what} "${word}" a second time`, expected: `each ${what} once` });
      sound = false;
    }
    seen.add(word);
  }
  return sound;
}
