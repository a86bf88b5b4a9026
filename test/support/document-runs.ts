import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FencedBlock } from './markdown.ts';
import { repositoryRoot } from './repository.ts';
import { writeFileUnder } from './temporary-folder.ts';

/**
 * Carries out what a page says: blocks with a `file` note are written to that file, `console` blocks are run line by
 * line where a line begins with `$ `, and the lines below a command are what it is said to print. A `console` block
 * without a command goes on with the output of the one before.
 */

/** A command of a page with what it printed, and what the page says that it does. */
export interface DocumentedRun {
  readonly command: string;
  readonly line: number;
  readonly status: number | null;
  readonly expectedStatus: number;
  /** stdout, then stderr. */
  readonly printed: readonly string[];
  readonly quoted: readonly string[];
}

/** A folder as a user has it: the examples, and the package where an import finds it. */
export function makeDocumentFolder(folder: string): string {
  cpSync(join(repositoryRoot, 'examples'), join(folder, 'examples'), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(repositoryRoot, join(folder, 'node_modules', 'wattshift'), 'junction');
  return folder;
}

export function runPage(blocks: readonly FencedBlock[], folder: string): DocumentedRun[] {
  const runs: DocumentedRun[] = [];
  for (const block of blocks) {
    const file = block.notes.get('file');
    if (file !== undefined) writeFileUnder(folder, file, fromSource(block.text));
    if (block.language !== 'console') continue;
    for (const [offset, line] of block.text.trimEnd().split('\n').entries()) {
      if (line.startsWith('$ ')) {
        const expectedStatus = Number(block.notes.get('exit') ?? 0);
        runs.push({
          ...run(line.slice(2), folder),
          line: block.line + offset + 1,
          expectedStatus,
          quoted: [],
        });
      } else {
        const last = runs.pop();
        if (last === undefined) throw new Error(`line ${block.line}: output without a command`);
        runs.push({ ...last, quoted: [...last.quoted, line] });
      }
    }
  }
  return runs;
}

/** The checkout has no built package: programs of the documents get its source. */
const fromSource = (text: string): string =>
  text.replace(`from 'wattshift'`, `from '${pathToFileURL(join(repositoryRoot, 'src', 'index.ts')).href}'`);

/** The real launcher under the Node of this test; no npm, which would only find the same. */
function run(command: string, folder: string) {
  const words = command.split(' ');
  const launcher = join(repositoryRoot, 'bin', 'wattshift.js');
  const argv =
    words[0] === 'npx' && words[1] === 'wattshift'
      ? [launcher, ...words.slice(2)]
      : words[0] === 'node'
        ? words.slice(1).map((word) => (word === 'bin/wattshift.js' ? launcher : word))
        : null;
  if (argv === null) throw new Error(`"${command}" is no command that the documents may show as run`);
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' });
  return { command, status, printed: `${stdout}${stderr}`.split('\n') };
}
