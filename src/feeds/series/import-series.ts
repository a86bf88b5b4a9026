import { ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import { zoneProblem } from '../zones.ts';
import { describeGrid, type SeriesDescription } from './description.ts';
import { type Grid, layOnGrid } from './grid.ts';
import { joinRows } from './join.ts';
import { notesOn } from './notes.ts';
import { readUnit, type SeriesOptions } from './options.ts';
import { readRows } from './rows.ts';

/** A series ready for a scenario: intervals without holes in time, each with a value or none. */
export interface ImportedSeries {
  /** Start of the first interval, epoch milliseconds. */
  readonly start: number;
  readonly stepMilliseconds: number;
  /** Money per kWh or g/kWh; NaN where there is no value. */
  readonly values: Float64Array;
  readonly description: SeriesDescription;
}

/** One series from one or several CSV files; or everything that is wrong with options and files, as far as it can be told at once. */
export function importSeries(sources: readonly SourceFile[], options: SeriesOptions): Reading<ImportedSeries> {
  const unit = readUnit(options.quantity, options.unit);
  const zone = options.timeZone === null ? null : zoneProblem('--zone', options.timeZone);
  if (unit.kind === 'wrong' || zone !== null) {
    return wrong(...(unit.kind === 'wrong' ? unit.problems : []), ...(zone === null ? [] : [zone]));
  }
  const readings = sources.map((source) => readRows(source, options));
  const problems = readings.flatMap((reading) => (reading.kind === 'wrong' ? reading.problems : []));
  if (problems.length > 0) return wrong(...problems);
  const files = readings.flatMap((reading) => (reading.kind === 'ok' ? [reading.value] : []));
  const joined = joinRows(files, options);
  if (joined.kind === 'wrong') return joined;
  const laid = layOnGrid(joined.value.samples, options);
  if (laid.kind === 'wrong') return laid;
  const grid: Grid = laid.value;
  const described = describeGrid(grid, files, joined.value.overlapCount, unit.value, options);
  return ok({
    start: grid.start,
    stepMilliseconds: grid.stepMilliseconds,
    values: grid.values.map(unit.value.convert),
    description: { ...described, notes: notesOn(described, grid, files) },
  });
}
