// The options of `plimsoll policy`.
import { type Command, Option } from 'commander';
import { readDay, today } from './arguments.ts';
import type { ExitCode } from './exit.ts';
import { type PolicyFlags, policy, policyFormats } from './policy.ts';
import { addTrivyOptions } from './trivy-options.ts';

const exitCodeHelp = `
Exit codes: 0 accepted, 1 refused by a policy, 2 wrong use or unreadable input,
3 a needed tool is missing or failed, 130 cancelled.`;

/** Adds `policy`. */
export function addPolicy(program: Command, version: string, done: (code: ExitCode) => void): void {
  const command = program
    .command('policy')
    .description(
      'Judge an image by policies: a name, a tar file or an OCI layout (“policy” in .plimsoll.json).',
    )
    .argument('<image>')
    .addOption(new Option('--format <format>', 'how to report').choices(policyFormats).default('text'))
    .option('--config <file>', 'take this settings file and look for no other')
    .option('--dockerfile <file>', 'what the image was built from: tells its base image')
    .option('--target <stage>', 'the stage that was built (default: the last one)')
    .option('--kev <file>', 'CISA’s list of exploited vulnerabilities, in JSON')
    .option(
      '--registry',
      'ask the image’s registry for attestations, also where an engine has the image',
      false,
    )
    .option('--today <day>', 'judge as of this day, YYYY-MM-DD (default: SOURCE_DATE_EPOCH or now)', readDay)
    .option('--output <file>', 'write the report to a file')
    .addHelpText('after', exitCodeHelp);
  addTrivyOptions(command, true).action(
    async (image: string, flags: Omit<PolicyFlags, 'version' | 'today'> & { today?: string }) => {
      done(await policy(image, { ...flags, today: flags.today ?? today(), version }));
    },
  );
}
