import { expect, it } from 'vitest';
import { onlyProblem, type SmallScenario, smallScenario } from './small-scenario.ts';

/** A change that makes a scenario wrong, and what its only problem must say. */
export type BadCase<Scenario = SmallScenario> = readonly [
  name: string,
  change: (scenario: Scenario) => void,
  message: string,
];

/** One test a case: the fault is named once, with path, what was found and what was expected. */
export function itRefuses(cases: readonly BadCase[]): void {
  itRefusesOf(smallScenario, cases);
}

/** The same with another scenario to begin with. */
export function itRefusesOf<Scenario extends { readonly sites: readonly unknown[]; jobs: unknown[] }>(
  scenarioWith: (change: (scenario: Scenario) => void) => Scenario,
  cases: readonly BadCase<Scenario>[],
): void {
  it.each(cases)('refuses %s', (_name, change, message) => {
    const scenario = scenarioWith(change);
    // A job at sites that are not there would be a second fault.
    if (scenario.sites.length === 0) scenario.jobs = [];
    expect(onlyProblem(scenario)).toContain(message);
  });
}
