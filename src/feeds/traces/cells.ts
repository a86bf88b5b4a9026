import { type CsvTable, numberCell, parseCsvTable } from '../../tables/index.ts';
import { findColumn } from '../columns.ts';
import { cellText, type FeedProblem, faultOf, ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';

/** A table whose columns are known by name. */
export interface NamedTable<Column extends string> {
  readonly table: CsvTable;
  cellOf(cells: readonly string[], column: Column): string;
}

/** A CSV file with all of these columns; what is missing is told at once. */
export function readNamedTable<Column extends string>(
  source: SourceFile,
  columns: readonly Column[],
): Reading<NamedTable<Column>> {
  const parsed = parseCsvTable(source.text);
  if (parsed.kind === 'fault') return wrong(faultOf(source.name, parsed.fault));
  const found = columns.map((column) => [column, findColumn(source.name, parsed.table, column)] as const);
  const problems = found.flatMap(([, place]) => (place.kind === 'wrong' ? place.problems : []));
  if (problems.length > 0) return wrong(...problems);
  const places = new Map(found.map(([column, place]) => [column, place.kind === 'ok' ? place.value : -1]));
  return ok({ table: parsed.table, cellOf: (cells, column) => cells[places.get(column) ?? -1] });
}

/** What a number of a trace is: null where the cell says that there is none. */
export type TraceNumber = number | null;

/** Reads numbers of a trace's cells from 0 on, and keeps what is wrong. */
export interface NumberReader {
  /** NaN, and a problem, for anything but a number from 0 on or an empty cell. */
  read(cell: string, line: number, what: string): TraceNumber;
  readonly problems: readonly FeedProblem[];
}

export function makeNumberReader(file: string): NumberReader {
  const problems: FeedProblem[] = [];
  return {
    problems,
    read: (cell, line, what) => {
      const read = numberCell(cell);
      if (read.kind === 'blank') return null;
      if (read.kind === 'number' && read.value >= 0) return read.value;
      problems.push({ file, line, found: cellText(cell), expected: `${what}, a number from 0 on` });
      return Number.NaN;
    },
  };
}
