import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { CsvTable, Node, ReadContext } from './context.ts';
import { describe, quote } from './problems.ts';

/** Larger files are refused before a byte of them is read. */
export const MAXIMUM_FILE_BYTES = 64 * 1024 * 1024;

const MEGABYTE = 1024 * 1024;

/** Why a file cannot be had, in words. */
export interface FileFault {
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
}

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fault'; readonly fault: FileFault };

/** The text of a file of at most 64 MB, `.gz` unpacked, byte-order mark dropped. Never throws for what is on the disk. */
export function readTextFile(path: string): FileText {
  try {
    const status = statSync(path);
    if (!status.isFile()) return failed('no regular file', 'a file');
    if (status.size > MAXIMUM_FILE_BYTES) {
      return failed(`a file of ${Math.ceil(status.size / MEGABYTE)} MB`, `at most ${MAXIMUM_FILE_BYTES / MEGABYTE} MB`);
    }
    const bytes = readFileSync(path);
    return decode(path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: MAXIMUM_FILE_BYTES }) : bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return failed('no such file', 'a file that is there');
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return failed('a file that is larger when unpacked', `at most ${MAXIMUM_FILE_BYTES / MEGABYTE} MB`);
    if (code.startsWith('Z_')) return failed('a damaged .gz file', 'a file that gunzip unpacks');
    return failed(`a file that cannot be read (${code})`, 'a readable file');
  }
}

const failed = (found: string, expected: string): FileText => ({ kind: 'fault', fault: { found, expected } });

function decode(bytes: Uint8Array): FileText {
  if (bytes.length === 0) return failed('an empty file', 'a file with content');
  if (bytes.includes(0)) return failed('a binary file', 'text in UTF-8');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === '' ? failed('an empty file', 'a file with content') : { kind: 'text', text };
  } catch {
    return failed('a file that is no UTF-8 text', 'text in UTF-8');
  }
}

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
  const lines: number[] = [];
  try {
    const records: string[][] = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      on_record: (record: string[], info) => {
        lines.push(info.lines);
        return record;
      },
    });
    const [header = [], ...rows] = records;
    if (rows.length > 0) return { header, rows, lines: lines.slice(1) };
    context.fault({
      path: node.path,
      found: `${quote(node.value)}: a header and no rows`,
      expected: 'a CSV file with rows',
    });
  } catch (error) {
    const found = error instanceof Error ? error.message.split('\n')[0] : 'an unreadable table';
    context.fault({
      path: node.path,
      found: `${quote(node.value)}: ${found.slice(0, 200)}`,
      expected: 'a CSV file with commas, a header and rows of equal width',
    });
  }
  return null;
}
