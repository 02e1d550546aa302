// Entry of the command line: arguments in, exit code out.
import { run } from './cli/program.ts';
import { tell } from './cli/streams.ts';

/** Set by the build. */
declare const PLIMSOLL_VERSION: string;

run(process.argv.slice(2), PLIMSOLL_VERSION).then(
  (exitCode) => {
    if (exitCode !== undefined) process.exitCode = exitCode;
  },
  (error: unknown) => {
    tell(
      `something went wrong inside Plimsoll: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exitCode = 2;
  },
);
