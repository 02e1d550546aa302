// The options of `plimsoll scan`.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ScanSeverity, scanSeverities } from '../settings.ts';
import type { ExitCode } from './exit.ts';
import { type ScanFlags, scan } from './scan.ts';

function readSeverities(value: string): ScanSeverity[] {
  const given = value
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());
  if (!given.every((word) => (scanSeverities as readonly string[]).includes(word))) {
    throw new InvalidArgumentError(`It must be of ${scanSeverities.join(', ')}, separated by commas.`);
  }
  return given as ScanSeverity[];
}

function readSeconds(value: string): number {
  const seconds = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (seconds < 1 || seconds > 7200)
    throw new InvalidArgumentError('It must be a number of seconds from 1 to 7200.');
  return seconds;
}

function readAddress(value: string): string {
  if (!/^https?:\/\/[^\s/]/.test(value))
    throw new InvalidArgumentError('It must begin with http:// or https://.');
  return value;
}

/** Adds `scan image` and `scan config`. Where nothing was said the exit code is 1 from critical on. */
export function addScan(program: Command, version: string, done: (code: ExitCode) => void): void {
  const command = program.command('scan').description('Scan with your own Trivy.');
  const kinds = {
    image: 'Scan an image: a name, a tar file or an OCI layout (a path that begins with . or /).',
    config: 'Scan the configuration files at a path with Trivy’s checks.',
  } as const;
  for (const kind of ['image', 'config'] as const) {
    const sub = command
      .command(kind)
      .description(kinds[kind])
      .argument('<target>')
      .option('--severity <list>', `which to report: ${scanSeverities.join(',')}`, readSeverities)
      .addOption(
        new Option('--fail-on <severity>', 'exit with 1 from this severity on')
          .choices([...scanSeverities, 'never'])
          .default('critical'),
      )
      .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
      .option('--trivy <path>', 'the Trivy to run (default: from PATH, outside the project)')
      .option(
        '--trust-trivy <sha256>',
        'run a Trivy whose version cannot be read, if its bytes have this SHA-256',
      )
      .option('--timeout <seconds>', 'stop after this time (default: 300)', readSeconds)
      .option('--offline', 'update no database and contact nothing else', false)
      .option('--cache-dir <folder>', 'where Trivy keeps its database')
      .option('--quiet', 'no progress and no notices', false)
      .option('--no-color', 'no colours');
    if (kind === 'image') {
      sub
        .option('--ignore-unfixed', 'leave out what has no fixed version')
        .option('--server <url>', 'a Trivy server that keeps the database', readAddress);
    }
    sub.action(async (target: string, flags: Omit<ScanFlags, 'version'>) => {
      done(await scan(kind, target, { ...flags, version }));
    });
  }
}
