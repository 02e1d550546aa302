// The options of `plimsoll compare`.
import { type Command, Option } from 'commander';
import { type CompareFlags, compare, compareFormats } from './compare.ts';
import type { ExitCode } from './exit.ts';
import { addTrivyOptions } from './trivy-options.ts';

/** Adds `compare`. */
export function addCompare(program: Command, version: string, done: (code: ExitCode) => void): void {
  const command = program
    .command('compare')
    .description(
      'Compare two images: vulnerabilities, packages, size, user, shell. Each is a name, a tar file or an OCI layout.',
    )
    .argument('<before>')
    .argument('<after>')
    .addOption(new Option('--format <format>', 'how to report').choices(compareFormats).default('text'))
    .option(
      '--fail-on-added',
      'exit with 1 where the second has a vulnerability that the first has not',
      false,
    )
    .option('--output <file>', 'write the report to a file');
  addTrivyOptions(command, true).action(
    async (before: string, after: string, flags: Omit<CompareFlags, 'version'>) => {
      done(await compare(before, after, { ...flags, version }));
    },
  );
}
