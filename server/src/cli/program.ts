// The commands and options of `plimsoll`, and what runs them.
import { Command, CommanderError, Option } from 'commander';
import { profiles } from '../settings.ts';
import { collect, readDay, today, withFixMode } from './arguments.ts';
import { type CheckOptions, check, formats, thresholds } from './check.ts';
import { addCi } from './ci-command.ts';
import { addCompare } from './compare-command.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { explain } from './explain.ts';
import { startServer } from './lsp.ts';
import { addPin } from './pin-command.ts';
import { addPolicy } from './policy-command.ts';
import { addRefactor } from './refactor-command.ts';
import { listRules, rulesFormats } from './rules.ts';
import { addScan } from './scan-command.ts';
import { tell, writeAll } from './streams.ts';

const exitCodeHelp = (found: string) => `
Exit codes: 0 fine, 1 ${found}, 2 wrong use or unreadable input,
3 a needed tool is missing or failed, 130 cancelled.`;
const atThreshold = 'a finding reached --fail-on';

type CheckFlags = Omit<CheckOptions, 'fix' | 'version' | 'today'> & {
  fix?: 'safe' | 'review';
  today?: string;
};

function addCheck(program: Command, version: string, done: (code: ExitCode) => void): void {
  program
    .command('check')
    .description(
      'Check Dockerfiles, Compose files and daemon.json. A folder is searched for them; “-” is standard input.',
    )
    .argument('[paths...]', 'files and folders (default: the current folder)')
    .addOption(new Option('--format <format>', 'how to report').choices(formats).default('text'))
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 from this severity on')
        .choices(thresholds)
        .default('error'),
    )
    .addOption(
      new Option(
        '--fix [mode]',
        'write fixes: safe ones (same image, same behaviour), or with =review also those that may change behaviour',
      ).choices(['safe', 'review']),
    )
    .option('--diff', 'print what --fix would change, write nothing', false)
    .option('--stdin-filename <path>', 'the name to judge standard input by', 'Dockerfile')
    .option('--config <file>', 'take this settings file and look for no other')
    .addOption(new Option('--profile <profile>', 'the set of rules').choices(profiles))
    .option('--target <stage>', 'the stage of Dockerfiles that is built (default: the last one)')
    .option('--today <day>', 'judge as of this day, YYYY-MM-DD (default: SOURCE_DATE_EPOCH or now)', readDay)
    .option(
      '--baseline <file>',
      'report only what this file does not hold (“baseline” in .plimsoll.json says the same)',
    )
    .option('--update-baseline', 'write what is found now into the baseline', false)
    .option('--output <file>', 'write the report to a file')
    .option('--exclude <glob>', 'leave out what fits, as in a .gitignore (repeatable)', collect, [])
    .option('--quiet', 'only findings: no counts, no notices', false)
    .option('--verbose', 'tell of each finding why it matters', false)
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are respected too)')
    .addHelpText('after', exitCodeHelp(atThreshold))
    .action(async (paths: string[], flags: CheckFlags) => {
      done(await check(paths, { ...flags, today: flags.today ?? today(), version }));
    });
}

/** Runs the command line. Resolves to the exit code; undefined when a server keeps the process. */
export async function run(argv: readonly string[], version: string): Promise<ExitCode | undefined> {
  let exitCode: ExitCode | undefined;
  const done = (code: ExitCode) => {
    exitCode = code;
  };
  const program = new Command('plimsoll')
    .description('Dockerfile security: finds what is wrong, fixes it, and scans images with your own Trivy.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'show this help')
    .configureOutput({
      writeOut: (text) => writeAll(1, text),
      writeErr: (text) => writeAll(2, text),
      outputError: (text, write) => write(text.replace(/^error: /, 'plimsoll: ')),
    })
    .exitOverride()
    .addHelpText('after', exitCodeHelp(`${atThreshold}, a policy refuses, or a refactoring is not possible`));
  addCheck(program, version, done);
  addRefactor(program, version, done);
  addScan(program, version, done);
  addCompare(program, version, done);
  addPin(program, version, done);
  addPolicy(program, version, done);
  addCi(program, version, done);
  program
    .command('lsp')
    .description('Start the language server.')
    .requiredOption('--stdio', 'talk over standard input and output')
    .action(() => startServer());
  program
    .command('rules')
    .description('List the rules with severity, profiles, fixes and the ids of other tools.')
    .addOption(new Option('--format <format>', 'how to list').choices(rulesFormats).default('text'))
    .action((flags: { format: (typeof rulesFormats)[number] }) => done(listRules(flags.format)));
  program
    .command('explain')
    .description('Tell what a rule finds and why; without a name, list the rules.')
    .argument('[rule]', 'a rule’s id, or the id that hadolint, Trivy or another tool gives it')
    .option('--no-color', 'no colours')
    .action((rule: string | undefined, flags: { color: boolean }) => done(explain(rule, flags.color)));
  try {
    await program.parseAsync(withFixMode(argv), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.wrongUse;
    if (error instanceof CommandError) {
      for (const line of error.message.split('\n')) tell(line);
      return error.exitCode;
    }
    throw error;
  }
  return exitCode;
}
