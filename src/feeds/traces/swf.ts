import { quote } from '../../tables/index.ts';
import { type FeedProblem, firstOf, ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import { countWords, makeLeftOutCounter, type Trace, type TraceJob } from './trace.ts';

const SECONDS_PER_HOUR = 3600;
const FIELD_COUNT = 18;

/** Field 11 of the format. */
const STATUS: Readonly<Record<string, string>> = {
  '-1': 'status unknown',
  0: 'failed',
  1: 'completed',
  5: 'cancelled',
};
/** Lines of these are pieces of a job that has a line of its own: counted as well, its work would count twice. */
const PIECES = new Set([2, 3, 4]);

/**
 * A log in the Standard Workload Format, version 2.2 (Feitelson's Parallel Workloads Archive): comments with `;`, then 18
 * fields a line. Arrival is the submit time (field 2), length the run time (4), width the allocated processors (5), where
 * these are unknown the requested ones (8). -1 says unknown. Times count in seconds from UnixStartTime of the header.
 */
export function readSwfTrace(source: SourceFile): Reading<Trace> {
  const header = new Map<string, string>();
  const rows: SwfRow[] = [];
  const problems: FeedProblem[] = [];
  for (const [index, text] of source.text.split('\n').entries()) {
    const trimmed = text.trim();
    if (trimmed === '') continue;
    if (trimmed.startsWith(';')) {
      const match = /^;\s*([A-Za-z]+):\s*(.*)$/.exec(trimmed);
      if (match !== null && !header.has(match[1])) header.set(match[1], match[2].trim());
      continue;
    }
    const fields = trimmed.split(/\s+/).map(Number);
    if (fields.length === FIELD_COUNT && fields.every(Number.isFinite)) rows.push({ line: index + 1, fields });
    else problems.push(lineProblem(source.name, index + 1, trimmed, fields.length));
  }
  if (problems.length > 0) return wrong(...firstOf(problems, 'such lines'));
  if (rows.length === 0)
    return wrong({ file: source.name, found: 'no job', expected: `lines of ${FIELD_COUNT} numbers` });
  return ok(traceOf(source.name, rows, header));
}

interface SwfRow {
  readonly line: number;
  readonly fields: readonly number[];
}

const lineProblem = (file: string, line: number, text: string, count: number): FeedProblem => ({
  file,
  line,
  found: count === FIELD_COUNT ? quote(text) : `${count} fields, ${quote(text)}`,
  expected: `${FIELD_COUNT} numbers, or a comment that begins with ;`,
});

function traceOf(file: string, rows: readonly SwfRow[], header: ReadonlyMap<string, string>): Trace {
  const leftOut = makeLeftOutCounter();
  const statuses: string[] = [];
  let requestedCount = 0;
  const jobs = rows.flatMap(({ line, fields }): TraceJob[] => {
    const [number, arrivalSeconds, , runSeconds, allocated, , , requested, , , status] = fields;
    const processors = allocated > 0 ? allocated : requested;
    const reason = reasonAgainst(arrivalSeconds, runSeconds, processors, status);
    if (reason !== null) {
      leftOut.add(reason, line);
      return [];
    }
    statuses.push(STATUS[status] ?? `status ${status}`);
    if (allocated <= 0) requestedCount += 1;
    return [{ name: String(number), line, arrivalSeconds, hours: runSeconds / SECONDS_PER_HOUR, processors }];
  });
  const start = Number(header.get('UnixStartTime') ?? Number.NaN);
  return {
    file,
    rowCount: rows.length,
    jobs,
    leftOut: leftOut.all(),
    // Some logs have 0 there for "not known"; none is of 1970.
    startEpochSeconds: Number.isFinite(start) && start > 0 ? start : null,
    facts: [
      ...headerFacts(header),
      ...(jobs.length === 0 ? [] : [`jobs by how they ended: ${countWords(statuses)}`]),
      ...(requestedCount === 0
        ? []
        : [`${requestedCount} jobs by the processors that they requested: used ones unknown`]),
    ],
  };
}

function reasonAgainst(arrival: number, run: number, processors: number, status: number): string | null {
  if (PIECES.has(status)) return 'a piece of a job that has a line of its own (status 2, 3 or 4)';
  const ended = status === 5 ? ', cancelled' : status === 0 ? ', failed' : '';
  if (arrival < 0) return 'submit time unknown';
  if (run < 0) return `run time unknown${ended}`;
  if (run === 0) return `run time 0${ended}`;
  return processors > 0 ? null : `processors unknown${ended}`;
}

function headerFacts(header: ReadonlyMap<string, string>): string[] {
  const said = ['Computer', 'Installation', 'TimeZoneString', 'MaxNodes', 'MaxProcs'].flatMap((key) => {
    const value = header.get(key);
    return value === undefined || value === '' ? [] : [`${key} ${value}`];
  });
  return said.length === 0 ? [] : [`the header says: ${said.join(', ')}`];
}
