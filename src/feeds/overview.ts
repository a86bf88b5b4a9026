import { type CsvTable, numberCell, parseCsvTable } from '../tables/index.ts';
import { MILLISECONDS_PER_MINUTE } from '../time/timeline.ts';
import { isTime } from './columns.ts';
import type { ColumnOverview, Overview } from './overview-words.ts';
import { faultOf, ok, type Reading, wrong } from './problems.ts';
import { rawStamp } from './series/stamps.ts';
import type { SourceFile } from './source.ts';
import { looksLikeEpw } from './weather/epw.ts';
import { looksLikeJson } from './weather/open-meteo.ts';
import { epwOverview, openMeteoOverview } from './weather/overview.ts';

export type { ColumnOverview, Overview } from './overview-words.ts';

const GAIA = ['arrival_time', 'length', 'cpus'];
/** A comment, or 18 numbers that nothing but blanks part. */
const LOG = /^\s*(?:;|(?:-?[\d.]+[ \t]+){17}-?[\d.]+[ \t]*(?:[\r\n]|$))/;
const OPENB = ['num_gpu', 'gpu_milli', 'creation_time', 'deletion_time', 'scheduled_time'];

/** The columns of a CSV file and what they hold, or that it is a log. Nothing is interpreted. */
export function overviewOf(source: SourceFile): Reading<Overview> {
  if (looksLikeEpw(source.text)) return epwOverview(source);
  if (looksLikeJson(source.text)) return openMeteoOverview(source);
  if (LOG.test(source.text)) return ok(logOverview(source));
  const parsed = parseCsvTable(source.text);
  if (parsed.kind === 'fault') return wrong(faultOf(source.name, parsed.fault));
  const { header, rows } = parsed.table;
  const has = (names: readonly string[]) => names.every((name) => header.includes(name));
  return ok({
    file: source.name,
    kind: has(GAIA) ? 'gaia' : has(OPENB) ? 'openb' : 'table',
    rowCount: rows.length,
    columns: header.map((name, column) => columnOverview(name, parsed.table, column)),
  });
}

function logOverview({ name, text }: SourceFile): Overview {
  const rows = text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith(';'));
  return { file: name, kind: 'swf', rowCount: rows.length, columns: [] };
}

function columnOverview(name: string, { rows }: CsvTable, column: number): ColumnOverview {
  const cells = rows.map((row) => row[column]);
  const filled = cells.filter((cell) => numberCell(cell).kind !== 'blank');
  const blankCount = cells.length - filled.length;
  const [first] = filled;
  if (first === undefined) return { kind: 'empty', name };
  if (filled.every(isTime)) return { ...timesOverview(name, filled), blankCount };
  const values = filled.flatMap((cell) => {
    const read = numberCell(cell);
    return read.kind === 'number' ? [read.value] : [];
  });
  if (values.length === filled.length) return { ...numbersOverview(name, values), blankCount };
  const distinct = new Set(filled);
  return { kind: 'words', name, distinctCount: distinct.size, examples: [...distinct].slice(0, 3), blankCount };
}

const numbersOverview = (name: string, values: readonly number[]) => ({
  kind: 'numbers' as const,
  name,
  least: values.reduce((found, value) => Math.min(found, value)),
  mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  greatest: values.reduce((found, value) => Math.max(found, value)),
});

function timesOverview(name: string, cells: readonly string[]) {
  const stamps = cells.map(rawStamp);
  const faces = stamps.map((stamp) => (stamp.kind === 'at' ? stamp.at : stamp.kind === 'local' ? stamp.local : 0));
  const withOffset = stamps.filter(({ kind }) => kind === 'at').length;
  const distances = faces.slice(1).map((face, index) => face - faces[index]);
  const counts = new Map<number, number>();
  for (const distance of distances) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  const [step = null] = [...counts].sort((a, b) => b[1] - a[1]).map(([distance]) => distance);
  return {
    kind: 'times' as const,
    name,
    first: cells[0],
    last: cells[cells.length - 1],
    offsets: withOffset === cells.length ? ('all' as const) : withOffset === 0 ? ('none' as const) : ('some' as const),
    stepMinutes: step === null ? null : step / MILLISECONDS_PER_MINUTE,
    notAscendingCount: distances.filter((distance) => distance <= 0).length,
  };
}
