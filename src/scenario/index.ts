/** Scenario files and their JSON Schema -> domain. */
export { formatProblems, type ScenarioProblem } from './problems.ts';
export { readScenario, type ScenarioOrigin, type ScenarioResult } from './read.ts';
export { readScenarioFile } from './read-file.ts';
