import type {
  BackendsResult,
  CaseResult,
  Clock,
  EventResult,
  Instance,
  Machine,
  PlanResult,
  Run,
  Spread,
  Stage,
} from '../benchmark/index.ts';
import { spreadOf, spreadsOf } from '../benchmark/index.ts';
import { wrap } from './arguments.ts';
import { eventSummary, glpkByHighs, ratioOf } from './bench-report.ts';
import { plain, textTable } from './text.ts';

/** The report of a benchmark for people. */

const STAGES: readonly (readonly [stage: Stage, label: string])[] = [
  ['read', 'reading the scenario'],
  ['problem', 'problem and its digest'],
  ['baselines', 'baselines'],
  ['build', 'building the program'],
  ['pass', 'passing it to the solver'],
  ['solve', 'solving'],
  ['tieBreak', 'breaking ties'],
  ['certify', 'certificate'],
  ['rest', 'rest of planning'],
  ['verify', 'verification'],
  ['write', 'writing plan and CSV files'],
  ['answer', 'answer: problem to verified plan'],
  ['total', 'total: scenario file to plan files'],
  ['allButSolve', 'all but the solve'],
];

/** Events begin with a fleet in memory: nothing is read. */
const READING: readonly Stage[] = ['read', 'total', 'allButSolve'];

export function machineLines(machine: Machine, clock: Clock, columns: number): readonly string[] {
  const { processor, cores, loadAverage, memoryBytes, system, node, v8, engine, highs } = machine;
  const paragraphs = [
    `${plain(processor)}, ${cores} cores, ${gigabytes(memoryBytes)}, load ${loadAverage.join(' ')} at the start. ${plain(system)}, Node ${node} (V8 ${v8}), wattshift ${engine}, HiGHS package ${highs ?? 'unknown'}.`,
    clock === 'wall'
      ? 'Times in milliseconds. On a machine that does other work as well they are noisy.'
      : 'Processor time of all threads, in milliseconds: what other work delays is left out.',
  ];
  return paragraphs.flatMap((text) => wrap(text, columns, ''));
}

export function caseLines({ name, measurement, peakResidentBytes }: CaseResult, columns: number): readonly string[] {
  const memory = `Peak resident memory ${megabytes(peakResidentBytes)}`;
  switch (measurement.kind) {
    case 'plan':
      return [
        ...planLines(name, measurement, columns),
        `${memory}, ${megabytes(measurement.firstPeakResidentBytes)} after the first run.`,
      ];
    case 'event':
      return [...eventLines(name, measurement, columns), `${memory}.`];
    case 'backends':
      return [...backendLines(name, measurement, columns), `${memory}.`];
    case 'skipped':
      return wrap(`${name}: not measured. ${plain(measurement.reason)}`, columns, '');
  }
}

function planLines(name: string, { instance, first, runs, splitMilliseconds }: PlanResult, columns: number) {
  const split = splitMilliseconds === null ? '' : ` Planning with the savings split: ${ms(splitMilliseconds)}.`;
  return [
    ...wrap(`${name}: ${instanceWords(instance)}`, columns, ''),
    ...outcomeLines(runs, columns),
    ...stageTable(runs, columns, []),
    ...wrap(
      `All but the solve is ${percent(ratioOf(runs, 'allButSolve'))} of the total. First run: ${ms(first.times.total)}.${split}`,
      columns,
      '',
    ),
  ];
}

function eventLines(name: string, result: EventResult, columns: number) {
  const { instance, firstSlot, lastSlot, limitFraction, before, sites } = result;
  const { answers, warmByCold, warmSolveByColdSolve } = eventSummary(result);
  const worst = sites.reduce((most, site) => (medianOf(site.warm) > medianOf(most.warm) ? site : most));
  const rows = sites.map(({ site, bindingSlots, warm, cold }) => {
    const spread = answerSpread(warm);
    return [
      plain(site),
      ...spreadCells(spread),
      ms(spreadOf(warm.map(({ times }) => times.solve)).median),
      ms(cold.times.answer),
      String(bindingSlots),
    ];
  });
  return [
    ...wrap(
      `${name}: ${instanceWords(instance)}; import of one site held to ${percent(limitFraction)} of its plan in slots ${firstSlot} to ${lastSlot}, from the kept basis`,
      columns,
      '',
    ),
    ...outcomeLines(worst.warm, columns),
    ...textTable(
      [['answer', 'median', 'least', 'most', 'solving', 'cold', 'slots bind'], ...rows],
      ['left', ...Array.from({ length: 6 }, () => 'right' as const)],
      columns,
    ),
    ...stageTable(
      sites.flatMap(({ warm }) => warm),
      columns,
      READING,
    ),
    ...wrap(
      `Answers (median of each site): median ${ms(answers.median)}, worst ${ms(answers.maximum)} at ${plain(worst.site)}. Warm by cold: ${ratio(warmByCold.median)} (${ratio(warmByCold.minimum)} to ${ratio(warmByCold.maximum)}), of the solve alone ${ratio(warmSolveByColdSolve.median)}. Reading the scenario takes ${ms(before.times.read)} more where it is not in memory.`,
      columns,
      '',
    ),
  ];
}

