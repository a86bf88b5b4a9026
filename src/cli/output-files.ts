import { lstat, mkdir, mkdtemp, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from './io.ts';

/** Files of one plan, in the order in which they appear; the last one says that all are there. */
export interface OutputFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Throws InputError when files could not be put into `directory`: it or the folder it would be made in is
 * no directory or not writable. Asked before long work, so that it is not done in vain.
 */
export async function checkOutputDirectory(directory: string): Promise<void> {
  const existing = await nearestExisting(directory);
  const found = await stat(existing);
  if (!found.isDirectory()) {
    throw new InputError(`cannot write to ${directory}: ${existing} is not a directory; give another --out`);
  }
  try {
    // Asking for permission says nothing about read-only or special file systems; trying does.
    await rmdir(await mkdtemp(join(existing, '.wattshift-')));
  } catch (error) {
    throw cannotWrite(directory, error);
  }
}

async function nearestExisting(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const parent = dirname(path);
    if (codeOf(error) === 'ENOTDIR' || codeOf(error) === 'ENOENT') {
      if (parent !== path) return nearestExisting(parent);
    }
    throw cannotWrite(path, error);
  }
}

/**
 * Writes all files aside and then moves them into place one by one, so that no reader finds half a file
 * under its name, and a failure while writing leaves what was there. Other files there are left alone.
 * Throws InputError when the files cannot be written.
 */
export async function writeOutputFiles(directory: string, files: readonly OutputFile[]): Promise<void> {
  try {
    await makeDirectory(directory);
    const aside = await mkdtemp(join(directory, '.wattshift-'));
    try {
      for (const { name, text } of files) await writeFile(join(aside, name), text, { flag: 'wx' });
      for (const { name } of files) await refuseDirectory(join(directory, name));
      for (const { name } of files) await rename(join(aside, name), join(directory, name));
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  } catch (error) {
    throw cannotWrite(directory, error);
  }
}

/** With the ones above it. Step by step: where a file system answers ENOENT to mkdir, `recursive` never returns. */
async function makeDirectory(path: string): Promise<void> {
  const existing = await nearestExisting(path);
  if (existing === path) return;
  const parent = dirname(path);
  if (parent !== existing) await makeDirectory(parent);
  await mkdir(path).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** A rename onto a directory would fail after others had succeeded. */
async function refuseDirectory(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory()) throw new InputError(`cannot write ${path}: it is a directory; give another --out`);
}

function cannotWrite(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new InputError(`cannot write to ${path}: ${reason}; give another --out`);
}

export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
