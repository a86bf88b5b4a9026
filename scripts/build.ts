/**
 * Compiles solver/, src/ and simulations/ into dist/, from nothing, so that no file of an earlier build is packed; what the browser
 * loads goes along as it is.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
rmSync(join(root, 'dist'), { recursive: true, force: true });
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
const assets = join('src', 'console', 'assets');
cpSync(join(root, assets), join(root, 'dist', assets), {
  recursive: true,
  filter: (path) => !path.endsWith('tsconfig.json'),
});
process.exitCode = status ?? 1;
