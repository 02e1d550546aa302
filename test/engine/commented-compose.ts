// A Compose file with findings at known places, and comments wherever YAML lets them stand.
import { lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

/** Day of every run. */
export const today = '2026-11-21';
/** Checks a Compose file. */
export const run = (text: string) =>
  lint({ language: 'compose', text, facts, context: { path: 'compose.yaml', today } });

/** Rules that the cases speak of; what else is found in the files is not asked for. */
const asked = new Set([
  'privileged-service',
  'unpinned-service-image',
  'literal-secret-in-environment',
  'port-on-all-interfaces',
  'unused-suppression',
]);

/** The findings in short: `privileged web` for the rule and the line's service or key. */
export const found = (text: string) =>
  run(text)
    .findings.filter(({ ruleId }) => asked.has(ruleId))
    .map(({ ruleId }) => short.get(ruleId) ?? ruleId);

const short = new Map([
  ['privileged-service', 'privileged'],
  ['unpinned-service-image', 'image'],
  ['literal-secret-in-environment', 'secret'],
  ['port-on-all-interfaces', 'port'],
  ['unused-suppression', 'unused'],
]);

/** A comment for each place; absent: none there. */
export interface Places {
  readonly top?: string;
  readonly services?: string;
  readonly service?: string;
  readonly behindService?: string;
  readonly privileged?: string;
  readonly behindPrivileged?: string;
  readonly image?: string;
  readonly behindImage?: string;
  readonly environment?: string;
  readonly secret?: string;
  readonly behindSecret?: string;
  readonly port?: string;
  readonly behindPort?: string;
  readonly other?: string;
  readonly end?: string;
}

/** Two services with five findings, and a comment at each place that is named. */
export function file(at: Places = {}): string {
  const line = (comment: string | undefined, indent: number) =>
    comment === undefined ? '' : `${' '.repeat(indent)}${comment}\n`;
  const behind = (comment: string | undefined) => (comment === undefined ? '' : ` ${comment}`);
  return (
    `${line(at.top, 0)}services:\n${line(at.services, 2)}${line(at.service, 2)}  db:${behind(at.behindService)}\n` +
    `${line(at.privileged, 4)}    privileged: true${behind(at.behindPrivileged)}\n` +
    `${line(at.image, 4)}    image: postgres:latest${behind(at.behindImage)}\n` +
    `${line(at.environment, 4)}    environment:\n` +
    `${line(at.secret, 6)}      - POSTGRES_PASSWORD=k9Xw27dTq${behind(at.behindSecret)}\n` +
    `    ports:\n${line(at.port, 6)}      - "5432:5432"${behind(at.behindPort)}\n` +
    `${line(at.other, 2)}  web:\n    image: nginx:latest\n${line(at.end, 0)}`
  );
}

/** What is found in the file without comments. */
export const all = ['privileged', 'image', 'secret', 'port', 'image'];
