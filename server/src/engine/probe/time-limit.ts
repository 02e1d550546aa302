// Finds requests of a health check that wait as long as the server lets them.
import type { Place } from './places.ts';
import { programName } from './read-command.ts';
import type { HealthCommand } from './request.ts';
import { walkHealthCommand } from './walk.ts';

/** A request without a limit of its own. */
export interface UnlimitedRequest {
  /** The program: `curl`, `python3`. */
  readonly tool: string;
  readonly place: Place;
}

/** curl's and wget's own limits, and files and variables that may hold one. */
const limits =
  /^(--max-time|--connect-timeout|--timeout|--read-timeout|--config|-K|-[a-zA-Z#]*m\d*$|-[a-zA-Z]*T\d*$|\$)/;

/**
 * The requests that wait without a limit: curl and wget without an option for it, and in Python and Node.js programs the calls
 * that have none by default. Silent behind `timeout 3` and where any part is not known. Never throws.
 */
export function unlimitedRequests(command: HealthCommand): UnlimitedRequest[] {
  const { commands, complete } = walkHealthCommand(command);
  const names = commands.map(({ words }) => programName(words[0]?.value ?? ''));
  if (!complete || names.includes('timeout')) return [];
  return commands.flatMap(({ words }, index): UnlimitedRequest[] => {
    const name = names[index]!;
    const [first, ...args] = words;
    if (!first) return [];
    if (name === 'curl' || name === 'wget') {
      const limited = args.some(({ text }) => text === undefined || limits.test(text));
      return limited || args.length === 0 ? [] : [{ tool: name, place: first.place }];
    }
    const python = /^python[\d.]*$/.test(name);
    if (!python && name !== 'node' && name !== 'nodejs') return [];
    const at = args.findIndex(({ value }) => value === (python ? '-c' : '-e') || value === '--eval');
    const program = at < 0 ? undefined : args[at + 1]?.value;
    if (program === undefined || /time_?out|AbortSignal|AbortController|alarm/i.test(program)) return [];
    // httpx has a limit by default; the standard library, requests and fetch have none.
    const asks = python
      ? /\b(urlopen|requests\.(get|head|post)|HTTPS?Connection)\s*\(/
      : /\b(fetch|\.get|\.request)\s*\(|\.(get|request)\s*\(/;
    return asks.test(program) ? [{ tool: name, place: first.place }] : [];
  });
}
