/** The case book: real systems with published figures, run and judged. */
export type { Case, CaseScenario, Figure, FigureKind, Published } from './case.ts';
export { TOLERANCE } from './case.ts';
export { cases } from './cases/index.ts';
export type { JudgedFigure, Verdict } from './judge.ts';
export { type CaseResult, type CaseScenarioResult, runCase } from './run-case.ts';
export {
  countText,
  departureText,
  figureText,
  KINDS,
  publishedText,
  summaryText,
  TOLERANCE_TEXT,
  verdictText,
} from './words.ts';
