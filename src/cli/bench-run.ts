import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseRequest, type CaseResult, runCase, ScenarioUnreadable } from '../benchmark/index.ts';
import type { BenchMessage } from './bench-process.ts';
import { benchSurroundings } from './bench-surroundings.ts';
import { InputError } from './io.ts';
import { plain } from './text.ts';

export interface BenchRunOptions {
  readonly inProcess: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Thrown where the signal ended a case before it was done. */
export class BenchInterrupted extends Error {
  override readonly name = 'BenchInterrupted';
}

/**
 * Measures one case, in a process of its own unless asked otherwise, in a temporary folder that is gone afterwards.
 * Throws InputError for a scenario that cannot be read, BenchInterrupted when the signal came.
 */
export async function runBenchCase(
  request: Omit<CaseRequest, 'folder'>,
  { inProcess, signal, onProgress }: BenchRunOptions,
): Promise<CaseResult> {
  if (signal.aborted) throw new BenchInterrupted();
  const folder = await mkdtemp(join(tmpdir(), 'wattshift-bench-'));
  try {
    const whole = { ...request, folder };
    return inProcess ? await runHere(whole, signal, onProgress) : await runApart(whole, signal, onProgress);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runHere(
  request: CaseRequest,
  signal: AbortSignal,
  onProgress: (text: string) => void,
): Promise<CaseResult> {
  try {
    return await runCase(request, benchSurroundings({ onProgress, signal }));
  } catch (error) {
    if (signal.aborted) throw new BenchInterrupted();
    throw error instanceof ScenarioUnreadable ? unreadable(error.message) : error;
  }
}

/** A third of what the planning thread of the service gives young objects (V8 keeps three such spaces). */
const YOUNG_OBJECTS = '--max-semi-space-size=24';

function runApart(request: CaseRequest, signal: AbortSignal, onProgress: (text: string) => void): Promise<CaseResult> {
  // The extension is that of this file: TypeScript in a checkout, JavaScript in the package.
  const file = new URL(`./bench-process${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url);
  return new Promise((resolve, reject) => {
    const child = fork(file, [], { execArgv: [YOUNG_OBJECTS], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    let answer: BenchMessage | null = null;
    const end = () => child.kill();
    signal.addEventListener('abort', end, { once: true });
    child.on('message', (message: BenchMessage) => {
      if (message.kind === 'progress') onProgress(message.text);
      else answer = message;
    });
    child.on('error', reject);
    child.on('exit', (code, killedBy) => {
      signal.removeEventListener('abort', end);
      // Ctrl-C reaches both processes, and the child may be the first to end by it.
      if (signal.aborted || killedBy === 'SIGINT') reject(new BenchInterrupted());
      else settle(answer, `it ended with ${killedBy ?? `code ${code}`} before it was done`, resolve, reject);
    });
    child.send(request);
  });
}

function settle(
  answer: BenchMessage | null,
  ending: string,
  resolve: (result: CaseResult) => void,
  reject: (error: Error) => void,
): void {
  if (answer?.kind === 'done') resolve(answer.result);
  else if (answer?.kind === 'unreadable') reject(unreadable(answer.message));
  else if (answer?.kind === 'failed') reject(Object.assign(new Error(answer.message), { stack: answer.stack }));
  else reject(new Error(`the process of the case: ${ending}`));
}

const unreadable = (message: string) => new InputError(message.split('\n').map(plain).join('\n'));
