import { parse } from 'csv-parse/sync';
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
    if (rows.length > 0) return { kind: 'table', table: { header, rows, lines: lines.slice(1) } };
    return { kind: 'fault', fault: { found: 'a header and no rows', expected: 'a CSV file with rows' } };
  } catch (error) {
    const found = error instanceof Error ? error.message.split('\n')[0] : 'an unreadable table';
    return {
      kind: 'fault',
      fault: { found: found.slice(0, 200), expected: 'a CSV file with commas, a header and rows of equal width' },
    };
  }
}
