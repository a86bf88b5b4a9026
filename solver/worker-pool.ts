import { availableParallelism } from 'node:os';
import type { ResourceLimits } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import type { BackendName } from './backends/backend.ts';
import { failed, oneLine, stopped } from './backends/backend.ts';
import type { BranchingOptions, BranchingResult } from './branching.ts';
import { NOTHING_PROVEN } from './branching.ts';
import type { LpModel } from './lp-model.ts';
import type { LpOutcome, LpSolver, SolveOptions } from './outcome.ts';
import { workerFile } from './worker-file.ts';
import type { WorkerAnswer, WorkerMessage, WorkerSetup, WorkerTask } from './worker-messages.ts';

export interface SolverPool extends LpSolver {
  /** Branches until the incumbent is proven to the gap asked for, or the node budget is spent (`branching.ts`). */
  prove(
    model: LpModel,
    incumbentObjective: number,
    options?: BranchingOptions,
    signal?: AbortSignal,
  ): Promise<BranchingResult>;
  /** Starts every worker and loads its backend, so that the first solve does not pay for it. */
  warmUp(): Promise<void>;
}

export interface SolverPoolOptions {
  /** Worker threads; 1 or 2 by the number of processors unless stated. */
  readonly workers?: number;
  readonly backend?: BackendName;
  /** Programs that HiGHS is estimated to need more for are answered `tooLarge`; what one instance holds, unless stated. */
  readonly memoryCeilingBytes?: number;
  /** Limits of V8 for each worker; WebAssembly memory is not counted in them. */
  readonly resourceLimits?: ResourceLimits;
  /**
   * How long an interrupted worker may take to answer before it is ended and replaced (HiGHS within a linear program
   * and GLPK's integer search never ask); a tenth of a second unless stated, 2^31 - 1 at most.
   */
  readonly abortGraceMilliseconds?: number;
  /**
   * Called when a thread has begun with a program: it has looked once for an abort and found none, so that any
   * later one meets a running solver. Not called for what is settled before it starts.
   */
  readonly onBegun?: () => void;
}

const ABORT_GRACE_MILLISECONDS = 100;

/**
 * A program is a few large arrays: little room for young objects saves tens of megabytes at 75,000 columns. With half of
 * this, collecting them takes a twelfth of a solve.
 */
const RESOURCE_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 16 };

const CLOSED = 'the solver pool is closed';

type Ending = 'interrupted' | 'died' | 'closed';
interface Job {
  readonly task: WorkerTask;
  /** Called once, with the worker's answer or with why there is none. */
  readonly settle: (answer: WorkerAnswer | { readonly kind: Ending; readonly message: string }) => void;
}
interface Slot {
  worker: Worker | null;
  readonly flag: Int32Array;
  job: Job | null;
}