function backendLines(name: string, { pairs }: BackendsResult, columns: number) {
  const rows = pairs.map((pair) => [
    pair.instance.name,
    count(pair.highs[0].outcome.program?.columns ?? null),
    ...spreadCells(solveSpread(pair.highs)).slice(0, 1),
    ...spreadCells(solveSpread(pair.glpk)),
    ratio(glpkByHighs(pair)),
    pair.relativeDifference.toExponential(0),
  ]);
  return [
    ...wrap(
      `${name}: solving by GLPK beside HiGHS; the optima differ by the share of all cost lines at the right`,
      columns,
      '',
    ),
    ...textTable(
      [['solving', 'columns', 'HiGHS', 'GLPK', 'least', 'most', 'ratio', 'differ'], ...rows],
      ['left', ...Array.from({ length: 7 }, () => 'right' as const)],
      columns,
    ),
  ];
}

function stageTable(runs: readonly Run[], columns: number, without: readonly Stage[]): readonly string[] {
  const spreads = spreadsOf(runs);
  const rows = STAGES.filter(([stage]) => !without.includes(stage)).map(([stage, label]) => {
    const spread = spreads[stage];
    return [label, ...(spread === null ? ['in solving', '', ''] : spreadCells(spread))];
  });
  return textTable([['stage', 'median', 'least', 'most'], ...rows], ['left', 'right', 'right', 'right'], columns);
}

function outcomeLines(runs: readonly Run[], columns: number): readonly string[] {
  const [{ outcome }] = runs;
  const { status, certifiedGap, program, solves, iterations, brokenPromises, violations } = outcome;
  const size =
    program === null
      ? []
      : [`${count(program.columns)} columns, ${count(program.rows)} rows, ${count(program.nonzeros)} nonzeros`];
  const gap = certifiedGap === null ? 'no certified gap' : `certified gap ${certifiedGap.toExponential(1)}`;
  const words = [
    ...size,
    `${status}, ${gap}`,
    `${count(iterations)} iterations in ${solves} ${solves === 1 ? 'solve' : 'solves'}`,
    violations === 0 ? 'verified' : `${violations} RULES BROKEN`,
    ...(brokenPromises === 0 ? [] : [`${brokenPromises} promises broken`]),
    runs.length === 1 ? '1 run' : `${runs.length} runs`,
  ];
  return wrap(words.join('; '), columns, '');
}

const medianOf = (runs: readonly Run[]): number => answerSpread(runs).median;
const answerSpread = (runs: readonly Run[]): Spread => spreadOf(runs.map(({ times }) => times.answer));
const solveSpread = (runs: readonly Run[]): Spread =>
  spreadOf(runs.map(({ times }) => times.solve + (times.pass ?? 0)));
const spreadCells = ({ median, minimum, maximum }: Spread) => [ms(median), ms(minimum), ms(maximum)];

function instanceWords({ sites, slots, jobs }: Instance): string {
  return `${count(sites)} sites, ${count(slots)} slots, ${count(jobs)} jobs`;
}

const number = (digits: number) =>
  new Intl.NumberFormat('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
const ms = (value: number): string => number(value < 10 ? 2 : value < 100 ? 1 : 0).format(value);
const ratio = (value: number): string => number(value < 10 ? 2 : 0).format(value);
const percent = (share: number): string => `${number(0).format(100 * share)} %`;
const count = (value: number | null): string => (value === null ? '?' : number(0).format(value));
const megabytes = (bytes: number): string => `${number(0).format(bytes / 1e6)} MB`;
const gigabytes = (bytes: number): string => `${number(0).format(bytes / 1e9)} GB`;
