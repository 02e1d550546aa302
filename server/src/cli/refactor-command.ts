// The options of `plimsoll refactor`.
import { type Command, Option } from 'commander';
import { runtimeKinds } from '../engine/index.ts';
import { readDay, today } from './arguments.ts';
import type { ExitCode } from './exit.ts';
import { type RefactorOptions, refactor, refactorFormats } from './refactor.ts';

const exitCodeHelp = `
Exit codes: 0 done or listed, 1 not possible for this file (the reason is told), 2 wrong use or a file that
cannot be read or written.`;

const descriptions = {
  split: 'Split a Dockerfile of one stage into a builder and a runtime.',
  harden: 'Move a Dockerfile to a hardened image.',
  'harden-service': 'Take from a service of a Compose file what it does not need.',
  'secrets-to-files': 'Move passwords of a service from its environment to secret files.',
} as const;

type Flags = Omit<RefactorOptions, 'today' | 'version'> & { readonly today?: string };

/** Adds `refactor split`, `refactor harden` and those of Compose files. */
export function addRefactor(program: Command, version: string, done: (code: ExitCode) => void): void {
  const command = program
    .command('refactor')
    .description('Rewrite a Dockerfile or a Compose file, and tell what was changed and why.')
    .addHelpText('after', exitCodeHelp);
  for (const name of ['split', 'harden', 'harden-service', 'secrets-to-files'] as const) {
    const ofCompose = name === 'harden-service' || name === 'secrets-to-files';
    const kind = ofCompose ? 'Compose file' : 'Dockerfile';
    const one = command
      .command(name)
      .description(descriptions[name])
      .argument('<file>', `the ${kind}, which is written in place; “-” is standard input to standard output`);
    if (ofCompose) one.option('--service <name>', 'the service (default: the only one that --list names)');
    else
      one
        .addOption(
          new Option(
            '--runtime <image>',
            'what the final stage stands on (default: the first that --list names)',
          ).choices(runtimeKinds),
        )
        .option('--target <stage>', 'the stage that is built (default: the last one)');
    one
      .option('--list', 'tell what can be chosen, and what is not possible and why; write nothing', false)
      .option('--dry-run', 'print the changes as a diff, write nothing', false)
      .addOption(new Option('--format <format>', 'how to tell it').choices(refactorFormats).default('text'))
      .option(
        '--stdin-filename <path>',
        'the name to judge standard input by',
        ofCompose ? 'compose.yaml' : 'Dockerfile',
      )
      .option('--config <file>', 'take this settings file and look for no other')
      .option(
        '--today <day>',
        'judge as of this day, YYYY-MM-DD (default: SOURCE_DATE_EPOCH or now)',
        readDay,
      )
      .option('--quiet', 'do not tell what was changed', false)
      .option('--no-color', 'no colours')
      .addHelpText('after', exitCodeHelp)
      .action(async (path: string, flags: Flags) => {
        done(await refactor(name, path, { ...flags, today: flags.today ?? today(), version }));
      });
  }
}
