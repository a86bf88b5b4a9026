import type { CommandIo } from './io.ts';

export interface Progress {
  show(text: string): void;
  /** Takes the line away, so that what follows starts clean. */
  clear(): void;
}

const CLEAR_LINE = '\r\u001b[K';

/** One line on stderr that is rewritten as work goes on; nothing at all where stderr is no terminal. */
export function makeProgress(io: CommandIo): Progress {
  let shown = false;
  return {
    show(text) {
      if (!io.isTerminal) return;
      io.stderr.write(`${CLEAR_LINE}${text}`);
      shown = true;
    },
    clear() {
      if (shown) io.stderr.write(CLEAR_LINE);
      shown = false;
    },
  };
}
