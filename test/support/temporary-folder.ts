import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** An empty folder outside the repository, removed when the test that called this has finished. */
export const makeTemporaryFolder = (onTestFinished: (cleanUp: () => void) => void): string => {
  const folder = mkdtempSync(join(tmpdir(), 'wattshift-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Writes a text file under `folder`, and the folders it needs; returns its path. */
export const writeFileUnder = (folder: string, path: string, text: string): string => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};
