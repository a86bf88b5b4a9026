import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Fleet } from '../../src/domain/fleet.ts';
import { formatProblems, readScenario } from '../../src/scenario/index.ts';
import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';
import { repositoryRoot } from './repository.ts';

/**
 * Cases whose optimum others have published, or another program has found. They are written as scenarios, so
 * that the whole way from a scenario to a proven plan is measured against a figure that is not our own.
 */

/** Data of the cases that are too large to stand in a test; they are kept beside the repository. */
const ORACLE_DATA = join(repositoryRoot, '..', 'shared', 'oracles');

/** Relative difference that an optimum may have. */
export const ORACLE_TOLERANCE = 1e-6;

/** Most cases have the same optimum whatever the slots; a slot length that is forgotten shows at once. */
export const SLOT_MINUTES = [60, 30, 15] as const;

export interface OracleData {
  readonly folder: string;
  /** Why its tests cannot run; null where the data are there. For `context.skip(missing !== null, missing)`. */
  readonly missing: string | null;
}

/** A folder of data beside the repository. */
export function oracleData(name: string): OracleData {
  const folder = join(ORACLE_DATA, name);
  const missing = existsSync(folder)
    ? null
    : `its data are not there: ../shared/oracles/${name}, beside the repository`;
  return { folder, missing };
}

/** Rows of a plain CSV file (no quotes) as numbers by column, without its header; other text becomes NaN. */
export function readNumbers(data: OracleData, file: string): ReadonlyMap<string, number>[] {
  const [header, ...lines] = readFileSync(join(data.folder, file), 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return new Map(names.map((name, column) => [name, Number(cells[column])]));
  });
}

/** The published figures of a folder, `expected.json`, in the shape that the test knows them to have. */
export function readExpected<Shape>(data: OracleData): Shape {
  return JSON.parse(readFileSync(join(data.folder, 'expected.json'), 'utf8')) as Shape;
}

/** The fleet of a scenario; its faults as an error, since a scenario of a test has none. */
export function fleetOf(scenario: ScenarioSource, folder = repositoryRoot): Fleet {
  const result = readScenario(scenario, { file: 'scenario of a test', directory: folder });
  if (result.kind === 'ok') return result.fleet;
  throw new Error(formatProblems(result.problems));
}

/** Hourly values on shorter slots: each holds for the whole of its hour. */
export function heldHourly(hourly: readonly number[], slotMinutes: number): number[] {
  return hourly.flatMap((value) => new Array<number>(60 / slotMinutes).fill(value));
}

/** Sums over each hour of power times slot length: kWh, for comparison between slot lengths. */
export function energyPerHour(powerKw: readonly number[], slotMinutes: number): number[] {
  const slotsPerHour = 60 / slotMinutes;
  return Array.from({ length: powerKw.length / slotsPerHour }, (_, hour) =>
    powerKw.slice(hour * slotsPerHour, (hour + 1) * slotsPerHour).reduce((sum, kw) => sum + kw * (slotMinutes / 60), 0),
  );
}

/** Equal to a published optimum; `published` says to how much its digits are known. */
export function expectOptimum(found: number, optimum: number, published: { readonly halfDigit?: number } = {}): void {
  const allowed = ORACLE_TOLERANCE * Math.abs(optimum) + (published.halfDigit ?? 0);
  expect(Math.abs(found - optimum), `${found} where ${optimum} is the optimum`).toBeLessThanOrEqual(allowed);
}
