// Which flags an instruction takes, and what BuildKit checks about them.
import type { Flag, Instruction, SyntaxProblem } from '../syntax.ts';
import { listOf, nearest, problem, quoted } from './problem.ts';

type Kind = 'boolean' | 'text' | 'texts';
type Flags = Readonly<Record<string, Kind>>;

const none: Flags = {};
const run: Flags = { mount: 'texts', network: 'text', security: 'text', device: 'texts' };
const copy: Flags = {
  chown: 'text',
  from: 'text',
  chmod: 'text',
  link: 'boolean',
  exclude: 'texts',
  parents: 'boolean',
};
const add: Flags = {
  chown: 'text',
  chmod: 'text',
  link: 'boolean',
  'keep-git-dir': 'boolean',
  checksum: 'text',
  unpack: 'boolean',
  exclude: 'texts',
};
const healthcheck: Flags = {
  interval: 'text',
  timeout: 'text',
  'start-period': 'text',
  'start-interval': 'text',
  retries: 'text',
};

/** BuildKit looks at the flags of all instructions but ARG, STOPSIGNAL and HEALTHCHECK NONE. */
const flagsOf: Readonly<Record<string, Flags>> = {
  FROM: { platform: 'text' },
  RUN: run,
  COPY: copy,
  ADD: add,
  HEALTHCHECK: healthcheck,
  CMD: none,
  ENTRYPOINT: none,
  ENV: none,
  EXPOSE: none,
  LABEL: none,
  MAINTAINER: none,
  ONBUILD: none,
  SHELL: none,
  USER: none,
  VOLUME: none,
  WORKDIR: none,
};

/** The first flag that BuildKit refuses. `text` is that of the file: a flag's name is compared as it is written. */
export function flagProblem({ keyword, flags }: Instruction, text: string): SyntaxProblem | undefined {
  const known = flagsOf[keyword];
  if (known === undefined) return undefined;
  const seen = new Set<string>();
  for (const flag of flags) {
    const kind = Object.hasOwn(known, flag.name) ? known[flag.name] : undefined;
    if (kind === undefined || !isWritten(flag, text)) return unknownFlag(keyword, flag, known, text);
    if (seen.has(flag.name) && kind !== 'texts') {
      return problem(flag.at, `--${flag.name} stands twice in this ${keyword}. Keep one of them.`);
    }
    seen.add(flag.name);
    const wrong = valueProblem(flag, kind);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function valueProblem({ name, value, at, valueAt }: Flag, kind: Kind): SyntaxProblem | undefined {
  if (kind !== 'boolean') {
    if (value === undefined) return problem(at, `--${name} has no value. Write --${name}=VALUE.`);
    return undefined;
  }
  if (value === '') return problem(at, `--${name}= has no value. Write --${name} or --${name}=false.`);
  if (value === undefined || /^(?:true|false)$/i.test(value)) return undefined;
  return problem(valueAt ?? at, `--${name} is true or false, not ${quoted(value)}.`);
}

/** Names are read in lower case, but BuildKit knows them in lower case only. Quotes and escapes may hide a name. */
function isWritten({ name, at }: Flag, text: string): boolean {
  const written = text.slice(at.start, at.end);
  return (
    written.toLowerCase() === written ||
    written.startsWith(`--${name}`) ||
    !written.toLowerCase().startsWith(`--${name}`)
  );
}

function unknownFlag(keyword: string, flag: Flag, known: Flags, text: string): SyntaxProblem {
  const end = flag.valueAt === undefined ? flag.at.end : flag.valueAt.start - 1;
  const written = quoted(text.slice(flag.at.start, end));
  const names = Object.keys(known);
  if (names.length === 0)
    return problem(flag.at, `${keyword} takes no flags: ${written} is not an argument here.`);
  const near = nearest(flag.name, names);
  const advice =
    near === undefined ? `It takes ${listOf(names.map((name) => `--${name}`))}.` : `Is --${near} meant?`;
  return problem(flag.at, `${keyword} has no flag ${written}. ${advice}`);
}
