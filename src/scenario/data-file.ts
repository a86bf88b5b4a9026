import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type CsvTable, type FileFault, parseCsvTable, quote, readTextFile } from '../tables/index.ts';
import type { Node, ReadContext } from './context.ts';
import { describe } from './problems.ts';

/** A CSV file named in the scenario; null, and a fault, when it may not or cannot be read. Read once however often named. */
export function readTable(context: ReadContext, node: Node<string>): CsvTable | null {
  const name = node.value;
  const known = context.tables.get(name);
  if (known !== undefined) {
    if (known === null)
      context.fault({
        path: node.path,
        found: `the file ${quote(name)}, reported above`,
        expected: 'a readable CSV file',
      });
    return known;
  }
  const table = loadTable(context, node);
  context.tables.set(name, table);
  return table;
}

function loadTable(context: ReadContext, node: Node<string>): CsvTable | null {
  const name = node.value;
  const place = placeOf(context, name);
  const text = place.kind === 'fault' ? place : readTextFile(place.path);
  if (text.kind === 'fault') {
    const { found, ...rest } = text.fault;
    context.fault({ path: node.path, found: `${quote(name)}: ${found}`, ...rest });
    return null;
  }
  return parseTable(context, node, text.text);
}

type Place = { readonly kind: 'path'; readonly path: string } | { readonly kind: 'fault'; readonly fault: FileFault };

/** The file's true path, when it lies in the scenario's folder or below, links followed. */
function placeOf({ files }: ReadContext, name: string): Place {
  const outside = (found: string): Place => ({
    kind: 'fault',
    fault: { found, expected: 'a path inside the folder of the scenario', hint: 'move or copy the file there' },
  });
  if (!/\.csv(\.gz)?$/i.test(name))
    return { kind: 'fault', fault: { found: describe(name), expected: 'a name that ends in .csv or .csv.gz' } };
  if (name.includes('\0')) return outside('a path with a NUL character');
  const path = resolve(files.directory, name);
  if (files.allowOutsideFiles) return { kind: 'path', path };
  if (isAbsolute(name)) return outside('an absolute path');
  if (!isBelow(resolve(files.directory), path)) return outside('a path that leaves the folder of the scenario');
  try {
    const real = realpathSync(path);
    return isBelow(realpathSync(files.directory), real)
      ? { kind: 'path', path: real }
      : outside('a link that leads out of the folder of the scenario');
  } catch {
    return { kind: 'path', path };
  }
}

function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function parseTable(context: ReadContext, node: Node<string>, text: string): CsvTable | null {
  const result = parseCsvTable(text);
  if (result.kind === 'table') return result.table;
  const { found, ...rest } = result.fault;
  context.fault({ path: node.path, found: `${quote(node.value)}: ${found}`, ...rest });
  return null;
}
