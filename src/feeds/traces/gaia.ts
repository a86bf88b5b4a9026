import { firstOf, ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import { makeNumberReader, readNamedTable } from './cells.ts';
import { makeLeftOutCounter, type Trace, type TraceJob } from './trace.ts';

export type GaiaTimeUnit = 'seconds' | 'hours';

const SECONDS_PER_HOUR = 3600;
const COLUMNS = ['arrival_time', 'length', 'cpus'] as const;

/**
 * A trace with a row for each job: `arrival_time,length,cpus`. Files of this kind have their times in seconds or in hours
 * and do not say which. Jobs go by the number of their row.
 */
export function readGaiaTrace(source: SourceFile, timeUnit: GaiaTimeUnit): Reading<Trace> {
  const named = readNamedTable(source, COLUMNS);
  if (named.kind === 'wrong') return named;
  const { table, cellOf } = named.value;
  const numbers = makeNumberReader(source.name);
  const leftOut = makeLeftOutCounter();
  const secondsPerUnit = timeUnit === 'seconds' ? 1 : SECONDS_PER_HOUR;
  const jobs: TraceJob[] = [];
  for (const [row, cells] of table.rows.entries()) {
    const line = table.lines[row];
    const [arrival, length, processors] = COLUMNS.map((column) => numbers.read(cellOf(cells, column), line, column));
    if (arrival === null) leftOut.add('no arrival_time', line);
    else if (length === null || length === 0) leftOut.add(length === null ? 'no length' : 'length 0', line);
    else if (processors === null || processors === 0) leftOut.add(processors === null ? 'no cpus' : '0 cpus', line);
    else {
      const arrivalSeconds = arrival * secondsPerUnit;
      const hours = timeUnit === 'hours' ? length : length / SECONDS_PER_HOUR;
      jobs.push({ name: String(row + 1), line, arrivalSeconds, hours, processors });
    }
  }
  if (numbers.problems.length > 0) return wrong(...firstOf(numbers.problems, 'such cells'));
  const { name: file } = source;
  return ok({ file, rowCount: table.rows.length, jobs, leftOut: leftOut.all(), startEpochSeconds: null, facts: [] });
}
