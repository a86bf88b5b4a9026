import { expect, it } from 'vitest';
import { onlyProblem, type SmallScenario, smallScenario } from './small-scenario.ts';

/** A change that makes the small scenario wrong, and what its only problem must say. */
export type BadCase = readonly [name: string, change: (scenario: SmallScenario) => void, message: string];

/** One test a case: the fault is named once, with path, what was found and what was expected. */
export function itRefuses(cases: readonly BadCase[]): void {
  it.each(cases)('refuses %s', (_name, change, message) => {
    const scenario = smallScenario(change);
    // A job at sites that are not there would be a second fault.
    if (scenario.sites.length === 0) scenario.jobs = [];
    expect(onlyProblem(scenario)).toContain(message);
  });
}
