import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The second reporter writes the last line of the run and turns a skip red where CI=true.
    reporters: ['default', './test/support/reporter.ts'],
    // A test that asserts nothing cannot fail, so it is refused; and a forgotten `.only` hides the rest.
    expect: { requireAssertions: true },
    allowOnly: false,
    // Solver instances are WebAssembly and start cold in each worker: seconds, not milliseconds, on a small machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
