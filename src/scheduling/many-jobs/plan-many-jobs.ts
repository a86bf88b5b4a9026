import { dualBound, relaxed, type SolverPool } from '../../../solver/index.ts';
import type { Fleet } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Assembled } from '../assemble.ts';
import { jobPlaces, jobWindow, largestSpeed } from '../job-window.ts';
import { type StagedSolution, type StageOptions, solveInStages } from '../solve-stages.ts';
import { isSolved } from '../whole-jobs.ts';
import { placeJobs } from './place-jobs.ts';
import { placedJobs } from './placed-jobs.ts';
import { type BusPrices, pricesOf } from './prices.ts';
import { coarseProgram, programWith, saleProgram } from './programs.ts';
import { sampleOf } from './sample.ts';

/**
 * Very many jobs, for which one program of all would take too long: prices come from a coarse program of stand-ins,
 * every job is placed by them, stores and the rest of the sites are planned exactly around the jobs, and how far that
 * can be from the optimum is bounded at the same prices (docs/model.md).
 */
export interface ManyJobsFinding {
  readonly assembled: Assembled;
  readonly solution: StagedSolution;
  /** No plan costs less than this; null where it could not be found. */
  readonly lowerBound: number | null;
}

/** Columns that jobs would take in one program of all, from which on they are placed one by one. */
const MANY_COLUMNS = 1_500_000;

export function isManyJobs(fleet: Fleet, from = MANY_COLUMNS): boolean {
  if (fleet.objective.minimise !== 'cost') return false;
  let columns = 0;
  for (const job of fleet.jobs) columns += columnsOf(job, fleet);
  return columns > from;
}

function columnsOf(job: ComputeJob, { sites, timeline }: Fleet): number {
  const places = jobPlaces(job, sites);
  const { shareInside } = jobWindow(job, timeline, largestSpeed(places));
  return shareInside.length * places.reduce((count, { pool }) => count + pool.operatingPoints.length, 0);
}

export async function planManyJobs(fleet: Fleet, solver: SolverPool, options: StageOptions): Promise<ManyJobsFinding> {
  const cold = { ...options, startBasis: null };
  const coarse = coarseProgram(fleet, sampleOf(fleet));
  const first = await solver.solve(coarse.lp.build(), options.limits, options.signal);
  const prices: BusPrices = isSolved(first)
    ? pricesOf(coarse, { dual: (row) => first.duals.rowDuals[row] })
    : new Map();
  const sale = saleProgram(fleet, prices).lp.build();
  const selling = solver.solve(sale, options.limits, options.signal);
  const { placements, leastCost } = placeJobs(fleet, prices);
  const assembled = programWith(fleet, [placedJobs(fleet, placements)]);
  const [solution, sold] = await Promise.all([solveInStages(solver, assembled, cold), selling]);
  const lowerBound = isSolved(sold) ? sumDown(dualBound(relaxed(sale), sold.duals.rowDuals), leastCost) : null;
  return { assembled, solution, lowerBound };
}

/** Rounding of the sums over jobs, taken off. */
const ROUNDING = 1e-10;

function sumDown(sites: number, jobs: number): number {
  return sites + jobs - ROUNDING * (Math.abs(sites) + Math.abs(jobs));
}
