import { firstOf, ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import { makeNumberReader, readNamedTable } from './cells.ts';
import { countWords, makeLeftOutCounter, type Trace, type TraceJob } from './trace.ts';

const SECONDS_PER_HOUR = 3600;
const THOUSANDTHS = 1000;
const COLUMNS = [
  'name',
  'num_gpu',
  'gpu_milli',
  'gpu_spec',
  'qos',
  'pod_phase',
  'creation_time',
  'deletion_time',
  'scheduled_time',
] as const;

/**
 * A list of pods in the form of Alibaba's cluster-trace-gpu-v2023 ("openb"): num_gpu accelerators, gpu_milli thousandths of each;
 * times in seconds from the trace's start. A pod arrives when it is created and runs from when it was scheduled
 * until it was deleted. `qos`: only pods of these classes; null: all.
 */
export function readOpenbTrace(source: SourceFile, qos: readonly string[] | null): Reading<Trace> {
  const named = readNamedTable(source, COLUMNS);
  if (named.kind === 'wrong') return named;
  const { table, cellOf } = named.value;
  const numbers = makeNumberReader(source.name);
  const leftOut = makeLeftOutCounter();
  const pods: Pod[] = [];
  for (const [row, cells] of table.rows.entries()) {
    const line = table.lines[row];
    const text = (column: (typeof COLUMNS)[number]) => cellOf(cells, column);
    const number = (column: (typeof COLUMNS)[number]) => numbers.read(text(column), line, column);
    const pod = {
      line,
      name: text('name'),
      qos: text('qos'),
      phase: text('pod_phase'),
      spec: text('gpu_spec'),
      accelerators: number('num_gpu'),
      thousandths: number('gpu_milli'),
      created: number('creation_time'),
      deleted: number('deletion_time'),
      scheduled: number('scheduled_time'),
    };
    const reason = reasonAgainst(pod, qos);
    if (reason === null) pods.push(pod);
    else leftOut.add(reason, line);
  }
  if (numbers.problems.length > 0) return wrong(...firstOf(numbers.problems, 'such cells'));
  const { name: file } = source;
  const jobs = pods.map(jobOf);
  return ok({
    file,
    rowCount: table.rows.length,
    jobs,
    leftOut: leftOut.all(),
    startEpochSeconds: null,
    facts: factsOn(pods),
  });
}

interface Pod {
  readonly line: number;
  readonly name: string;
  readonly qos: string;
  readonly phase: string;
  readonly spec: string;
  readonly accelerators: number | null;
  readonly thousandths: number | null;
  readonly created: number | null;
  readonly deleted: number | null;
  readonly scheduled: number | null;
}

function reasonAgainst(pod: Pod, qos: readonly string[] | null): string | null {
  const { accelerators, thousandths, created, deleted, scheduled, phase } = pod;
  if (qos !== null && !qos.includes(pod.qos)) return `qos ${pod.qos === '' ? '(none)' : pod.qos}`;
  if (accelerators === 0 || thousandths === 0) return 'asks for no accelerator';
  if (accelerators === null || thousandths === null) return 'accelerators unknown';
  if (created === null) return 'creation_time unknown';
  if (scheduled === null) return `never scheduled (${phase})`;
  if (deleted === null) return `no end known (${phase})`;
  return deleted > scheduled ? null : `ends when it starts or before (${phase})`;
}

/** Of a pod that nothing stands against: none of its figures is unknown. */
const jobOf = ({ name, line, accelerators, thousandths, created, deleted, scheduled }: Pod): TraceJob => ({
  name,
  line,
  arrivalSeconds: created ?? Number.NaN,
  hours: ((deleted ?? Number.NaN) - (scheduled ?? Number.NaN)) / SECONDS_PER_HOUR,
  processors: ((accelerators ?? Number.NaN) * (thousandths ?? Number.NaN)) / THOUSANDTHS,
});

function factsOn(pods: readonly Pod[]): string[] {
  if (pods.length === 0) return [];
  const end = pods.reduce((latest, { deleted }) => Math.max(latest, deleted ?? 0), 0);
  const cut = pods.filter(({ phase, deleted }) => phase === 'Running' && deleted === end).length;
  const shared = pods.filter(({ thousandths }) => thousandths !== null && thousandths < THOUSANDTHS).length;
  const specified = pods.filter(({ spec }) => spec !== '').length;
  return [
    `pods by quality of service: ${countWords(pods.map(({ qos }) => qos))}`,
    `pods by phase: ${countWords(pods.map(({ phase }) => phase))}`,
    ...(cut === 0
      ? []
      : [`${cut} pods were still running when the trace ends: of their length only that much is known`]),
    ...(shared === 0 ? [] : [`${shared} pods take a part of one accelerator`]),
    ...(specified === 0
      ? []
      : [`${specified} pods ask for models of accelerators (gpu_spec): not carried over to the jobs`]),
  ];
}
