import { parentPort } from 'node:worker_threads';
import { makeSolverPool } from '../../solver/index.ts';
import { type PlanningTask, planVerified } from './plan-verified.ts';
import type { PlanningMessage } from './planning-messages.ts';

/** The thread in which plans are made: one task in, stages and one answer out, warm solver threads of its own. */
const solver = makeSolverPool();
const send = (message: PlanningMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', async (task: PlanningTask) => {
  try {
    send({ kind: 'planned', planned: await planVerified(task, solver, (stage) => send({ kind: 'stage', stage })) });
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
