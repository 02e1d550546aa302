// What the commands of Python's package managers do, told without looking at where they run.
import type { PlainCommand } from '../../../model/apply-run.ts';
import { type LanguageCall, readLanguageCall } from '../../../model/language-installs.ts';
import { hasOption, optionValue } from '../../../model/options.ts';
import type { ShellWord } from '../../../parse/shell-syntax.ts';

/**
 * `install`: brings packages that the program may import. `tools`: brings only package managers. `upgrade`: renews pip itself.
 * `environment`: makes a virtual one. `activate`: enters one. `start`: starts a program in the project's environment.
 * `other`: anything else that only a build needs. `foreign`: installs in a way that is not followed.
 */
export type Purpose =
  | 'install'
  | 'tools'
  | 'upgrade'
  | 'environment'
  | 'activate'
  | 'start'
  | 'other'
  | 'foreign';

export type Manager = 'pip' | 'uv pip' | 'uv' | 'poetry' | 'pipenv' | 'pdm' | 'setup.py' | 'python' | 'shell';

/** A command of Python's package managers. */
export interface PythonCommand {
  readonly purpose: Purpose;
  readonly manager: Manager;
  /** The command as it is called, for messages: `poetry install`. */
  readonly shown: string;
  /** Packages by name or address. */
  readonly packages: readonly ShellWord[];
  /** Folders of the file system that are installed: `.`, `./lib`. */
  readonly projects: readonly ShellWord[];
  /** Those of them that are only linked to. */
  readonly editable: readonly string[];
  /** Files of `-r` and `-c`, as written. */
  readonly files: readonly string[];
  /** What `--find-links` names, as written. */
  readonly links: readonly string[];
  /** The folder that a `venv` or an activation names; undefined where none is named. */
  readonly folder?: ShellWord;
  /** `--target`, `--prefix`, `--user`, `--system`, `--root` as given: the last one that says where packages go. */
  readonly into?: {
    readonly option: 'target' | 'prefix' | 'user' | 'system' | 'root';
    readonly value?: string;
  };
}

/** Package managers: what they install is the program's, they themselves are not. Also their plugins. */
const tools =
  /^(poetry|poetry-plugin-[\w-]+|poetry-dynamic-versioning|pipenv|uv|pdm|pip-tools|virtualenv|hatch|flit|pipx|pew|rye)$/;

/** What every environment begins with. */
const basics = /^(pip|setuptools|wheel)$/;