/** A pool of warm solver threads. Work is taken first come, first served; an idle pool keeps no process alive. */
export function makeSolverPool(options: SolverPoolOptions = {}): SolverPool {
  const count = Math.max(1, options.workers ?? Math.min(2, Math.max(1, availableParallelism() - 1)));
  const backend = options.backend ?? 'highs';
  const slots: Slot[] = Array.from({ length: count }, () => ({
    worker: null,
    flag: new Int32Array(new SharedArrayBuffer(4)),
    job: null,
  }));
  const grace = options.abortGraceMilliseconds ?? ABORT_GRACE_MILLISECONDS;
  const queue: Job[] = [];
  let closed = false;

  function finish(slot: Slot, answer: Parameters<Job['settle']>[0]): void {
    const job = slot.job;
    slot.job = null;
    slot.worker?.unref();
    job?.settle(answer);
    dispatch();
  }

  function startWorker(slot: Slot): Worker {
    const setup: WorkerSetup = {
      backend,
      interruptFlag: slot.flag.buffer as SharedArrayBuffer,
      memoryCeilingBytes: options.memoryCeilingBytes,
      reportBegun: options.onBegun !== undefined,
    };
    const worker = new Worker(workerFile('solve-worker'), {
      workerData: setup,
      resourceLimits: { ...RESOURCE_LIMITS, ...options.resourceLimits },
    });
    const lost = (message: string): void => {
      if (slot.worker !== worker) return;
      slot.worker = null;
      finish(slot, { kind: 'died', message });
    };
    worker.on('message', (message: WorkerMessage) => {
      if (slot.worker !== worker) return;
      if (message.kind === 'begun') options.onBegun?.();
      else finish(slot, message);
    });
    worker.on('error', (error) => lost(`the solver thread died: ${oneLine(error)}`));
    worker.on('exit', (code) => lost(`the solver thread ended with code ${code}`));
    slot.worker = worker;
    return worker;
  }

  function replaceWorker(slot: Slot, ending: Ending, message: string): void {
    const worker = slot.worker;
    slot.worker = null;
    finish(slot, { kind: ending, message });
    void worker?.terminate();
  }

  function abort(job: Job): void {
    const waiting = queue.indexOf(job);
    if (waiting >= 0) {
      queue.splice(waiting, 1);
      job.settle({ kind: 'interrupted', message: 'interrupted' });
      return;
    }
    const slot = slots.find((candidate) => candidate.job === job);
    if (slot === undefined) return;
    Atomics.store(slot.flag, 0, 1);
    setTimeout(() => {
      if (slot.job === job) replaceWorker(slot, 'interrupted', 'interrupted');
    }, grace).unref();
  }

  function dispatch(): void {
    for (const slot of slots) {
      if (slot.job !== null) continue;
      const job = queue.shift();
      if (job === undefined) return;
      slot.job = job;
      Atomics.store(slot.flag, 0, 0);
      const worker = slot.worker ?? startWorker(slot);
      worker.ref();
      worker.postMessage(job.task);
    }
  }

  function enqueue(task: WorkerTask, signal: AbortSignal | undefined, settle: Job['settle']): void {
    if (closed) {
      settle({ kind: 'closed', message: CLOSED });
      return;
    }
    if (signal?.aborted === true) {
      settle({ kind: 'interrupted', message: 'interrupted' });
      return;
    }
    // The listener goes with the job: one signal may live through thousands of solves.
    const onAbort = (): void => abort(job);
    const job: Job = {
      task,
      settle(answer) {
        signal?.removeEventListener('abort', onAbort);
        settle(answer);
      },
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    queue.push(job);
    dispatch();
  }

  return {
    solve(model, solveOptions = {}, signal) {
      return new Promise<LpOutcome>((resolve) => {
        const task: WorkerTask = { kind: 'solve', model: ownArrays(model), options: ownWeights(solveOptions) };
        enqueue(task, signal, settleSolve(resolve));
      });
    },
    prove(model, incumbentObjective, proveOptions = {}, signal) {
      return new Promise<BranchingResult>((resolve, reject) => {
        const task: WorkerTask = { kind: 'prove', model: ownArrays(model), incumbentObjective, options: proveOptions };
        enqueue(task, signal, settleProve(resolve, reject));
      });
    },
    async warmUp() {
      const warmed = slots.map(
        () =>
          new Promise<void>((resolve, reject) => {
            enqueue({ kind: 'warmUp' }, undefined, (answer) => {
              if (answer.kind === 'ready') resolve();
              else reject(new Error('message' in answer ? answer.message : answer.kind));
            });
          }),
      );
      await Promise.all(warmed);
    },
    async close() {
      closed = true;
      for (const job of queue.splice(0)) job.settle({ kind: 'closed', message: CLOSED });
      const ended = slots.map((slot) => {
        const worker = slot.worker;
        slot.worker = null;
        if (slot.job !== null) finish(slot, { kind: 'closed', message: CLOSED });
        return worker?.terminate();
      });
      await Promise.all(ended);
    },
  };
}

function settleSolve(resolve: (outcome: LpOutcome) => void): Job['settle'] {
  return (answer) => {
    if (answer.kind === 'solved') resolve(answer.outcome);
    else if (answer.kind === 'interrupted') resolve(stopped({ kind: 'interrupted' }));
    else resolve(failed('solver', 'message' in answer ? answer.message : answer.kind));
  };
}

function settleProve(resolve: (result: BranchingResult) => void, reject: (error: Error) => void): Job['settle'] {
  return (answer) => {
    if (answer.kind === 'proven') resolve(answer.result);
    // Whatever happened to the proof, nothing false is said: an interrupted or lost one has proven nothing.
    else if (answer.kind === 'interrupted' || answer.kind === 'died') resolve(NOTHING_PROVEN);
    else reject(new Error('message' in answer ? answer.message : answer.kind));
  };
}

/** Structured cloning copies the whole buffer under a view: arrays that are a small view of a large one are cut out. */
function own<A extends Float64Array | Int32Array>(array: A): A {
  return array.byteLength === array.buffer.byteLength ? array : (array.slice() as A);
}

function ownWeights(options: SolveOptions): SolveOptions {
  const { thenLeast } = options;
  return thenLeast === undefined
    ? options
    : { ...options, thenLeast: { ...thenLeast, weights: own(thenLeast.weights) } };
}

function ownArrays(model: LpModel): LpModel {
  return {
    columnCount: model.columnCount,
    rowCount: model.rowCount,
    columnCosts: own(model.columnCosts),
    columnLowers: own(model.columnLowers),
    columnUppers: own(model.columnUppers),
    rowLowers: own(model.rowLowers),
    rowUppers: own(model.rowUppers),
    matrix: { starts: own(model.matrix.starts), rows: own(model.matrix.rows), values: own(model.matrix.values) },
    integerColumns: own(model.integerColumns),
    objectiveOffset: model.objectiveOffset,
  };
}
