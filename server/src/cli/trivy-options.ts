// The options that say how Trivy is run, the same for every command that scans.
import { type Command, InvalidArgumentError } from 'commander';
import { type ScanSeverity, scanSeverities } from '../settings.ts';
import { addDecisionOptions } from './scan-decisions.ts';

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

/** Adds the options of `TrivyFlags`; of a server, its cache and unfixed findings only where packages are looked at. */
export function addTrivyOptions(command: Command, scansPackages: boolean): Command {
  command
    .option('--severity <list>', `which to report: ${scanSeverities.join(',')}`, readSeverities)
    .option('--trivy <path>', 'the Trivy to run (default: from PATH, outside the project)')
    .option(
      '--trust-trivy <sha256>',
      'run a Trivy whose version cannot be read, if its bytes have this SHA-256',
    )
    .option(
      '--trivy-sha256 <sha256>',
      'run Trivy only if its bytes have this SHA-256 (also PLIMSOLL_TRIVY_SHA256)',
    )
    .option('--timeout <seconds>', 'stop after this time (default: 300)', readSeconds)
    .option('--offline', 'update no database and contact nothing else', false)
    .option('--cache-dir <folder>', 'where Trivy keeps its database')
    .option('--quiet', 'no progress and no notices', false)
    .option('--no-color', 'no colours');
  if (scansPackages) {
    command
      .option('--ignore-unfixed', 'leave out what has no fixed version')
      .option(
        '--server <url>',
        'a Trivy server that keeps the database; its token is read from TRIVY_TOKEN',
        readAddress,
      )
      .option('--token-header <name>', 'the header in which the server wants its token')
      .option('--cache-backend <backend>', 'where Trivy keeps what it read: fs, memory or redis://host:6379');
    addDecisionOptions(command);
  }
  return command;
}
