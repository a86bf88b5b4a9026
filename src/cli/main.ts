import { exitCodes } from './io.ts';
import { runCommand } from './run-command.ts';

/** The process around a command: its streams and its exit code. Ends when nothing is left to write. */

const DEFAULT_COLUMNS = 80;

for (const stream of [process.stdout, process.stderr]) {
  // Whoever reads may stop reading (`| head`): that ends the writing, not with an error of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') process.exitCode = exitCodes.unexpected;
  });
}

process.exitCode = await runCommand(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  isTerminal: process.stderr.isTTY === true,
  columns: process.stdout.columns ?? DEFAULT_COLUMNS,
  cwd: process.cwd(),
});
