/** What stands in a file, for someone who does not know it yet. */
export interface Overview {
  readonly file: string;
  /** `swf`: a log in the Standard Workload Format; `gaia`, `openb`: a trace by its columns; weather by its form; else a table. */
  readonly kind: 'table' | 'gaia' | 'openb' | 'swf' | 'epw' | 'epwTypicalYear' | 'openMeteo';
  readonly rowCount: number;
  /** What the file says besides its columns, in words. */
  readonly facts?: readonly string[];
  readonly columns: readonly ColumnOverview[];
}

export type ColumnOverview =
  | {
      readonly kind: 'times';
      readonly name: string;
      readonly first: string;
      readonly last: string;
      /** Whether every time has an offset, none has, or some have. */
      readonly offsets: 'all' | 'none' | 'some';
      /** Commonest distance of rows; null for a single row. */
      readonly stepMinutes: number | null;
      /** Rows whose time is not after that of the row before, by the face of the clock. */
      readonly notAscendingCount: number;
      readonly blankCount: number;
    }
  | {
      readonly kind: 'numbers';
      readonly name: string;
      readonly least: number;
      readonly mean: number;
      readonly greatest: number;
      readonly blankCount: number;
    }
  | {
      readonly kind: 'words';
      readonly name: string;
      readonly distinctCount: number;
      readonly examples: readonly string[];
      readonly blankCount: number;
    }
  | { readonly kind: 'empty'; readonly name: string };
