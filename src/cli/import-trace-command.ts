import {
  type ImportedJobs,
  jobsOfTrace,
  type Reading,
  readGaiaTrace,
  readOpenbTrace,
  readSwfTrace,
  type SourceFile,
  type Trace,
  type TraceOptions,
} from '../feeds/index.ts';
import { formatUtc } from '../time/timeline.ts';
import type { Arguments, Command, Option } from './arguments.ts';
import { csvText } from './csv.ts';
import {
  instantOption,
  needed,
  numberOption,
  outputOptions,
  problemsError,
  readSources,
  windowOf,
  windowOptions,
} from './import-arguments.ts';
import { deliverImport, outputFile } from './import-output.ts';
import { traceLines } from './import-trace-text.ts';
import { type CommandIo, exitCodes, UsageError } from './io.ts';
import { plain } from './text.ts';

const SHAPES = ['divisible', 'preemptible', 'contiguous'] as const;
const POLICIES = ['hard', 'priced', 'bestEffort'] as const;
const TIME_UNITS = ['seconds', 'hours'] as const;

const startOption: Option = { valueName: 'ISO', description: 'instant of time 0 of the trace (with offset)' };

const traceOptions: Readonly<Record<string, Option>> = {
  pool: { valueName: 'ID', description: 'pool that the jobs run on' },
  'slack-hours': { valueName: 'N', description: 'hours from arrival plus length to the deadline' },
  'units-per-processor': {
    valueName: 'N',
    description: 'units of the pool for each processor of the trace; default 1',
  },
  shape: { valueName: 'SHAPE', choices: SHAPES, description: 'of every job; as the scenario has it when absent' },
  sites: { valueName: 'A,B', description: 'sites that may run the jobs; all with the pool when absent' },
  'deadline-policy': { valueName: 'NAME', choices: POLICIES, description: 'of every job; hard when absent' },
  'price-per-hour-late': { valueName: 'N', description: 'money per hour, with --deadline-policy priced' },
  from: { ...windowOptions.from, description: 'leave out jobs that arrive before this time (with offset)' },
  to: { ...windowOptions.to, description: 'leave out jobs that arrive from this time on (with offset)' },
  limit: { valueName: 'N', description: 'the first N of the jobs that are left' },
  'id-prefix': { valueName: 'TEXT', description: 'before the name that a job has in the trace' },
  ...outputOptions,
};

const OUTCOME =
  'Writes the CSV that jobs: { file: jobs.csv } reads: the earliest start is the arrival, the deadline the arrival plus the length plus the slack. A row that makes no job is left out, counted and told why; nothing unknown is taken for 0.';

export const importGaiaCommand: Command = {
  name: 'import gaia',
  summary: 'Jobs from a trace with the columns arrival_time, length and cpus.',
  details: [
    'The file does not say whether its times are seconds or hours, so you must. A trace that then spans decades, or whose jobs last a second, is told.',
    OUTCOME,
  ],
  positionals: [{ name: 'file', description: 'CSV file, .csv or .csv.gz' }],
  options: {
    'time-unit': { valueName: 'UNIT', choices: TIME_UNITS, description: 'unit of arrival_time and length' },
    start: startOption,
    ...traceOptions,
  },
  run: async (args, io) => {
    const unit = needed(
      args,
      'time-unit',
      'seconds or hours, the unit of arrival_time and length; it is never guessed',
    );
    return runTrace(args, io, 'gaia-', (source) => readGaiaTrace(source, unit === 'hours' ? 'hours' : 'seconds'));
  },
};

export const importSwfCommand: Command = {
  name: 'import swf',
  summary: 'Jobs from a log in the Standard Workload Format.',
  details: [
    'Arrival is the submit time, length the run time, width the allocated processors, or the requested ones where these are unknown. Failed and cancelled jobs that ran are kept, and counted. Times count from UnixStartTime of the header unless --start is given.',
    OUTCOME,
  ],
  positionals: [{ name: 'file', description: 'log, .swf or .swf.gz' }],
  options: { start: startOption, ...traceOptions },
  run: async (args, io) => runTrace(args, io, 'swf-', readSwfTrace),
};