/** `Poetry-Core[x]==1.2` as `poetry-core`; an address or a path stays as it is. */
export function packageName(requirement: string): string {
  const name = /^([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*([=<>~!@;]|$)/.exec(requirement)?.[1];
  return name === undefined ? requirement : name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** A folder or file of the file system, not a name in an index. */
export function isPath(requirement: string): boolean {
  return (
    /^(\.{1,2}([/[]|$)|\/|~|file:)/.test(requirement) ||
    /^[^\s:@=<>]*(\/|\.whl$|\.tar\.gz$)/.test(requirement)
  );
}

/** Reads a command; undefined where it is none of a package manager. */
export function readPythonCommand(command: PlainCommand): PythonCommand | undefined {
  const { name, args } = command;
  if (name === undefined) return undefined;
  const call = readLanguageCall(command);
  if (call) return ofCall(command, call);
  const words = args.map(({ text }) => text);
  if (/^python[\d.]*$|^pypy[\d.]*$/.test(name)) return ofInterpreter(command, words);
  if (name === 'virtualenv') return environment('virtualenv', firstFolder(args));
  if ((name === '.' || name === 'source') && /(^|\/)bin\/activate$/.test(words[0] ?? ''))
    return plain('activate', 'shell', `${name} ${words[0]}`, { folder: args[0]! });
  if (name === 'pdm') return ofProjectManager('pdm', words[0] ?? '', args);
  if (name === 'spacy' && words[0] === 'download') return plain('install', 'pip', 'spacy download');
  if (name === 'pip-sync')
    return plain('install', 'pip', name, { files: words.filter((word) => !word.startsWith('-')) });
  if (name === 'pip-compile') return plain('other', 'pip', name);
  if (/^(conda|mamba|micromamba|easy_install|pipx|rye|hatch|uvx)$/.test(name))
    return plain(toolsOf(command) ? 'tools' : 'foreign', 'pip', name);
  return undefined;
}

function plain(
  purpose: Purpose,
  manager: Manager,
  shown: string,
  more: Partial<PythonCommand> = {},
): PythonCommand {
  return {
    purpose,
    manager,
    shown,
    packages: [],
    projects: [],
    editable: [],
    files: [],
    links: [],
    ...more,
  };
}

function environment(shown: string, folder: ShellWord | undefined): PythonCommand {
  return plain('environment', 'python', shown, folder && { folder });
}

/** `pipx install poetry`. */
function toolsOf({ name, args }: PlainCommand): boolean {
  const words = args.map(({ text }) => text).filter((word) => !word.startsWith('-'));
  if (name === 'pipx' && (words[0] === 'ensurepath' || words[0] === 'inject')) return true;
  return (
    name === 'pipx' && words[0] === 'install' && words.slice(1).every((word) => tools.test(packageName(word)))
  );
}

function firstFolder(args: readonly ShellWord[]): ShellWord | undefined {
  return args.find(
    ({ text }, index) =>
      !text.startsWith('-') &&
      !/^(-p|--python|--prompt|--seeder|--app-data)$/.test(args[index - 1]?.text ?? ''),
  );
}

/** `python -m …`, `python setup.py …`. */
function ofInterpreter({ args }: PlainCommand, words: readonly string[]): PythonCommand | undefined {
  if (words[0] === '-') return undefined;
  const at = words.findIndex((word) => !/^-[OEsSuIBvbq]+$/.test(word));
  const first = words[at] ?? '';
  const rest = args.slice(at + 2);
  if (/(^|\/)setup\.py$/.test(first)) return ofSetup(words.slice(at + 1), args[at]!);
  if (first !== '-m') return undefined;
  switch (words[at + 1]) {
    case 'venv':
    case 'virtualenv':
      return environment('python -m venv', firstFolder(rest));
    case 'build':
    case 'ensurepip':
    case 'piptools':
      return plain(words[at + 1] === 'ensurepip' ? 'upgrade' : 'other', 'pip', `python -m ${words[at + 1]}`);
    case 'spacy':
      return rest[0]?.text === 'download' ? plain('install', 'pip', 'spacy download') : undefined;
    case 'poetry':
    case 'pipenv':
    case 'uv':
    case 'pdm': {
      const manager = words[at + 1] as Manager;
      return ofProjectManager(manager, rest.find(({ text }) => !text.startsWith('-'))?.text ?? '', rest);
    }
    default:
      return undefined;
  }
}

function ofSetup(words: readonly string[], script: ShellWord): PythonCommand | undefined {
  const verb = words.find((word) => !word.startsWith('-')) ?? '';
  // A script of that name may be anything.
  if (
    !/^(install|develop|build|build_ext|build_py|bdist_wheel|bdist_egg|bdist|sdist|egg_info|test)$/.test(verb)
  )
    return undefined;
  const shown = `setup.py ${verb}`;
  const folder = { ...script, text: script.text.replace(/\/?setup\.py$/, '') || '.' };
  if (verb === 'develop')
    return plain('install', 'setup.py', shown, { projects: [folder], editable: [folder.text] });
  if (verb === 'install') return plain('install', 'setup.py', shown, { projects: [folder] });
  // The modules that are built in place lie among the sources.
  if (words.includes('--inplace') || words.includes('-i'))
    return plain('install', 'setup.py', shown, { projects: [folder], editable: [folder.text] });
  return plain('other', 'setup.py', shown);
}

function ofCall(command: PlainCommand, call: LanguageCall): PythonCommand | undefined {
  switch (call.manager) {
    case 'pip':
    case 'uv-pip':
      return ofPip(call);
    case 'uv':
    case 'poetry':
    case 'pipenv':
      return ofProjectManager(call.manager, call.verb, command.args, call);
    case 'pipx':
      return plain(toolsOf(command) ? 'tools' : 'foreign', 'pip', `pipx ${call.verb}`);
    default:
      return undefined;
  }
}

function ofPip(call: LanguageCall): PythonCommand {
  const { read, verb } = call;
  const manager = call.manager === 'pip' ? 'pip' : 'uv pip';
  const shown = `${manager} ${verb}`.trim();
  if (!(verb === 'install' || (verb === 'sync' && manager === 'uv pip')))
    return plain('other', manager, shown);
  const values = (pattern: RegExp) =>
    read.options.flatMap(({ name, value }) => (pattern.test(name) && value !== undefined ? [value] : []));
  const editable = values(/^(e|editable)$/);
  const files = [
    ...values(/^(r|requirement|requirements|c|constraint|constraints)$/),
    ...(verb === 'sync' ? call.words.map(({ text }) => text) : []),
  ];
  const words = verb === 'sync' ? [] : call.words;
  const projects = words.filter(({ text }) => isPath(text));
  const packages = words.filter(({ text }) => !isPath(text));
  const linked = read.options.flatMap(({ name, word }) =>
    /^(e|editable)$/.test(name) && word ? [word] : [],
  );
  const into = placeOption(call);
  const links = values(/^(f|find-links)$/);
  const common = {
    packages,
    projects: [...projects, ...linked],
    editable,
    files,
    links,
    ...(into && { into }),
  };
  const names = packages.map(({ text }) => packageName(text));
  const plainNames = files.length === 0 && editable.length === 0 && projects.length === 0 && names.length > 0;
  if (plainNames && names.every((one) => basics.test(one))) return plain('upgrade', manager, shown, common);
  if (plainNames && names.every((one) => basics.test(one) || tools.test(one)))
    return plain('tools', manager, shown, common);
  return plain('install', manager, shown, common);
}

function placeOption({ manager, read }: LanguageCall): PythonCommand['into'] {
  for (const option of ['target', 'prefix', 'root'] as const) {
    const value = option === 'target' ? optionValue(read, 't', 'target') : optionValue(read, option);
    if (value !== undefined) return { option, value };
  }
  if (hasOption(read, 'user')) return { option: 'user' };
  if (manager === 'uv-pip' && hasOption(read, 'system')) return { option: 'system' };
  return undefined;
}

function ofProjectManager(
  manager: Manager,
  verb: string,
  args: readonly ShellWord[],
  call?: LanguageCall,
): PythonCommand {
  const shown = `${manager} ${verb}`.trim();
  const texts = args.map(({ text }) => text);
  if (verb === 'run' || (manager === 'pipenv' && verb === 'shell')) return plain('start', manager, shown);
  if (manager === 'uv') {
    if (verb === 'venv') {
      const folder = call?.words[0];
      return plain('environment', 'uv', shown, folder && { folder });
    }
    if (verb === 'sync' || verb === 'add') return plain('install', manager, shown);
    if (
      verb === 'python install' ||
      (verb === 'tool install' && !call?.words.every(({ text }) => tools.test(text)))
    )
      return plain('foreign', manager, shown);
    return plain('other', manager, shown);
  }
  if (/^(install|sync|update|add)$/.test(verb)) {
    const bySystem = manager === 'pipenv' && texts.includes('--system');
    return plain('install', manager, shown, bySystem ? { into: { option: 'system' } } : {});
  }
  return plain('other', manager, shown);
}
