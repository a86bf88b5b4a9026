import type { StopReason } from '../outcome.ts';

/** HiGHS model statuses that a solve may end with. */
export const MODEL_STATUS = {
  optimal: 7,
  infeasible: 8,
  unboundedOrInfeasible: 9,
  unbounded: 10,
  timeLimit: 13,
  iterationLimit: 14,
  solutionLimit: 16,
  interrupted: 17,
} as const;
/** A model status in the terms of an outcome. */
export function stopReason(status: number): StopReason {
  switch (status) {
    case MODEL_STATUS.optimal:
      return { kind: 'optimal' };
    case MODEL_STATUS.infeasible:
      return { kind: 'infeasible' };
    case MODEL_STATUS.unboundedOrInfeasible:
      return { kind: 'infeasibleOrUnbounded' };
    case MODEL_STATUS.unbounded:
      return { kind: 'unbounded' };
    case MODEL_STATUS.timeLimit:
      return { kind: 'timeLimit' };
    case MODEL_STATUS.iterationLimit:
      return { kind: 'iterationLimit' };
    // Of the limits that HiGHS reports so, only the one on nodes is ever set here.
    case MODEL_STATUS.solutionLimit:
      return { kind: 'nodeLimit' };
    case MODEL_STATUS.interrupted:
      return { kind: 'interrupted' };
    default:
      return {
        kind: 'backendError',
        message: `highs: stopped with model status ${status}, neither solved nor limited`,
      };
  }
}
