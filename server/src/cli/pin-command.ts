// The options of `plimsoll pin`.
import type { Command } from 'commander';
import { collect, today } from './arguments.ts';
import type { ExitCode } from './exit.ts';
import { type PinOptions, pin } from './pin.ts';

const exitCodeHelp = `
The registry of each image is asked for the digest of its tag, with Docker’s own login. Nothing else is contacted.
Exit codes: 0 done, or nothing to do; 1 with --dry-run or --diff: something would be changed; 2 wrong use, or a file that
cannot be read or written; 3 a registry could not be reached or does not have an image; 130 cancelled, nothing written.`;

type Flags = Omit<PinOptions, 'today' | 'version'>;

/** Adds `pin`. */
export function addPin(program: Command, version: string, done: (code: ExitCode) => void): void {
  program
    .command('pin')
    .description('Write the digest beside the tag of each image in Dockerfiles and Compose files.')
    .argument('[paths...]', 'files and folders (default: the current folder)')
    .option('--update', 'renew the digests that stand there too', false)
    .option('--newer', 'take the newest tag of the same line first, as the registry lists them', false)
    .option('--dry-run', 'tell what would be changed, write nothing', false)
    .option('--diff', 'print what would be changed as a diff, write nothing', false)
    .option('--json', 'tell it as JSON', false)
    .option('--config <file>', 'take this settings file and look for no other')
    .option('--exclude <glob>', 'leave out what fits, as in a .gitignore (repeatable)', collect, [])
    .option('--quiet', 'tell only what failed', false)
    .addHelpText('after', exitCodeHelp)
    .action(async (paths: string[], flags: Flags) => {
      done(await pin(paths, { ...flags, today: today(), version }));
    });
}
