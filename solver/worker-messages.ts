import type { BackendName } from './backends/backend.ts';
import type { BranchingOptions, BranchingResult } from './branching.ts';
import type { LpModel } from './lp-model.ts';
import type { LpOutcome, SolveOptions } from './outcome.ts';

/** What a worker is started with: its backend, and the flag (one Int32) that interrupts what it is running. */
export interface WorkerSetup {
  readonly backend: BackendName;
  readonly interruptFlag: SharedArrayBuffer;
  readonly memoryCeilingBytes: number | undefined;
  /** Whether to say when a program is begun with. */
  readonly reportBegun: boolean;
}

export type WorkerTask =
  | { readonly kind: 'warmUp' }
  | { readonly kind: 'solve'; readonly model: LpModel; readonly options: SolveOptions }
  | {
      readonly kind: 'prove';
      readonly model: LpModel;
      readonly incumbentObjective: number;
      readonly options: BranchingOptions;
    };

export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'solved'; readonly outcome: LpOutcome }
  | { readonly kind: 'proven'; readonly result: BranchingResult }
  /** The task could not be done (a missing package, a bug): one line. */
  | { readonly kind: 'failed'; readonly message: string };

export type WorkerMessage =
  | WorkerAnswer
  /** The flag was looked at for the first time on behalf of the task, and was down: the answer is still to come. */
  | { readonly kind: 'begun' };
