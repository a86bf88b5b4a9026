import { type CsvTable, closestWord, quote, separatorHint } from '../tables/index.ts';
import { parseInstant } from '../time/civil.ts';
import { type FeedProblem, ok, type Reading, wrong } from './problems.ts';

const MOST_SHOWN = 12;

/** Where the column of this name stands; the capitals of its letters may differ where that leaves one. */
export function findColumn(file: string, { header }: CsvTable, wanted: string): Reading<number> {
  const exact = placesOf(header, (name) => name === wanted);
  const places = exact.length > 0 ? exact : placesOf(header, (name) => name.toLowerCase() === wanted.toLowerCase());
  if (places.length === 1) return ok(places[0]);
  const found =
    places.length === 0 ? `no column ${quote(wanted)}` : `${places.length} columns ${quote(header[places[0]])}`;
  const expected = `one column of the file: ${columnNames(header)}`;
  const hint = places.length === 0 ? columnHint(header, wanted) : null;
  return wrong({ file, line: 1, found, expected, ...(hint === null ? {} : { hint }) });
}

const placesOf = (header: readonly string[], matches: (name: string) => boolean): number[] =>
  header.flatMap((name, index) => (matches(name) ? [index] : []));

/** Names of columns for a message, the first dozen. */
export const columnNames = (header: readonly string[]): string =>
  `${header.slice(0, MOST_SHOWN).map(quote).join(', ')}${header.length > MOST_SHOWN ? ', ...' : ''}`;

function columnHint(header: readonly string[], wanted: string): string | null {
  const parted = separatorHint(header);
  if (parted !== null) return parted;
  const within = header.filter((name) => name.toLowerCase().includes(wanted.toLowerCase()));
  const meant = closestWord(wanted, header) ?? (within.length === 1 && wanted.length > 2 ? within[0] : null);
  return meant === null ? null : `did you mean ${quote(meant)}?`;
}

/** The first column whose first cell that is not empty is a time; null where there is none. */
function firstTimeColumn(table: CsvTable): number | null {
  const index = table.header.findIndex((_, column) => holdsTimes(table, column));
  return index < 0 ? null : index;
}

/** Names of the columns with times besides this one. */
export const otherTimeColumns = (table: CsvTable, taken: number): string[] =>
  table.header.filter((_, column) => column !== taken && holdsTimes(table, column));

function holdsTimes({ rows }: CsvTable, column: number): boolean {
  const cell = rows.find((cells) => cells[column] !== '')?.[column];
  return cell !== undefined && isTime(cell);
}

/** Whether a cell is a time, with an offset or without. */
export const isTime = (cell: string): boolean => parseInstant(cell).kind !== 'invalid';

/** The column with the times: that named, or the first that holds some. */
export function findTimeColumn(file: string, table: CsvTable, wanted: string | null): Reading<number> {
  if (wanted !== null) return findColumn(file, table, wanted);
  const index = firstTimeColumn(table);
  return index === null ? wrong(noTimes(file, table)) : ok(index);
}

const noTimes = (file: string, { header, rows }: CsvTable): FeedProblem => ({
  file,
  found: `no column of times among ${columnNames(header)}; the first row is ${columnNames(rows[0])}`,
  expected: 'a column of ISO 8601 times, like 2026-06-01 08:00 or 2026-06-01T08:00+02:00',
});
