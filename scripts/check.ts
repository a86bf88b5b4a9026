/**
 * `npm run check`: everything that looks at the project without running it. All checks run, whatever fails, so that
 * one run shows all there is to mend. The last line is `N checks passed, N failed`; exit code 1 if any failed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const checks: readonly { name: string; script: string }[] = [
  { name: 'format and lint', script: 'lint' },
  { name: 'types', script: 'typecheck' },
  { name: 'doors between rooms', script: 'boundaries' },
];

const root = join(import.meta.dirname, '..');

const passes = ({ name, script }: (typeof checks)[number]): boolean => {
  console.log(`\n== ${name} (npm run ${script})`);
  // One string, not arguments: on Windows npm is a batch file, which only a shell starts.
  const { status } = spawnSync(`npm run --silent ${script}`, { cwd: root, stdio: 'inherit', shell: true });
  return status === 0;
};

const failed = checks.filter((check) => !passes(check));
for (const { name, script } of failed) console.log(`failed: ${name} (npm run ${script})`);
console.log(`\n${checks.length - failed.length} checks passed, ${failed.length} failed`);
if (failed.length > 0) process.exitCode = 1;