export const importOpenbCommand: Command = {
  name: 'import openb',
  summary: 'Jobs from a list of pods as in the cluster-trace-gpu-v2023 of Alibaba.',
  details: [
    'Width is num_gpu times gpu_milli thousandths of an accelerator, length the time from scheduled_time to deletion_time, arrival creation_time, in seconds. Pods without an accelerator, never scheduled or without an end are left out.',
    OUTCOME,
  ],
  positionals: [{ name: 'file', description: 'CSV file, .csv or .csv.gz' }],
  options: {
    start: startOption,
    qos: { valueName: 'A,B', description: 'pods of these classes only: LS, BE, Burstable, Guaranteed' },
    ...traceOptions,
  },
  run: async (args, io) => {
    const qos = args.value('qos')?.split(',') ?? null;
    return runTrace(args, io, '', (source) => readOpenbTrace(source, qos));
  },
};

async function runTrace(
  args: Arguments,
  io: CommandIo,
  idPrefix: string,
  read: (source: SourceFile) => Reading<Trace>,
): Promise<number> {
  const options = readOptions(args, idPrefix);
  const file = await outputFile(args, args.positionals, io);
  const [source] = readSources(args.positionals, io);
  const trace = read(source);
  if (trace.kind === 'wrong') throw problemsError(trace.problems);
  const imported = jobsOfTrace(trace.value, options);
  if (imported.kind === 'wrong') throw problemsError(imported.problems);
  await deliverImport(
    {
      csv: () => jobsCsv(imported.value, options),
      description: imported.value.description,
      lines: traceLines(imported.value.description, io.columns),
      keys: (name) => ({ jobs: { file: name } }),
      remarks: [],
    },
    file,
    args,
    io,
  );
  return exitCodes.done;
}

function readOptions(args: Arguments, idPrefix: string): TraceOptions {
  const pool = needed(args, 'pool', 'the pool of the scenario that the jobs run on');
  needed(args, 'slack-hours', 'hours from arrival plus length to the deadline; 0 leaves no room to move a job');
  const deadlinePolicy = args.value('deadline-policy') ?? null;
  const pricePerHourLate = numberOption(args, 'price-per-hour-late', { least: 0 });
  if ((deadlinePolicy === 'priced') !== (pricePerHourLate !== null)) {
    throw new UsageError('--deadline-policy priced and --price-per-hour-late need each other');
  }
  return {
    start: instantOption(args, 'start'),
    pool,
    unitsPerProcessor: numberOption(args, 'units-per-processor', { least: 0, open: true }) ?? 1,
    slackHours: numberOption(args, 'slack-hours', { least: 0 }) ?? 0,
    shape: args.value('shape') ?? null,
    sites: readSites(args),
    deadlinePolicy,
    pricePerHourLate,
    ...windowOf(args),
    limit: numberOption(args, 'limit', { least: 1, whole: true }),
    idPrefix: args.value('id-prefix') ?? idPrefix,
  };
}

function readSites(args: Arguments): string[] {
  const sites = args.value('sites')?.split(',') ?? [];
  const wrong = sites.find((site, index) => /^$|[\s;]/.test(site) || sites.indexOf(site) < index);
  if (wrong === undefined) return sites;
  throw new UsageError(
    `option "--sites" has "${wrong}", expected names of sites, each once, parted by commas and without blanks or semicolons`,
  );
}

/** A column for each key that the jobs have; what they have in common is in each row, for the file is all that the scenario reads. */
function jobsCsv({ jobs }: ImportedJobs, options: TraceOptions): string {
  const { pool, shape, sites, deadlinePolicy, pricePerHourLate } = options;
  const common: readonly (readonly [key: string, cell: string | number | null])[] = [
    ['shape', shape],
    ['sites', sites.length === 0 ? null : sites.join(' ')],
    ['deadlinePolicy', deadlinePolicy],
    ['pricePerHourLate', pricePerHourLate],
  ];
  const used = common.flatMap(([key, cell]) => (cell === null ? [] : [{ key, cell }]));
  const header = ['id', 'pool', 'units', 'hours', 'earliestStart', 'deadline', ...used.map(({ key }) => key)];
  const rows = jobs.map(({ id, units, hours, earliestStart, deadline }) => [
    plain(id),
    plain(pool),
    units,
    hours,
    formatUtc(earliestStart),
    formatUtc(deadline),
    ...used.map(({ cell }) => cell),
  ]);
  return csvText([header, ...rows]);
}
