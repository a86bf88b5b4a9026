import { type CsvTable, closestWord, quote } from '../tables/index.ts';
import { child, items, type Node, type ReadContext, spoiledPlaces } from './context.ts';
import { readTable } from './data-file.ts';
import { type JobDraft, readJobs } from './jobs.ts';
import type { Places } from './places.ts';
import { formatPath, type Path } from './problems.ts';
import { type JobSource, job, type ScenarioSource } from './schema/scenario.ts';
import { faultsAgainst, isRecord } from './validate.ts';

const COLUMNS = Object.keys(job.properties);
const NUMBER_COLUMNS = new Set([
  'units',
  'hours',
  'doneUnitHours',
  'dataGigabytes',
  'maximumLatencyMs',
  'pricePerHourLate',
  'restartPricePerUnit',
  'unservedPricePerUnitHour',
  'leftoverPricePerUnitHour',
]);

/** Columns of several names, parted by blanks or semicolons. */
const LIST_COLUMNS = new Set(['sites', 'residency']);

/** The jobs of a scenario, inline or from a CSV file; faults of the latter name its lines. */
export function readJobList(
  context: ReadContext,
  node: Node<ScenarioSource['jobs']>,
  places: Places,
): JobDraft[] | null {
  if (Array.isArray(node.value)) return readJobs(context, items(node as Node<JobSource[]>), places);
  if (node.value === undefined) return [];
  if (!isRecord(node.value) || !context.trusted(node.path)) return null;
  const fileNode = child(node as Node<{ file?: string }>, 'file');
  if (fileNode.value === undefined) return null;
  const file = fileNode.value;
  const table = readTable(context, { path: fileNode.path, value: file });
  if (table === null || !headerIsSound(context, fileNode.path, file, table)) return null;
  const atRow: ReadContext = {
    ...context,
    fault: (fault) => {
      const row = fault.path[node.path.length];
      context.fault(typeof row === 'number' ? { ...fault, elsewhere: { file, line: table.lines[row] } } : fault);
    },
  };
  // The form of the rows is looked at here, so that what is trusted of them is known here alone.
  const nodes = table.rows.map((cells, row) => ({ path: [...node.path, row], value: jobOfRow(table.header, cells) }));
  const faults = nodes.flatMap(({ path, value }) =>
    faultsAgainst(job, value).map((fault) => ({ ...fault, path: [...path, ...fault.path] })),
  );
  for (const fault of faults) atRow.fault(fault);
  const spoiled = spoiledPlaces(faults);
  const trusted = (path: Path): boolean => context.trusted(path) && !spoiled.has(formatPath(path));
  return readJobs({ ...atRow, trusted }, nodes as readonly Node<unknown>[] as readonly Node<JobSource>[], places);
}

function headerIsSound(context: ReadContext, path: Node<unknown>['path'], file: string, { header }: CsvTable): boolean {
  const wrong = header.filter((name, index) => !COLUMNS.includes(name) || header.indexOf(name) < index);
  for (const name of wrong) {
    const meant = closestWord(
      name,
      COLUMNS.filter((column) => !header.includes(column)),
    );
    const hint = COLUMNS.includes(name) || meant === null ? {} : { hint: `did you mean ${meant}?` };
    const found = COLUMNS.includes(name) ? `the column ${quote(name)} twice` : `an unknown column ${quote(name)}`;
    context.fault({
      path,
      found,
      expected: `each of these once at most: ${COLUMNS.join(', ')}`,
      ...hint,
      elsewhere: { file, line: 1 },
    });
  }
  return wrong.length === 0;
}

/** A row as the job that it would be in the scenario file: empty cells are absent keys. */
function jobOfRow(header: readonly string[], cells: readonly string[]): Readonly<Record<string, unknown>> {
  const entries = header.flatMap((name, index): [string, unknown][] => {
    const cell = cells[index];
    if (cell === '') return [];
    if (LIST_COLUMNS.has(name)) return [[name, cell.split(/[\s;]+/).filter((word) => word !== '')]];
    return [[name, NUMBER_COLUMNS.has(name) && /^[+-]?[\d.]+([eE][+-]?\d+)?$/.test(cell) ? Number(cell) : cell]];
  });
  return Object.fromEntries(entries);
}
