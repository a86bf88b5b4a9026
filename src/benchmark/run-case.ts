import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BackendName, makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../domain/plan.ts';
import type { ScenarioSource } from '../scenario/schema/scenario.ts';
import { makeProblem, type SchedulingProblem } from '../scheduling/index.ts';
import { type BenchCase, caseNamed } from './cases.ts';
import { bindingSlots, EVENT_FIRST_SLOT, EVENT_LAST_SLOT, EVENT_LIMIT_FRACTION, fleetAfterEvent } from './event.ts';
import type { Run } from './figures.ts';
import { type Measure, type Measured, makeMeasure, readFleet } from './measure-plan.ts';
import { peakResidentBytes, watchMemory } from './memory.ts';
import type { BackendPair, CaseRequest, CaseResult, EventAtSite, Instance, Measurement } from './result.ts';

export interface CaseSurroundings {
  /** Writes the files of a plan as `wattshift plan --out` does. */
  readonly writePlan: (directory: string, problem: SchedulingProblem, plan: Plan) => Promise<void>;
  readonly onProgress: (text: string) => void;
  /** Ends the case between two steps; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

type Context = CaseRequest & CaseSurroundings;

/** Measures one case in this process. Throws ScenarioUnreadable for a scenario file that cannot be read. */
export async function runCase(request: CaseRequest, surroundings: CaseSurroundings): Promise<CaseResult> {
  const found = caseNamed(request.name, request.quick);
  if (found === null) throw new Error(`no case is called ${request.name}`);
  const memory = watchMemory();
  const measurement = await measureCase(found, { ...request, ...surroundings }).finally(memory.stop);
  return { name: request.name, measurement, ...memory.stop() };
}

function measureCase(found: BenchCase, context: Context): Promise<Measurement> {
  switch (found.kind) {
    case 'madeUp':
      return plansOf(writeScenario(found.make(context.seed), context), context);
    case 'file':
      return plansOf(context.scenarioFile ?? '', context);
    case 'event':
      return eventsOf(writeScenario(found.make(context.seed), context), context);
    case 'backends':
      return backendsOf(
        found.make.map((make) => writeScenario(make(context.seed), context)),
        context,
      );
  }
}

/** A made-up scenario as a file, which is where every run begins. */
function writeScenario(scenario: ScenarioSource, { folder }: Context): string {
  const file = join(folder, `${scenario.name}.json`);
  writeFileSync(file, JSON.stringify(scenario));
  return file;
}

async function withMeasure<T>(backend: BackendName, context: Context, work: (measure: Measure) => Promise<T>) {
  const pool = makeSolverPool({ backend });
  const directory = join(context.folder, 'plan');
  mkdirSync(directory, { recursive: true });
  try {
    await pool.warmUp();
    const { clock, signal } = context;
    return await work(
      makeMeasure({ pool, clock, signal, writePlan: (problem, plan) => context.writePlan(directory, problem, plan) }),
    );
  } finally {
    await pool.close();
  }
}

/** One run that warms up, then the measured ones. Only the plan of the last is kept: memory is measured too. */
async function runsOf(count: number, what: string, context: Context, run: () => Promise<Measured>) {
  context.onProgress(`${what}: warming up ...`);
  let last = await run();
  const first = last.run;
  const firstPeakResidentBytes = peakResidentBytes();
  const runs: Run[] = [];
  for (let index = 1; index <= count; index += 1) {
    context.onProgress(`${what}: run ${index} of ${count} ...`);
    last = await run();
    runs.push(last.run);
  }
  return { first, firstPeakResidentBytes, runs, last };
}

function plansOf(file: string, context: Context): Promise<Measurement> {
  return withMeasure('highs', context, async (measure) => {
    const made = await runsOf(context.runs, context.name, context, () => measure.planFile(file));
    const { first, firstPeakResidentBytes, runs, last } = made;
    if (!context.quick) context.onProgress(`${context.name}: with savings split ...`);
    const splitMilliseconds = context.quick ? null : await measure.planSplitMilliseconds(last.problem);
    const instance = instanceOf(file, last.problem);
    return { kind: 'plan', instance, first, firstPeakResidentBytes, runs, splitMilliseconds };
  });
}

function eventsOf(file: string, context: Context): Promise<Measurement> {
  return withMeasure('highs', context, async (measure) => {
    context.onProgress(`${context.name}: the plan before the event ...`);
    await measure.planFile(file);
    const before = await measure.planFile(file);
    const fleet = await readFleet(file);
    const sites: EventAtSite[] = [];
    for (const { id } of fleet.sites) {
      const afterwards = fleetAfterEvent(fleet, before.plan, id);
      const what = `${context.name} at ${id}`;
      context.onProgress(`${what}: from nothing ...`);
      const cold = await measure.plan(() => makeProblem(afterwards), 0);
      const kept = () => measure.plan(() => makeProblem(afterwards, before.basis), 0);
      const warm = await runsOf(context.runs, what, context, kept);
      sites.push({
        site: id,
        bindingSlots: bindingSlots(before.plan, warm.last.plan, id),
        warm: warm.runs,
        cold: cold.run,
        relativeDifference: differenceOf(warm.last.run, cold.run),
      });
    }
    return {
      kind: 'event',
      instance: instanceOf(file, before.problem),
      firstSlot: EVENT_FIRST_SLOT,
      lastSlot: EVENT_LAST_SLOT,
      limitFraction: EVENT_LIMIT_FRACTION,
      before: before.run,
      sites,
    };
  });
}

async function backendsOf(files: readonly string[], context: Context): Promise<Measurement> {
  const missing = await whyMissing('glpk');
  if (missing !== null) return { kind: 'skipped', reason: missing };
  const pairs: BackendPair[] = [];
  for (const file of files) {
    const measured = (backend: BackendName) =>
      withMeasure(backend, context, (measure) =>
        runsOf(context.runs, `${context.name}: ${backend}`, context, () => measure.planFile(file)),
      );
    const glpk = await measured('glpk');
    const highs = await measured('highs');
    pairs.push({
      instance: instanceOf(file, highs.last.problem),
      highs: highs.runs,
      glpk: glpk.runs,
      relativeDifference: differenceOf(glpk.last.run, highs.last.run),
    });
  }
  return { kind: 'backends', pairs };
}

/** Why a backend cannot be had, in its own words, which say how to mend it; null where it is there. */
async function whyMissing(backend: BackendName): Promise<string | null> {
  const pool = makeSolverPool({ backend, workers: 1 });
  try {
    await pool.warmUp();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await pool.close();
  }
}

function differenceOf(run: Run, reference: Run): number {
  return Math.abs(run.outcome.objective - reference.outcome.objective) / reference.outcome.gapScale;
}

function instanceOf(file: string, { fleet }: SchedulingProblem): Instance {
  const bytes = readFileSync(file);
  return {
    name: fleet.name,
    sites: fleet.sites.length,
    slots: fleet.timeline.slotCount,
    jobs: fleet.jobs.length,
    scenarioBytes: bytes.length,
    scenarioDigest: createHash('sha256').update(bytes).digest('hex'),
  };
}
