import { hasOrders } from '../report/text.ts';
import { inputDigest, makeProblem, type PlanningStage, type SchedulingProblem } from '../scheduling/index.ts';
import { ENGINE_VERSION } from '../version.ts';
import type { FleetStore, PlanInput, PlanMaker, ServiceLog, StoredPlan } from './ports.ts';

/** A fleet as the service has it: what it is planned from, its latest plan, and what is being done about it. */
export interface FleetState {
  readonly id: string;
  readonly source: string;
  readonly input: PlanInput;
  readonly planning: PlanningState;
  /** The latest verified plan of this engine; of an older input while a new one is planned. */
  readonly published: StoredPlan | null;
}

export type PlanningState =
  /** The published plan is that of the input. */
  | { readonly kind: 'planned' }
  | { readonly kind: 'planning'; readonly stage: PlanningStage | 'waiting' | 'verifying' }
  /** No plan of this input: a fault of the program, told sentence by sentence. */
  | { readonly kind: 'failed'; readonly reasons: readonly string[] };

export interface Planner {
  /** In the order of ids. */
  states(): readonly FleetState[];
  state(fleetId: string): FleetState | null;
  plan(fleetId: string, revision: number): Promise<StoredPlan | null>;
  /** Plans, one after the other, whatever has no plan of its input. Resolves when all are planned or have failed. */
  planAll(): Promise<void>;
  /** Interrupts what is being planned; resolves when nothing is written any more. */
  close(): Promise<void>;
}

export interface PlannerDeps {
  readonly store: FleetStore;
  readonly makePlan: PlanMaker;
  readonly now: () => Date;
  readonly log: ServiceLog;
  /** Called after every change of a state. */
  readonly onChange?: (state: FleetState) => void;
}

/** A fleet's input, frozen, with its digest. */
export function asInput(problem: SchedulingProblem): PlanInput {
  return { problem, digest: inputDigest(problem) };
}

/** The planner of all fleets in the store. Nothing is published that verification has not passed. */
export async function makePlanner({ store, makePlan, now, log, onChange }: PlannerDeps): Promise<Planner> {
  const states = new Map<string, FleetState>();
  const closing = new AbortController();
  let running: Promise<void> = Promise.resolve();

  for (const { id, input: stored, source } of await store.fleets()) {
    const { fleet, startBasis } = stored.problem;
    // Anew, for the digest covers the engine: another one may find another plan.
    const input = asInput(makeProblem(fleet, startBasis));
    const latest = await store.latestPlan(id);
    const published = latest?.plan.engineVersion === ENGINE_VERSION ? latest : null;
    const isCurrent = published?.plan.inputDigest === input.digest;
    states.set(id, {
      id,
      source,
      input,
      published,
      planning: isCurrent ? { kind: 'planned' } : { kind: 'planning', stage: 'waiting' },
    });
  }

  function change(id: string, changes: Partial<FleetState>): void {
    const state = states.get(id);
    if (state === undefined || closing.signal.aborted) return;
    const changed = { ...state, ...changes };
    states.set(id, changed);
    onChange?.(changed);
  }

  async function planOne({ id, input }: FleetState): Promise<void> {
    const revision = (await store.latestRevision(id)) + 1;
    const { plan, verification } = await makePlan(
      { problem: input.problem, inputDigest: input.digest, revision },
      { signal: closing.signal, onProgress: (stage) => change(id, { planning: { kind: 'planning', stage } }) },
    );
    if (closing.signal.aborted) return;
    if (!verification.ok) {
      const broken = verification.violations.map(({ rule, message }) => `${rule}: ${message}`);
      return fail(id, ['The plan failed its own verification and is withheld. This is a bug.', ...broken]);
    }
    const published = await store.addPlan(id, input, plan, now());
    log.info({ fleet: id, revision, status: plan.status, orders: hasOrders(plan) }, 'plan published');
    change(id, { published, planning: { kind: 'planned' } });
  }

  function fail(id: string, reasons: readonly string[]): void {
    log.error({ fleet: id, reasons }, 'planning failed');
    change(id, { planning: { kind: 'failed', reasons } });
  }

  async function planWaiting(): Promise<void> {
    for (const id of states.keys()) {
      const state = states.get(id);
      if (closing.signal.aborted || state?.planning.kind !== 'planning') continue;
      try {
        await planOne(state);
      } catch (error) {
        if (!closing.signal.aborted) fail(id, [error instanceof Error ? error.message : String(error)]);
      }
    }
  }

  return {
    states: () => [...states.values()],
    state: (fleetId) => states.get(fleetId) ?? null,
    plan: (fleetId, revision) => store.plan(fleetId, revision),
    planAll() {
      running = running.then(planWaiting);
      return running;
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}

/** Why the service cannot be relied on for this fleet, in words; null where it can. */
export function notReadyReason({ id, planning, published }: FleetState): string | null {
  if (planning.kind === 'failed') return `fleet ${id}: planning failed: ${planning.reasons[0]}`;
  if (planning.kind === 'planning' && published === null) return `fleet ${id}: the first plan is being made`;
  if (published === null) return `fleet ${id}: there is no plan`;
  const { plan } = published;
  if (!hasOrders(plan))
    return `fleet ${id}: plan ${plan.revision} gives no orders: ${plan.statusReason ?? plan.status}`;
  return null;
}
