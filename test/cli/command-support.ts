import { join } from 'node:path';
import { makeSolverPool } from '../../solver/index.ts';
import type { CommandIo } from '../../src/cli/io.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { type Plan, planDispatch, type SchedulingProblem } from '../../src/scheduling/index.ts';
import { makeTemporaryFolder, writeFileUnder } from '../support/temporary-folder.ts';

/** Running commands inside the test process, on scenarios that are changed member by member. */

/** A site with four hours at rising prices, a battery, a roof and one job that fits. */
export const smallScenario = {
  wattshift: 1,
  name: 'small',
  timeline: { start: '2026-06-01T00:00+02:00', end: '2026-06-01T04:00+02:00', slotMinutes: 60 },
  currency: 'EUR',
  objective: { carbonPricePerTonne: 100 },
  sites: [
    {
      id: 'north',
      timeZone: 'Europe/Berlin',
      grid: { marketZone: 'de', importLimitKw: 200, importPrice: [0.1, 0.2, 0.3, 0.4], carbon: 400 },
      compute: { baseLoadKw: 20, pools: [{ id: 'gpu', unitCount: 10, busyKwPerUnit: 1 }] },
      batteries: [
        {
          id: 'bess',
          energyCapacityKwh: 40,
          initialEnergyKwh: 20,
          chargeLimitKw: 10,
          dischargeLimitKw: 10,
          chargeEfficiency: 0.9,
          dischargeEfficiency: 0.9,
        },
      ],
      renewables: [{ id: 'roof', kind: 'pv', availableKw: [0, 0, 5, 10] }],
    },
  ],
  jobs: [{ id: 'train-7', pool: 'gpu', units: 5, hours: 2, deadline: '2026-06-01T04:00+02:00' }],
};

/** The same with a job that cannot be done by its deadline. */
export const overfullScenario = {
  ...smallScenario,
  jobs: [{ id: 'too-much', pool: 'gpu', units: 10, hours: 6, deadline: '2026-06-01T04:00+02:00' }],
};

/** The same with a base load that the connection cannot carry. */
export const impossibleScenario = {
  ...smallScenario,
  sites: [{ ...smallScenario.sites[0], compute: { baseLoadKw: 500 }, batteries: [], renewables: [] }],
  jobs: [],
};

/**
 * The same where only the store carries the base load through the first hour, while the rules keep it for its promised
 * end: a solver that is stopped leaves no plan at all.
 */
export const bridgedScenario = {
  ...smallScenario,
  sites: [
    {
      ...smallScenario.sites[0],
      grid: { ...smallScenario.sites[0].grid, importLimitKw: [15, 200, 200, 200] },
      batteries: [{ ...smallScenario.sites[0].batteries[0], endEnergyKwh: 20 }],
    },
  ],
};

export async function planWithoutOrders(problem: SchedulingProblem): Promise<Plan> {
  const solver = makeSolverPool();
  try {
    const plan = await planDispatch(problem, { solver, limits: { iterationLimit: 1 } });
    if (plan.status !== 'fallback' || plan.setpoints.length > 0) throw new Error(`a ${plan.status} plan with orders`);
    return plan;
  } finally {
    await solver.close();
  }
}

/** A value with one member, named by its path, replaced; `undefined` takes it away. The path must exist up to it. */
export function withMember(value: unknown, path: readonly (string | number)[], replacement: unknown): unknown {
  if (path.length === 0) return replacement;
  const [key, ...rest] = path;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? withMember(item, rest, replacement) : item));
  if (typeof value !== 'object' || value === null) throw new Error(`there is nothing at ${String(key)}`);
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [key]: withMember(members[key], rest, replacement) };
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Workplace {
  readonly folder: string;
  /** Streams that keep what is written to them. */
  makeIo(): { readonly io: CommandIo; readonly written: { stdout: string; stderr: string } };
  /** Writes a file; objects as JSON. */
  write(name: string, content: unknown): string;
  run(...argv: readonly string[]): Promise<CommandResult>;
  runOnTerminal(...argv: readonly string[]): Promise<CommandResult>;
}

/** An empty folder to run commands in, gone when the test has finished. */
export function makeWorkplace(onTestFinished: (cleanUp: () => void) => void): Workplace {
  const folder = makeTemporaryFolder(onTestFinished);
  const makeIo = (isTerminal = false) => {
    const written = { stdout: '', stderr: '' };
    const sink = (name: 'stdout' | 'stderr') => ({
      write: (text: string) => {
        written[name] += text;
      },
    });
    const io: CommandIo = { stdout: sink('stdout'), stderr: sink('stderr'), isTerminal, columns: 80, cwd: folder };
    return { io, written };
  };
  const run = async (argv: readonly string[], isTerminal: boolean): Promise<CommandResult> => {
    const { io, written } = makeIo(isTerminal);
    return { code: await runCommand(argv, io), ...written };
  };
  return {
    folder,
    makeIo,
    write: (name, content) =>
      writeFileUnder(folder, name, typeof content === 'string' ? content : JSON.stringify(content)),
    run: (...argv) => run(argv, false),
    runOnTerminal: (...argv) => run(argv, true),
  };
}

export const inFolder = (workplace: Workplace, ...names: readonly string[]) => join(workplace.folder, ...names);
