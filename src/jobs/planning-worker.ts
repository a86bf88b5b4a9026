import { Worker } from 'node:worker_threads';
import type { PlanningTask, TaskStage, VerifiedPlan } from './plan-verified.ts';
import type { PlanningMessage } from './planning-messages.ts';

/** Makes plans in a thread of its own, so that who asks for them goes on answering others. */
export interface PlanningWorker {
  /** One task at a time. Rejects when the thread dies, on a bug while planning, and when `signal` interrupts. */
  plan(task: PlanningTask, options: PlanningWorkerOptions): Promise<VerifiedPlan>;
  /** Ends the thread, whatever it does. */
  close(): Promise<void>;
}

export interface PlanningWorkerOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (stage: TaskStage) => void;
}

interface Running {
  settle(planned: VerifiedPlan): void;
  fail(error: Error): void;
  onProgress(stage: TaskStage): void;
}

/**
 * Left to itself, V8 gives young objects so much room that plans of 75,000 columns, one after the other, take 60 to 100
 * MB more. `wattshift bench` measures with as little (`bench-run.ts`).
 */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 72 };

export function makePlanningWorker(): PlanningWorker {
  let thread: Worker | null = null;
  let running: Running | null = null;

  function finish(act: (task: Running) => void): void {
    const task = running;
    running = null;
    if (task !== null) act(task);
  }

  /** Started at the first task and kept warm for the next. One that dies while idle is missed by nobody. */
  function startThread(): Worker {
    const started = new Worker(threadFile(), { resourceLimits: RESOURCE_LIMITS });
    const lost = (error: Error) => {
      if (thread !== started) return;
      thread = null;
      finish((task) => task.fail(error));
    };
    started.on('message', (message: PlanningMessage) => {
      if (thread !== started) return;
      if (message.kind === 'stage') running?.onProgress(message.stage);
      else if (message.kind === 'planned') finish((task) => task.settle(message.planned));
      else finish((task) => task.fail(new Error(message.message)));
    });
    started.on('error', lost);
    started.on('exit', (code) => lost(new Error(`the planning thread ended with code ${code}`)));
    thread = started;
    return started;
  }

  /** A solve that runs cannot be asked to stop; its thread ends, and the solver's threads end with it. */
  async function end(reason: string): Promise<void> {
    const ending = thread;
    thread = null;
    finish((task) => task.fail(new Error(reason)));
    await ending?.terminate();
  }

  return {
    close: () => end('the planning thread was closed'),
    plan: (task, { signal, onProgress }) =>
      new Promise((resolve, reject) => {
        if (running !== null) throw new Error('the planning thread has a task already');
        if (signal.aborted) throw new Error('planning was interrupted');
        const interrupt = () => void end('planning was interrupted');
        const done = () => signal.removeEventListener('abort', interrupt);
        running = {
          onProgress,
          settle(planned) {
            done();
            resolve(planned);
          },
          fail(error) {
            done();
            reject(error);
          },
        };
        signal.addEventListener('abort', interrupt, { once: true });
        (thread ?? startThread()).postMessage(task);
      }),
  };
}

/** `.ts` while Node runs the source, `.js` in the package: whatever this very file is. */
function threadFile(): URL {
  return new URL(`./planning-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
}
