/** The project's own benchmark: made-up fleets, and what planning them takes. */
export { type BenchCase, caseNamed, listedCases, SCENARIO_CASE } from './cases.ts';
export { type Run, type RunOutcome, type RunTimes, type Spread, type Stage, spreadOf, spreadsOf } from './figures.ts';
export { fleetScenario } from './fleet-scenario.ts';
export { describeMachine, type Machine } from './machine.ts';
export { type Clock, ScenarioUnreadable } from './measure-plan.ts';
export type * from './result.ts';
export { type CaseSurroundings, runCase } from './run-case.ts';
