import type { BackendName, LpBackend } from './backend.ts';
import type { HighsBackendOptions } from './highs.ts';

/** A fresh HiGHS instance. Its code is loaded here and not before: the event loop's thread never needs it. */
export async function makeHighsBackend(options: HighsBackendOptions = {}): Promise<LpBackend> {
  return (await import('./highs.ts')).makeHighsBackend(options);
}

/** A fresh GLPK instance; rejects with the remedy where the optional package glpk.js is not installed. */
export async function makeGlpkBackend(): Promise<LpBackend> {
  return (await import('./glpk.ts')).makeGlpkBackend();
}

/** A fresh backend by name; the ceiling is HiGHS's. */
export function makeBackend(name: BackendName, options: HighsBackendOptions = {}): Promise<LpBackend> {
  return name === 'glpk' ? makeGlpkBackend() : makeHighsBackend(options);
}
