import {
  type Certificate,
  certify,
  dualBound,
  relativeGap,
  relaxed as relaxedProgram,
  type SolverPool,
} from '../../solver/index.ts';
import type { PlanCertificate, PlanStatus } from '../domain/plan.ts';
import type { Relaxation, StagedSolution } from './solve-stages.ts';

/** A certified gap at or under this is an optimum. */
export const OPTIMAL_GAP = 1e-6;

export interface Proof {
  readonly certificate: PlanCertificate;
  readonly certifiedGap: number | null;
  readonly status: PlanStatus;
  readonly statusReason: string | null;
}

/** Linear programs of a branching: fewer the larger they are, so that a proof takes seconds, not minutes. */
const MOST_NODES = 2_000;
const LEAST_NODES = 100;
/** Choices of whole jobs resemble each other, and many nodes prove little. */
const MOST_NODES_OF_CHOICES = 500;
const COLUMN_SOLVES = 2_000_000;

type Solved = Extract<StagedSolution, { kind: 'solved' }>;

/**
 * How far from the optimum a point can be, by arithmetic on duals: one certificate for a linear program; with
 * binaries, a bounded branching with a certificate at each leaf. `gapScale`: sum of the absolute cost lines.
 */
export async function proveSolution(
  solver: Pick<SolverPool, 'prove'>,
  solution: Solved,
  gapScale: number,
  signal?: AbortSignal,
): Promise<Proof> {
  const { columnValues, rowDuals, relaxation } = solution;
  const checked = certify(solution.model, columnValues, rowDuals);
  // Where jobs were mixed first, the bound is that of the program that may still mix them.
  const model = relaxation === null ? solution.model : relaxation.model;
  const relaxed = relaxation === null ? null : boundOfRelaxation(relaxation);
  if (model.integerColumns.length === 0) {
    return relaxed === null
      ? judged(checked, checked.lowerBound, gapScale, 'linear', 0)
      : judged(checked, relaxed, gapScale, 'relaxation', 0);
  }
  const mostNodes = relaxation === null ? MOST_NODES : MOST_NODES_OF_CHOICES;
  const nodeLimit = Math.round(Math.min(mostNodes, Math.max(LEAST_NODES, COLUMN_SOLVES / model.columnCount)));
  const options = { gapScale, relativeGap: OPTIMAL_GAP / 2, nodeLimit };
  const proof = await solver.prove(model, checked.objective, options, signal);
  const bound = Math.max(proof.lowerBound, relaxed ?? Number.NEGATIVE_INFINITY);
  return judged(checked, bound, gapScale, 'branching', proof.nodes);
}

/** Jobs were placed one by one: the bound is that of many-jobs/, for all plans, not of the program around them. */
export async function proveByPrices(solution: Solved, lowerBound: number | null, gapScale: number): Promise<Proof> {
  const checked = certify(solution.model, solution.columnValues, solution.rowDuals);
  return judged(checked, lowerBound ?? Number.NEGATIVE_INFINITY, gapScale, 'lagrangian', 0);
}

/** The bound of the first solve; rows that binaries added later have no price in it. */
function boundOfRelaxation({ model, rowDuals }: Relaxation): number {
  const duals = new Float64Array(model.rowCount);
  duals.set(rowDuals);
  return dualBound(relaxedProgram(model), duals);
}

function judged(
  checked: Certificate,
  lowerBound: number,
  gapScale: number,
  method: PlanCertificate['method'],
  branches: number,
): Proof {
  const gap = relativeGap(checked.objective, lowerBound, gapScale);
  const certifiedGap = Number.isFinite(gap) ? gap : null;
  const optimal = certifiedGap !== null && certifiedGap <= OPTIMAL_GAP;
  return {
    certificate: {
      largestRowResidual: checked.rowResidual,
      largestBoundResidual: checked.boundResidual,
      lowerBound: Number.isFinite(lowerBound) ? lowerBound : null,
      method,
      branches,
    },
    certifiedGap,
    status: optimal ? 'optimal' : 'feasible',
    statusReason: optimal
      ? null
      : certifiedGap === null
        ? 'the plan is sound, but no bound on the optimum could be proven'
        : `the plan is sound and proven to be within ${certifiedGap.toExponential(2)} of the optimum, not closer`,
  };
}
