import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.ts';

/** What the tests of the documents read: files of the checkout, and fenced blocks, links and headings of a page. */

/** What git ignores or keeps for itself. */
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'out', 'var', 'coverage']);

/** Paths of all files of the checkout, from its root. */
export function repositoryFiles(folder = ''): string[] {
  return readdirSync(join(repositoryRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? repositoryFiles(path) : entry.isFile() ? [path] : [];
  });
}

/** Text of a file of the checkout; empty where somebody has just taken the file away. */
export function textOf(path: string): string {
  const file = join(repositoryRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

export interface FencedBlock {
  readonly language: string;
  readonly text: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** `file` of a comment `<!-- file: first.yaml -->` right above the block. */
  readonly notes: ReadonlyMap<string, string>;
}

const NOTE = /^<!-- (\w+): (.+) -->$/;

export function fencedBlocks(page: string): FencedBlock[] {
  const lines = page.split('\n');
  const blocks: FencedBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const fence = /^```(\S*)/.exec(lines[at]);
    if (fence === null) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`line ${at + 1} opens a block that nothing closes`);
    blocks.push({
      language: fence[1],
      text: `${lines.slice(at + 1, end).join('\n')}\n`,
      line: at + 1,
      notes: notesAbove(lines, at),
    });
    at = end;
  }
  return blocks;
}

function notesAbove(lines: readonly string[], fence: number): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  for (let at = fence - 1; at >= 0; at -= 1) {
    const note = NOTE.exec(lines[at]);
    if (note === null) break;
    notes.set(note[1], note[2]);
  }
  return notes;
}

/** The page without its fenced blocks. */
export const proseOf = (page: string): string => page.replace(/^```[\s\S]*?^```$/gm, '');

/** Targets of all links and pictures that lead to a place in the checkout. */
export function relativeLinks(page: string): string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Names by which GitHub links to the headings of a page. */
export function headingAnchors(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Everything that stands in backticks, be it in a line or in a block. */
export function codeWords(page: string): ReadonlySet<string> {
  const inline = [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
  return new Set(inline.flatMap((code) => code.match(/[\w/-]+/g) ?? []));
}
