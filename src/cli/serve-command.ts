import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App, AppOptions, PortChoice } from '../app.ts';
import type { FleetState } from '../service/planner.ts';
import { ENGINE_VERSION } from '../version.ts';
import type { Arguments, Command } from './arguments.ts';
import { type CommandIo, exitCodes, InputError, UsageError } from './io.ts';
import { readProblem, shownPath } from './scenario-file.ts';
import { fleetLines, lines, outcomeLines } from './serve-text.ts';

const DEFAULT_PORT = 8080;
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_DATA = 'var';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Plans a fleet and serves the plan: a page for people, HTTP for programs.',
  details: [
    'The fleet and its plans are kept in a file under --data. Without a scenario, what is kept there is served; where nothing is, a sample fleet. The page is there at once, the plan as soon as it has been made and verified. Ctrl-C or SIGTERM ends it.',
  ],
  positionals: [
    { name: 'scenario', description: 'scenario file, YAML or JSON; replaces a kept fleet of its name', optional: true },
  ],
  options: {
    port: {
      valueName: 'PORT',
      description: `port; 0 for any that is free; default ${DEFAULT_PORT} or the next free one`,
    },
    host: { valueName: 'HOST', description: `name or address to listen on; default ${DEFAULT_HOST}` },
    'allow-remote': { description: 'let other machines in: there is no access control yet' },
    data: {
      valueName: 'DIR',
      description: `directory of the store, made where there is none; default ${DEFAULT_DATA}`,
    },
    log: { description: 'write a JSON line to stderr for every request; always so where stderr is no terminal' },
  },
  run: runServe,
};

async function runServe(args: Arguments, io: CommandIo): Promise<number> {
  const host = hostOf(args);
  const port = portOf(args);
  const scenario = args.positionals.length === 0 ? null : await readSource(args.positionals[0], io);
  let isServing = false;
  const app = await start({
    host,
    port,
    scenario,
    allowRemote: args.has('allow-remote'),
    dataDirectory: resolve(io.cwd, args.value('data') ?? DEFAULT_DATA),
    logTo: args.has('log') || !io.isTerminal ? io.stderr : null,
    sample: async () => ({ problem: await readProblem(sampleFile(), io), source: 'examples/sample.yaml' }),
    onChange: (state) => {
      if (isServing) io.stdout.write(outcomeLines(state, false, io.columns));
    },
  });
  const stopped = stopSignal();
  tellStart(app, args, io);
  isServing = true;
  const planning = app.planAll();
  await stopped;
  io.stdout.write('Stopping.\n');
  await app.close();
  await planning;
  return exitCodes.done;
}

/** Errors that a user can mend become input errors; loading the service here keeps other commands quick. */
async function start(options: AppOptions): Promise<App> {
  const { ListenError, StoreError, startApp } = await import('../app.ts');
  try {
    return await startApp(options);
  } catch (error) {
    if (error instanceof ListenError || error instanceof StoreError) throw new InputError(error.message);
    throw error;
  }
}

function tellStart(app: App, args: Arguments, io: CommandIo): void {
  const write = (...texts: readonly string[]) => io.stdout.write(lines(texts, io.columns));
  write(
    `Wattshift ${ENGINE_VERSION}`,
    `Page and HTTP API: ${app.address}`,
    `Store: ${shownPath(app.storeFile, io.cwd)}`,
  );
  if (args.has('allow-remote')) write('Other machines are let in, and nobody is asked who they are.');
  const states: readonly FleetState[] = app.states();
  for (const state of states) io.stdout.write(fleetLines(state, io.columns) + outcomeLines(state, true, io.columns));
  write('Ctrl-C ends it.');
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

function hostOf(args: Arguments): string {
  const host = args.value('host') ?? DEFAULT_HOST;
  if (LOOPBACK.test(host) || args.has('allow-remote')) return host;
  throw new UsageError(
    `--host ${host} lets other machines in, and there is no access control yet; add --allow-remote if that is meant`,
  );
}

function portOf(args: Arguments): PortChoice {
  const given = args.value('port');
  if (given === undefined) return { port: DEFAULT_PORT, orNext: true };
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return { port, orNext: false };
  throw new UsageError(`--port is "${given}", expected a whole number from 0 to 65535`);
}

async function readSource(path: string, io: CommandIo) {
  return { problem: await readProblem(path, io), source: shownPath(path, io.cwd) };
}

/** The sample that is installed with the package, wherever this file lies in it. */
function sampleFile(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('wattshift/package.json'))), 'examples', 'sample.yaml');
}

/** Not SIGHUP: whoever starts it under nohup wants it to outlive the terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Ctrl-C of `npm start` may come twice at once: from the terminal, and from npm, which passes it on. */
const SAME_SIGNAL_MILLISECONDS = 500;

/** Resolves at the first signal to end; a later one ends the process at once, as signals do by themselves. */
function stopSignal(): Promise<void> {
  return new Promise((resolveSignal) => {
    const stop = () => {
      resolveSignal();
      setTimeout(() => {
        for (const signal of SIGNALS) process.removeListener(signal, stop);
      }, SAME_SIGNAL_MILLISECONDS).unref();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}
