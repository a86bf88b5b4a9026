/** What the package offers to programs: a scheduling problem in, a plan out, and the solver that stands behind it. */

export * from '../solver/index.ts';
export * from './scheduling/index.ts';
