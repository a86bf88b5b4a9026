import { CsvError, parse } from 'csv-parse/sync';
import type { FileFault } from './text-file.ts';

/** A CSV file as text cells, with the line that each row ends on. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

export type CsvTableResult =
  | { readonly kind: 'table'; readonly table: CsvTable }
  | { readonly kind: 'fault'; readonly fault: FileFault };

/** Text with commas, a header and at least one row, all of equal width; blanks around cells and empty lines dropped. */
export function parseCsvTable(text: string): CsvTableResult {
  const lines: number[] = [];
  try {
    // The parser takes the first line end for that of all lines; files joined from others have several kinds.
    const records: string[][] = parse(text.replaceAll(/\r\n?/g, '\n'), {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      on_record: (record: string[], info) => {
        lines.push(info.lines);
        return record;
      },
    });
    const [header = [], ...rows] = records;
    if (rows.length > 0) return { kind: 'table', table: { header, rows, lines: lines.slice(1) } };
    return { kind: 'fault', fault: { found: 'a header and no rows', expected: 'a CSV file with rows' } };
  } catch (error) {
    const found = error instanceof Error ? error.message.split('\n')[0] : 'an unreadable table';
    const hint = error instanceof CsvError ? widthHint(error, text) : null;
    return {
      kind: 'fault',
      fault: {
        found: found.slice(0, 200),
        expected: 'a CSV file with commas, a header and rows of equal width',
        ...(hint === null ? {} : { hint }),
      },
    };
  }
}

/** What to do about a row that is not as wide as the header; null for other errors. */
function widthHint({ code, record }: CsvError, text: string): string | null {
  if (code !== 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') return null;
  const header = text.trim().split(/[\r\n]/, 1)[0];
  if (!header.includes(',')) return separatorHint([header]) ?? 'the first line must name the columns: leave out titles';
  const isWider = Array.isArray(record) && record.length > header.split(',').length;
  return isWider ? 'decimals need a point, and a cell with a comma stands in quotes' : null;
}

const SEPARATORS: Readonly<Record<string, string>> = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/** What to do about a table that is one column because other signs than commas part its cells; null for any other. */
export function separatorHint(header: readonly string[]): string | null {
  const sign = header.length === 1 ? /[;\t|]/.exec(header[0])?.[0] : undefined;
  if (sign === undefined) return null;
  return `the columns seem to be parted by ${SEPARATORS[sign]}: write the file with commas, and decimals with points`;
}
