import { type CaseRequest, type CaseResult, runCase, ScenarioUnreadable } from '../benchmark/index.ts';
import { benchSurroundings } from './bench-surroundings.ts';

/** A process of its own for one case of the benchmark, so that its memory is its own. Its parent is bench-run.ts. */

export type BenchMessage =
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'done'; readonly result: CaseResult }
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };

/** Resolves when the parent has it. */
const tell = (message: BenchMessage) =>
  new Promise<void>((resolve) => {
    process.send?.(message, () => resolve());
  });

process.once('message', async (request: CaseRequest) => {
  try {
    const onProgress = (text: string) => void tell({ kind: 'progress', text });
    await tell({ kind: 'done', result: await runCase(request, benchSurroundings({ onProgress })) });
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    await tell(
      error instanceof ScenarioUnreadable ? { kind: 'unreadable', message } : { kind: 'failed', message, stack },
    );
  }
  process.disconnect();
});
// Nobody waits for a process whose parent is gone.
process.once('disconnect', () => process.exit());
