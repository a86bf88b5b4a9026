import { parentPort, workerData } from 'node:worker_threads';
import type { LpBackend } from './backends/backend.ts';
import { oneLine } from './backends/backend.ts';
import { makeBackend } from './backends/make-backend.ts';
import { prove } from './branching.ts';
import { solveScaled } from './solve-scaled.ts';
import type { WorkerAnswer, WorkerMessage, WorkerSetup, WorkerTask } from './worker-messages.ts';

/** The thread in which programs are solved: one task in, one answer out, a warm backend in between. */
const setup = workerData as WorkerSetup;
const flag = new Int32Array(setup.interruptFlag);
const send = (message: WorkerMessage): void => parentPort?.postMessage(message);
let backend: LpBackend | null = null;
let begun = true;

function interrupt(): boolean {
  const asked = Atomics.load(flag, 0) !== 0;
  if (!asked && !begun) {
    begun = true;
    send({ kind: 'begun' });
  }
  return asked;
}

async function warmBackend(): Promise<LpBackend> {
  if (backend === null || backend.isBroken()) {
    backend = await makeBackend(setup.backend, { memoryCeilingBytes: setup.memoryCeilingBytes });
  }
  return backend;
}

async function perform(task: WorkerTask): Promise<WorkerAnswer> {
  const warm = await warmBackend();
  begun = !setup.reportBegun;
  switch (task.kind) {
    case 'warmUp':
      return { kind: 'ready' };
    case 'solve':
      return { kind: 'solved', outcome: solveScaled(warm, task.model, task.options, interrupt) };
    case 'prove':
      return { kind: 'proven', result: prove(warm, task.model, task.incumbentObjective, task.options, interrupt) };
  }
}

parentPort?.on('message', (task: WorkerTask) => {
  perform(task)
    .catch((error: unknown): WorkerAnswer => ({ kind: 'failed', message: oneLine(error) }))
    .then(send);
});
