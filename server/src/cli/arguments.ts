// Reads single option values, with messages that name what is allowed.
import { InvalidArgumentError } from 'commander';
import { isDay } from '../engine/index.ts';

/** A day as YYYY-MM-DD that exists in the calendar. */
export function readDay(value: string): string {
  if (!isDay(value)) throw new InvalidArgumentError('It must be a day as YYYY-MM-DD.');
  return value;
}

/** Today in UTC; SOURCE_DATE_EPOCH (seconds, reproducible-builds.org) has precedence over the clock. */
export function today(env: NodeJS.ProcessEnv = process.env): string {
  const epoch = env.SOURCE_DATE_EPOCH;
  const time = epoch && /^\d{1,11}$/.test(epoch) ? Number(epoch) * 1000 : Date.now();
  return new Date(time).toISOString().slice(0, 10);
}

/** Adds to a repeatable option's list. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/**
 * `--fix` alone means `--fix=safe`. Without this, commander would take the path after it for its value.
 * What follows `--` stays as it is.
 */
export function withFixMode(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((arg, i) => (arg === '--fix' && (end < 0 || i < end) ? '--fix=safe' : arg));
}
