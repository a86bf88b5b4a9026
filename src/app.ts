import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makePlanningWorker } from './jobs/index.ts';
import type { SchedulingProblem } from './scheduling/index.ts';
import { addRoutes, type HttpServer, type LogSink, makeMetrics, makeServer } from './service/http/index.ts';
import { asInput, type FleetState, makePlanner } from './service/planner.ts';
import type { FleetStore } from './service/ports.ts';
import { openFleetStore } from './store/index.ts';
import { ENGINE_VERSION } from './version.ts';

export { StoreError } from './store/index.ts';

/** The composition root: who gets what of whom. Nothing else makes a store or a server. */

export interface AppOptions {
  /** Folder of the store; made where there is none. */
  readonly dataDirectory: string;
  readonly host: string;
  readonly port: PortChoice;
  /** Answer by whatever name the service is called; there is no access control yet. */
  readonly allowRemote: boolean;
  readonly logTo: LogSink | null;
  /** Fleet to be planned; it takes the place of a stored one of its name. Null: what the store holds. */
  readonly scenario: FleetSource | null;
  /** Fleet for a store that is empty and a command without a scenario. */
  readonly sample: () => Promise<FleetSource>;
  /** Called after every change of a fleet's planning or plan. */
  readonly onChange?: (state: FleetState) => void;
}

export interface FleetSource {
  readonly problem: SchedulingProblem;
  /** Where it comes from, for people. */
  readonly source: string;
}

/** A port that must be had, or one from which on the next free one will do. 0: any. */
export interface PortChoice {
  readonly port: number;
  readonly orNext: boolean;
}

export interface App {
  /** `http://127.0.0.1:8080/` */
  readonly address: string;
  readonly storeFile: string;
  states(): readonly FleetState[];
  /** Makes the plans that are missing. */
  planAll(): Promise<void>;
  /** Stops listening, interrupts planning, closes the store. */
  close(): Promise<void>;
}

/** The address cannot be listened on; the message says why and what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * Opens the store and listens; planning begins with `planAll`. Throws StoreError or ListenError with what is in the
 * way, and leaves nothing open then.
 */
export async function startApp(options: AppOptions): Promise<App> {
  const storeFile = join(options.dataDirectory, 'wattshift.sqlite');
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    // Last in, first out, so that nothing is used that is closed already.
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
  };
  try {
    const store = await openFleetStore(storeFile);
    closers.push(() => store.close());
    await fillStore(store, options);
    const worker = makePlanningWorker();
    closers.push(worker.close);
    const app = await makeServer(options);
    const metrics = makeMetrics({ states: () => planner.states(), now, version: ENGINE_VERSION });
    const planner = await makePlanner({
      store,
      makePlan: worker.plan,
      now,
      log: app.log,
      onChange(state) {
        if (state.planning.kind === 'failed') metrics.countFailedPlanning(state.id);
        options.onChange?.(state);
      },
    });
    closers.push(() => planner.close());
    closers.push(() => stopListening(app));
    await addRoutes(app, planner, metrics);
    const address = await listen(app, options.host, options.port);
    return { address, storeFile, states: planner.states, planAll: planner.planAll, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Requests on their way get this long to end. */
const CLOSING_MILLISECONDS = 3000;

async function stopListening(app: HttpServer): Promise<void> {
  const patience = setTimeout(() => app.server.closeAllConnections(), CLOSING_MILLISECONDS);
  await app.close();
  clearTimeout(patience);
}

const now = () => new Date();

async function fillStore(store: FleetStore, { scenario, sample }: AppOptions): Promise<void> {
  const given = scenario ?? ((await store.fleets()).length === 0 ? await sample() : null);
  if (given === null) return;
  const { problem, source } = given;
  // Half a pair of UTF-16 units is no character: neither a URL nor a database can hold it.
  const id = problem.fleet.name.toWellFormed();
  await store.putFleet({ id, input: asInput(problem), source });
}

/** Ports tried where the first is taken; then any that is free. */
const PORTS_TRIED = 20;

async function listen(app: HttpServer, host: string, choice: PortChoice): Promise<string> {
  for (let tried = 0; ; tried += 1) {
    const port = tried < PORTS_TRIED ? choice.port + tried : 0;
    try {
      await app.listen({ host, port });
      const bound = app.server.address();
      return urlOf(host, isAddressInfo(bound) ? bound.port : port);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EADDRINUSE' && choice.orNext && port !== 0) continue;
      throw new ListenError(`cannot listen on ${host} port ${port}: ${reasonFor(code, error)}`);
    }
  }
}

function reasonFor(code: string | null, error: unknown): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'another program uses it; give another --port, or 0 for any that is free';
    case 'EACCES':
      return 'this user may not use that port; give a --port of 1024 or more';
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'this machine has no such address; give another --host';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}

function isAddressInfo(value: unknown): value is AddressInfo {
  return typeof value === 'object' && value !== null && 'port' in value;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
