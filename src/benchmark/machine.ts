import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { ENGINE_VERSION } from '../version.ts';

/** Where a benchmark ran, in words that name no one's machine. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** Mean number of processes that ran or wanted to, over the last 1, 5 and 15 minutes, at the start. */
  readonly loadAverage: readonly number[];
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  readonly engine: string;
  /** Version of the package of HiGHS; null where it cannot be read. */
  readonly highs: string | null;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    loadAverage: loadavg().map((load) => Number(load.toFixed(2))),
    memoryBytes: totalmem(),
    system: `${type()} ${release()} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    engine: ENGINE_VERSION,
    highs: packageVersion('highs'),
  };
}

function packageVersion(name: string): string | null {
  const file = findPackageJSON(name, import.meta.url);
  if (file === undefined) return null;
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return null;
  return String(manifest.version);
}
