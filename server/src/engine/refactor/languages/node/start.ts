// What the container starts, and whether Node alone can start it: scripts of package.json are read.
import type { PlainCommand } from '../../../model/apply-run.ts';
import { commandsOf } from '../../../model/commands.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import type { SplitInput } from '../../plan.ts';
import type { Manager } from './commands.ts';
import { packageName } from './commands.ts';
import { developmentPurpose, nodemonScript } from './development-calls.ts';
import { nodeCall } from './node-call.ts';
import { fileOfProgram, packageOfProgram } from './programs.ts';
import { type Project, scriptNameOf } from './project.ts';
import { passed, wordsOfScript } from './script-words.ts';

export interface Start {
  /** ENTRYPOINT and CMD of the file, as far as they take part. */
  readonly entrypoint?: Instruction;
  readonly cmd?: Instruction;
  /** The words of both, where it is one command without variables; absent otherwise. */
  readonly words?: readonly string[];
  /** How many of them are ENTRYPOINT's. */
  readonly own: number;
  /** How many of them only start what follows: `tini --`. */
  readonly wrapper: number;
  /** As it is written: `npm run dev`. */
  readonly shown: string;
  /**
   * The same without package manager and shell, `node` first. Absent where that cannot be, or is not known.
   */
  readonly plain?: readonly string[];
  /** The program of a package that is started in the end, with its words: `serve`, `-s`, `build`. */
  readonly program?: readonly string[];
  /** Variables that the script in package.json sets for it. */
  readonly variables: readonly (readonly [name: string, value: string])[];
  /** The package managers that are started, by themselves or in a script. */
  readonly managers: ReadonlySet<Manager>;
  /** The packages whose programs it starts or loads by an option. */
  readonly packages: ReadonlySet<string>;
  /** It is a server for development: what that does. */
  readonly development?: string;
  /** A script of the project or several commands: what they start is not known. */
  readonly open: boolean;
  /** Why `plain` is another command than what was started: a sentence. */
  readonly why?: string;
  /** The script of package.json that is run in the end, where `plain` is not known. */
  readonly script?: string;
  /** What is started watches the files, and `plain` does not. */
  readonly watches: boolean;
}

interface Draft {
  readonly variables: [string, string][];
  readonly managers: Set<Manager>;
  readonly packages: Set<string>;
  development?: string;
  program?: readonly string[];
  open: boolean;
  watches: boolean;
  script?: string;
  why?: string;
}

/** Programs that only start what follows them. */
const wrappers = /^(tini|tini-static|dumb-init|catatonit)$/;

/** @param project the package.json of the folder that the program starts in */
export function readStart({ model, stage }: SplitInput, project: Project | undefined): Start {
  const { entrypoint, cmd } = stage.end;
  const entry =
    entrypoint && entrypoint.by !== 'image' && entrypoint.argv?.length !== 0 ? entrypoint : undefined;
  const command = cmd && cmd.by !== 'image' ? cmd : undefined;
  const draft: Draft = {
    variables: [],
    managers: new Set(),
    packages: new Set(),
    open: false,
    watches: false,
  };
  const instructions = [entry?.by, command?.by].filter(
    (by): by is Instruction => by !== undefined && by !== 'image',
  );
  const finish = (rest: Partial<Start>): Start => ({
    own: 0,
    wrapper: 0,
    shown: '',
    ...(entry && { entrypoint: entry.by as Instruction }),
    ...(command && { cmd: command.by as Instruction }),
    ...draft,
    ...rest,
  });
  if (instructions.length === 0) return finish({ open: true });
  const first = wordsOf(commandsOf(model, instructions[0]!));
  if (first === undefined || (entry && command?.form === 'shell' && entry.form === 'exec')) {
    for (const instruction of instructions) noteAll(commandsOf(model, instruction), draft, project);
    return finish({ open: true, shown: shownOf(instructions[0]!) });
  }
  const more = entry?.form === 'exec' ? (command?.argv ?? []) : [];
  const words = [...first, ...more];
  const wrapper = wrapperLength(words);
  const rest = words.slice(wrapper);
  const plain = plainOf(rest, project, draft, 0);
  const end = rest.indexOf('--');
  const shown = rest.slice(0, end < 0 ? 4 : Math.min(end, 4)).join(' ');
  return finish({ words, own: entry ? first.length : 0, wrapper, shown, ...(plain && { plain }) });
}

function shownOf({ body }: Instruction): string {
  return body.text.length > 60 ? `${body.text.slice(0, 57)}…` : body.text;
}

/** The words of a single command without variables and redirections; undefined for anything else. */
function wordsOf(commands: readonly PlainCommand[]): string[] | undefined {
  const [only, ...others] = commands;
  if (!only?.word || others.length > 0) return undefined;
  const { command, word, args } = only;
  if (command.redirects.length > 0 || command.assignments.length > 0 || command.certainty !== 'always')
    return undefined;
  const words = [word, ...args].map(({ value }) => value);
  return words.every((value) => value !== undefined) ? (words as string[]) : undefined;
}

/** Of several commands it is only noted which programs they start. */
function noteAll(commands: readonly PlainCommand[], draft: Draft, project: Project | undefined): void {
  for (const { name, args, word } of commands)
    if (name !== undefined && word) plainOf([word.text, ...args.map(({ text }) => text)], project, draft, 0);
}

function wrapperLength(words: readonly string[]): number {
  if (!wrappers.test(lastPart(words[0] ?? ''))) return 0;
  const at = words.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  return at < 0 ? words.length : at;
}

