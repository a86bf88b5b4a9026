import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from './repository.ts';

/** The real service as its own process, started as a user starts it. */
export interface Served {
  /** `http://127.0.0.1:40123/`, as it was printed. */
  readonly address: string;
  readonly process: ChildProcess;
  /** All of stdout so far. */
  output(): string;
  errors(): string;
  /** Resolves when stdout has this; rejects when the process ends before. */
  printed(text: string | RegExp): Promise<void>;
  get(path: string, init?: RequestInit): Promise<Response>;
  /** Sends a signal, if any, and resolves with how the process ended. */
  ended(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export interface ServeOptions {
  readonly folder: string;
  readonly arguments?: readonly string[];
  readonly onTestFinished?: (cleanUp: () => void) => void;
  /** The command's file; that of this checkout unless said. */
  readonly launcher?: string;
}

/** Starts `wattshift serve --port 0` in a folder, and resolves when it has said where it is. Its process ends with the test. */
export async function serve({
  folder,
  arguments: more = [],
  onTestFinished,
  launcher = join(repositoryRoot, 'bin', 'wattshift.js'),
}: ServeOptions): Promise<Served> {
  const child = spawn(process.execPath, [launcher, 'serve', '--port', '0', ...more], { cwd: folder });
  onTestFinished?.(() => child.kill('SIGKILL'));
  const ending = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  let output = '';
  let errors = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const has = (text: string | RegExp) => (typeof text === 'string' ? output.includes(text) : text.test(output));
  const printed = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!has(text)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
      void ending.then(({ code }) =>
        reject(new Error(`ended with ${code} before it said ${text}:\n${output}\n${errors}`)),
      );
    });
  await printed(/Page and HTTP API: \S+\n/);
  const address = /Page and HTTP API: (\S+)/.exec(output)?.[1] ?? '';
  return {
    address,
    process: child,
    output: () => output,
    errors: () => errors,
    printed,
    get: (path, init) => fetch(new URL(path, address), init),
    ended(signal) {
      if (signal !== undefined) child.kill(signal);
      return ending;
    },
  };
}
