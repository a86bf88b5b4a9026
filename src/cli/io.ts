/** Where a command writes to, so that tests can run one inside their own process. */
export interface CommandIo {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Whether stderr is a terminal: only then is progress shown. */
  readonly isTerminal: boolean;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** Relative paths start here. */
  readonly cwd: string;
}

export interface TextSink {
  write(text: string): unknown;
}

export const exitCodes = {
  done: 0,
  /** The answer is no: a check failed, physics cannot hold, or promises are broken and `--strict` was given. */
  no: 1,
  /** Wrong usage or input; nothing was written. */
  wrongInput: 2,
  /** A bug of this program. */
  unexpected: 70,
} as const;

/** Wrong input or an output that cannot be written: the message says what to do. Exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Wrong usage of the command line: the message is followed by a word on `--help`. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
