/**
 * The last word of a test run: which tests were skipped and why, and one line
 * `N passed, N failed, N skipped` that people and scripts can read. Under CI=true a skip is a failure of the run:
 * what is skipped there is run nowhere.
 */
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

type Tally = { passed: number; failed: number; skipped: TestCase[] };

/** A hook or a file that breaks stops its tests before any of them fails, so it counts as a failure of its own. */
const brokenAround = (node: TestModule | TestSuite): number => {
  const nested = [...node.children.allSuites()].filter((suite) => suite.errors().length > 0).length;
  return nested + (node.errors().length > 0 ? 1 : 0);
};

/** A test left out by `-t` was not asked for; that is no skip. Vitest matches the names joined by spaces. */
const isAskedFor = (test: TestCase, namePattern: RegExp | undefined): boolean =>
  namePattern === undefined || namePattern.test(test.fullName.replaceAll(' > ', ' '));

const tallyOf = (
  modules: readonly TestModule[],
  unhandledErrorCount: number,
  namePattern: RegExp | undefined,
): Tally => {
  const tally: Tally = { passed: 0, failed: unhandledErrorCount, skipped: [] };
  for (const module of modules) {
    tally.failed += brokenAround(module);
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') tally.passed += 1;
      else if (state === 'skipped') {
        if (isAskedFor(test, namePattern)) tally.skipped.push(test);
      } else tally.failed += 1;
    }
  }
  return tally;
};

const skipLine = (test: TestCase): string => {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  const reason = note ?? "no reason given (say it with context.skip('reason'))";
  return `  ${test.module.relativeModuleId} > ${test.fullName}: ${reason}`;
};

const report = (tally: Tally, skipsAreFailures: boolean): string => {
  const lines: string[] = [];
  if (tally.skipped.length > 0) {
    lines.push(skipsAreFailures ? 'Skipped, which fails the run because CI=true:' : 'Skipped:');
    lines.push(...tally.skipped.map(skipLine));
  }
  lines.push(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`);
  return lines.join('\n');
};

const makeReporter = (): Reporter => {
  const skipsAreFailures = process.env.CI === 'true';
  let tally: Tally = { passed: 0, failed: 0, skipped: [] };
  let namePattern: RegExp | undefined;
  return {
    onInit(vitest) {
      namePattern = vitest.config.testNamePattern;
      // Written at the very end of the process, so that nothing (a slow teardown, another reporter) comes after it.
      process.once('exit', (code) => {
        if (code !== 0 && tally.failed === 0 && !(skipsAreFailures && tally.skipped.length > 0)) tally.failed = 1;
        vitest.logger.outputStream.write(`\n${report(tally, skipsAreFailures)}\n`);
      });
    },
    onTestRunEnd(modules, unhandledErrors) {
      tally = tallyOf(modules, unhandledErrors.length, namePattern);
      if (tally.failed > 0 || (skipsAreFailures && tally.skipped.length > 0)) process.exitCode = 1;
    },
  };
};

/** Vitest constructs reporters with `new`; a function that returns an object answers that as well as a class would. */
export default function SummaryReporter(): Reporter {
  return makeReporter();
}