/** The command as Node alone can start it; notes in `draft` what else takes part. */
function plainOf(
  words: readonly string[],
  project: Project | undefined,
  draft: Draft,
  depth: number,
): string[] | undefined {
  const [first = '', ...rest] = words;
  const name = lastPart(first);
  if (depth > 4) return unknown(draft);
  if (/^(node|nodejs)$/.test(name)) return nodeCall(rest, draft);
  // The entrypoint of the official images hands to Node what is no program.
  if (/\.[cm]?js$/.test(first) && !first.includes('node_modules/.bin')) return nodeCall(words, draft);
  if (first.startsWith('-')) return nodeCall(words, draft);
  if (/^(npx|bunx|pnpx)$/.test(name)) return throughRunner(rest, project, draft, depth);
  if (/^(npm|yarn|yarnpkg|pnpm|bun)$/.test(name)) return throughManager(name, rest, project, draft, depth);
  if (
    /\.(sh|bash)$/.test(name) ||
    /^(sh|bash|ash|dash)$/.test(name) ||
    /entrypoint|^(start|run|init)$/.test(name)
  )
    return unknown(draft);
  return program(name, first, rest, project, draft, depth);
}

function unknown(draft: Draft): undefined {
  draft.open = true;
  return undefined;
}

function throughRunner(words: readonly string[], project: Project | undefined, draft: Draft, depth: number) {
  const at = words.findIndex((word) => !word.startsWith('-'));
  const called = words[at];
  if (called === undefined) return unknown(draft);
  const name = packageName(called);
  return plainOf([lastPart(name), ...words.slice(at + 1)], project, draft, depth + 1);
}

function throughManager(
  name: string,
  words: readonly string[],
  project: Project | undefined,
  draft: Draft,
  depth: number,
): string[] | undefined {
  const manager = (name === 'yarnpkg' ? 'yarn' : name) as Manager;
  draft.managers.add(manager);
  const at = words.findIndex((word) => !/^(-s|--silent|-q|--quiet)$/.test(word));
  const given = at < 0 ? [] : words.slice(at);
  if (/^(exec|dlx|x)$/.test(given[0] ?? ''))
    return throughRunner(given.slice(given[1] === '--' ? 2 : 1), project, draft, depth);
  if (manager === 'yarn' && given[0] === 'node') return nodeCall(given.slice(1), draft);
  const script = scriptNameOf(manager, given);
  if (script === undefined) return unknown(draft);
  const own = project?.scripts[script.name];
  if (own === undefined) {
    if (project === undefined) {
      const development = developmentPurpose([name, ...words]);
      if (development !== undefined) draft.development = development;
      return unknown(draft);
    }
    // npm has a default for this one script.
    if (script.name === 'start' && manager === 'npm')
      return nodeCall(['server.js', ...passed(manager, script.rest)], draft);
    if (manager === 'npm') return unknown(draft);
    return plainOf([script.name, ...script.rest], project, draft, depth + 1);
  }
  if (
    project!.scripts[`pre${script.name}`] !== undefined ||
    project!.scripts[`post${script.name}`] !== undefined
  ) {
    plainScript(own, [], project!, draft, depth);
    return unknown(draft);
  }
  const plain = plainScript(own, passed(manager, script.rest), project!, draft, depth);
  if (!plain) draft.script ??= own;
  if (plain && depth === 0 && draft.why === undefined)
    draft.why = `\`${name} ${words.join(' ')}\` runs \`${own}\`.`;
  return plain;
}

/** Nobody writes a longer one by hand. In UTF-16 units. */
const longestScript = 1000;

/** A script of package.json; undefined where it is more than one command, or uses the shell. */
function plainScript(
  script: string,
  more: readonly string[],
  project: Project,
  draft: Draft,
  depth: number,
): string[] | undefined {
  if (/[|&;<>$`()*?[\]{}~#\\!\n]/.test(script) || script.length > longestScript) {
    for (const part of script.split(/[|&;()\n]+/).slice(0, 20)) {
      const words = part.length > longestScript ? undefined : wordsOfScript(part.trim());
      if (words && words.length > 0) plainOf(words, project, draft, depth + 1);
    }
    return unknown(draft);
  }
  const words = wordsOfScript(script);
  if (!words) return unknown(draft);
  let at = 0;
  if (/^(cross-env|env)$/.test(words[0] ?? '')) at = 1;
  for (; at < words.length; at++) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/.exec(words[at]!) ?? [];
    if (name === undefined) break;
    draft.variables.push([name, value!]);
  }
  if (at >= words.length) return unknown(draft);
  return plainOf([...words.slice(at), ...more], project, draft, depth + 1);
}

function program(
  name: string,
  first: string,
  rest: readonly string[],
  project: Project | undefined,
  draft: Draft,
  depth: number,
): string[] | undefined {
  const words = [first, ...rest];
  draft.program = [name, ...rest];
  draft.packages.add(packageOfProgram(name));
  if (name === 'nodemon') {
    const script = nodemonScript(rest, project);
    if (script) {
      draft.packages.delete('nodemon');
      draft.watches = true;
      draft.why = 'nodemon waits for files to change, which they do not in an image.';
      return nodeCall(script, draft);
    }
  }
  const development = developmentPurpose(words);
  if (development !== undefined) {
    draft.development = development;
    return undefined;
  }
  if (depth > 0 && name === 'cross-env') return unknown(draft);
  const file = fileOfProgram(name);
  if (file === undefined) {
    if (!first.includes('/')) draft.open ||= project === undefined;
    return undefined;
  }
  return ['node', file, ...rest];
}
