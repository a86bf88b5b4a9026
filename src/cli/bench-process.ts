import { type CaseRequest, type CaseResult, runCase, ScenarioUnreadable } from '../benchmark/index.ts';
import { benchSurroundings } from './bench-surroundings.ts';

/** A process of its own for one case of the benchmark, so that its memory is its own. Its parent is bench-run.ts. */

export type BenchMessage =
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'done'; readonly result: CaseResult }
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };

const tell = (message: BenchMessage) => process.send?.(message);

process.once('message', async (request: CaseRequest) => {
  try {
    const result = await runCase(
      request,
      benchSurroundings((text) => tell({ kind: 'progress', text })),
    );
    tell({ kind: 'done', result });
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    tell(error instanceof ScenarioUnreadable ? { kind: 'unreadable', message } : { kind: 'failed', message, stack });
  }
  process.disconnect();
});
// A parent that is gone waits for nothing.
process.once('disconnect', () => process.exit());
