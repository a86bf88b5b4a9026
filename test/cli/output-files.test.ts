import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkOutputDirectory, writeOutputFiles } from '../../src/cli/output-files.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const folder = () => makeTemporaryFolder(onTestFinished);
const files = [
  { name: 'a.csv', text: 'new a' },
  { name: 'plan.json', text: 'new plan' },
];
const contents = (directory: string) =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));

describe('output files', () => {
  test('make their directory and the ones above it', async () => {
    const directory = join(folder(), 'deep', 'er');
    await writeOutputFiles(directory, files);
    expect(contents(directory)).toEqual({ 'a.csv': 'new a', 'plan.json': 'new plan' });
  });

  test('replace their namesakes and leave other files alone', async () => {
    const directory = folder();
    writeFileSync(join(directory, 'plan.json'), 'old plan');
    writeFileSync(join(directory, 'notes.txt'), 'mine');
    await writeOutputFiles(directory, files);
    expect(contents(directory)).toEqual({ 'a.csv': 'new a', 'plan.json': 'new plan', 'notes.txt': 'mine' });
  });

  test('a failure while writing leaves what was there, and nothing half written', async () => {
    const directory = folder();
    writeFileSync(join(directory, 'a.csv'), 'old a');
    const broken = [files[0], { name: 'no such folder/plan.json', text: 'x' }];
    await expect(writeOutputFiles(directory, broken)).rejects.toThrow(`cannot write to ${directory}`);
    expect(contents(directory)).toEqual({ 'a.csv': 'old a' });
  });

  test('a directory in place of a file is refused before the first file is moved', async () => {
    const directory = folder();
    writeFileSync(join(directory, 'a.csv'), 'old a');
    mkdirSync(join(directory, 'plan.json'));
    await expect(writeOutputFiles(directory, files)).rejects.toThrow('it is a directory; give another --out');
    expect(readFileSync(join(directory, 'a.csv'), 'utf8')).toBe('old a');
    expect(readdirSync(directory).sort()).toEqual(['a.csv', 'plan.json']);
  });

  test('a link is replaced, not followed', async () => {
    const directory = folder();
    const elsewhere = join(folder(), 'precious');
    writeFileSync(elsewhere, 'precious');
    symlinkSync(elsewhere, join(directory, 'a.csv'));
    await writeOutputFiles(directory, files);
    expect(readFileSync(elsewhere, 'utf8')).toBe('precious');
    expect(readFileSync(join(directory, 'a.csv'), 'utf8')).toBe('new a');
  });
});

describe('before the work', () => {
  test('a directory that is there or can be made is fine, and is not made yet', async () => {
    const directory = folder();
    await expect(checkOutputDirectory(directory)).resolves.toBeUndefined();
    await expect(checkOutputDirectory(join(directory, 'x', 'y'))).resolves.toBeUndefined();
    expect(existsSync(join(directory, 'x'))).toBe(false);
  });

  test('a file in its place, or on the way to it, is not', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    await expect(checkOutputDirectory(file)).rejects.toThrow(`${file} is not a directory`);
    await expect(checkOutputDirectory(join(file, 'x'))).rejects.toThrow(`${file} is not a directory`);
  });
});
