// The options of `plimsoll ci`.
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type Phase, type Platform, phases, phaseWords, platforms } from '../pipeline/index.ts';
import { collect } from './arguments.ts';
import { type CiOptions, ciInit } from './ci.ts';
import type { ExitCode } from './exit.ts';

const help = `
Phases, each added to the first:
${phases.map((phase) => `  ${phase.padEnd(12)} ${phaseWords[phase].detail}`).join('\n')}

Nothing is contacted. The file is made where the platform looks for it, and never over one that is there.
Exit codes: 0 written, or printed with --dry-run; 2 wrong use, a file that is there already, or one that cannot be read or written.`;

type Flags = Omit<CiOptions, 'version' | 'phases'> & { readonly phase: readonly Phase[] };

function readPhase(value: string, before: readonly Phase[]): readonly Phase[] {
  const phase = phases.find((one) => one === value);
  if (phase === undefined) throw new InvalidArgumentError(`It must be one of ${phases.join(', ')}.`);
  return before.includes(phase) ? before : [...before, phase];
}

/** Adds `ci init`. */
export function addCi(program: Command, version: string, done: (code: ExitCode) => void): void {
  program
    .command('ci')
    .description('Make a pipeline for this repository.')
    .command('init')
    .description('Write a pipeline that checks, scans, and on request signs what the Dockerfiles build.')
    .addArgument(new Argument('<platform>', 'whose pipeline').choices(platforms))
    .addOption(
      new Option('--phase <phase>', `what it does beyond reporting (repeatable): ${phases.join(', ')}`)
        .argParser(readPhase)
        .default([], 'inform'),
    )
    .option('--dry-run', 'print the file, write nothing', false)
    .option('--config <file>', 'take this settings file and look for no other')
    .option('--exclude <glob>', 'leave out what fits, as in a .gitignore (repeatable)', collect, [])
    .option('--quiet', 'tell only what failed', false)
    .addHelpText('after', help)
    .action((platform: Platform, { phase, ...flags }: Flags) => {
      done(ciInit(platform, { ...flags, phases: phase, version }));
    });
}
