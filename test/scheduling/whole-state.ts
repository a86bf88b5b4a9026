import type { SolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import { type Assembled, assembleFleet } from '../../src/scheduling/assemble.ts';
import { makeProblem } from '../../src/scheduling/index.ts';
import type { StartOption, WholeJob } from '../../src/scheduling/part.ts';
import { lpSolution, readParts } from '../../src/scheduling/read-solution.ts';
import { type Mixture, type WholeChoice, waysOf } from '../../src/scheduling/rounding.ts';
import { holdChoice, isSolved } from '../../src/scheduling/whole-jobs.ts';
import { at } from '../support/fleets.ts';

/** A fleet as rounding meets it: its whole jobs, and what its program found with some of their ways shut, or none. */
export interface WholeState {
  readonly fleet: Fleet;
  readonly jobs: readonly WholeJob[];
  readonly mixture: Mixture;
  readonly objective: number;
}

/** Where a job stands: hours after midnight that it starts at, or not at all. */
export type Standing = number | 'left over' | 'unserved';

export async function wholeStateOf(
  solver: SolverPool,
  of: Fleet,
  standings: Readonly<Record<string, Standing>> = {},
): Promise<WholeState> {
  const { fleet } = makeProblem(of);
  const assembled: Assembled = assembleFleet(fleet);
  const jobs = assembled.parts.flatMap((part) => part.wholeJobs ?? []);
  const choice = choiceOf(jobs, standings);
  const program = assembled.lp.build();
  // As planning does: from where the open program ended, whose basis knows prices of slots in which nothing runs.
  const { basis } = await solver.solve(program);
  const model = holdChoice(program, choice);
  const outcome = await solver.solve(model, basis === null ? {} : { basis });
  if (!isSolved(outcome)) throw new Error(`the program stopped: ${outcome.stop.kind}`);
  const solution = lpSolution({ model, ...outcome.point, ...outcome.duals });
  const { series } = readParts(assembled.parts, solution);
  return { fleet, jobs, mixture: { solution, series }, objective: outcome.point.objective };
}

/** What every way of the jobs that are named stands at. */
export function choiceOf(jobs: readonly WholeJob[], standings: Readonly<Record<string, Standing>>): WholeChoice {
  const named = jobs.filter(({ job }) => standings[job.id] !== undefined);
  return new Map(
    named.flatMap((job) => {
      const taken = columnAt(job, standings[job.job.id]);
      return waysOf(job).map((column) => [column, column === taken ? job.units : 0] as const);
    }),
  );
}

/** Where a choice has each job. */
export function standingsOf(jobs: readonly WholeJob[], choice: WholeChoice): Record<string, Standing> {
  return Object.fromEntries(
    jobs.map((job) => {
      const taken = waysOf(job).filter((column) => (choice.get(column) ?? 0) > 0);
      if (taken.length !== 1) throw new Error(`${job.job.id} takes ${taken.length} ways`);
      const start = job.starts.find(({ column }) => column === taken[0]);
      if (start !== undefined) return [job.job.id, (start.run.startsAt - at(0)) / 3_600_000];
      return [job.job.id, taken[0] === job.unserved ? 'unserved' : 'left over'];
    }),
  );
}

export function jobOf({ jobs }: WholeState, id: string): WholeJob {
  const found = jobs.find(({ job }) => job.id === id);
  if (found === undefined) throw new Error(`no whole job ${id}`);
  return found;
}

/** The start of a job at an hour after midnight (and a site, where it has several). */
export function startAt({ starts, job }: WholeJob, hours: number, site?: string): StartOption {
  const found = starts.find(({ run, ...start }) => run.startsAt === at(hours) && (site ?? start.site) === start.site);
  if (found === undefined) throw new Error(`${job.id} cannot start at ${hours}`);
  return found;
}

function columnAt(job: WholeJob, standing: Standing) {
  if (standing === 'unserved') return job.unserved;
  if (standing === 'left over') return job.leftover;
  return startAt(job, standing).column;
}
