import { dirname, resolve } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { type FileFault, readTextFile } from '../tables/index.ts';
import type { Path } from './problems.ts';
import { readScenario, type ScenarioResult } from './read.ts';

/** Uses of one anchor, those nested in it counted: enough for a list of sites shared by all jobs, not for a bomb. */
const MAXIMUM_ALIAS_COUNT = 1000;

/** A scenario file (YAML, of which JSON is a part; 64 MB at most) as a fleet, or everything that is wrong with it. */
export async function readScenarioFile(
  path: string,
  options: { allowOutsideFiles?: boolean } = {},
): Promise<ScenarioResult> {
  const text = readTextFile(resolve(path));
  if (text.kind === 'fault') return invalid(path, text.fault);
  const parsed = parseText(text.text);
  if (parsed.kind === 'fault') return invalid(path, parsed.fault, parsed.line);
  return readScenario(parsed.value, {
    file: path,
    directory: dirname(resolve(path)),
    lineOf: parsed.lineOf,
    allowOutsideFiles: options.allowOutsideFiles ?? false,
  });
}

const invalid = (file: string, fault: FileFault, line?: number): ScenarioResult => ({
  kind: 'invalid',
  problems: [{ file, path: '', ...(line === undefined ? {} : { line }), ...fault }],
});

type ParsedText =
  | { readonly kind: 'value'; readonly value: unknown; readonly lineOf: (path: Path) => number | undefined }
  | { readonly kind: 'fault'; readonly fault: FileFault; readonly line?: number };

function parseText(text: string): ParsedText {
  const counter = new LineCounter();
  const syntaxFault = (message: string, line?: number): ParsedText => ({
    kind: 'fault',
    fault: { found: message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, ''), expected: 'valid YAML or JSON' },
    ...(line === undefined ? {} : { line }),
  });
  try {
    const document = parseDocument(text, { lineCounter: counter, prettyErrors: true });
    const [error] = document.errors;
    if (error !== undefined) return syntaxFault(error.message, counter.linePos(error.pos[0]).line);
    const value: unknown = document.toJS({ maxAliasCount: MAXIMUM_ALIAS_COUNT });
    const lineOf = (path: Path): number | undefined => {
      // A missing key has no line; the object that should have it does.
      for (let length = path.length; length > 0; length -= 1) {
        const found = document.getIn(path.slice(0, length), true);
        if (isNode(found) && found.range) return counter.linePos(found.range[0]).line;
      }
      return undefined;
    };
    return { kind: 'value', value, lineOf };
  } catch (error) {
    return syntaxFault(error instanceof Error ? error.message : 'an unreadable file');
  }
}
