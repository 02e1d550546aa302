// How file commands and the build tools of languages change which programs there are.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { withoutTrailing } from '../text/trailing.ts';
import { uncertain } from './accounts.ts';
import { type ApplyContext, normalisePath, shellValue } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import { downloads } from './downloads.ts';
import { harmless, languageTools } from './known-commands.ts';
import { effectOfPath, namesPackageSource } from './programs.ts';
import type { ImageState } from './state.ts';

/** The state after a file command or a language's build tool; undefined when it is none of them. */
export function applyFileCommand(
  state: ImageState,
  command: PlainCommand,
  instruction: Instruction,
  context: ApplyContext,
): ImageState | undefined {
  const { name, args } = command;
  if (name === undefined) return undefined;
  const files = new FileEffects(instruction, context);
  let next = state;
  for (const { operator, target } of command.command.redirects)
    if (target && operator.includes('>')) next = files.putFile(next, target);
  switch (name) {
    case 'cd':
    case 'pushd':
      return next.change({ workdir: args[0] === undefined ? undefined : files.path(next, args[0]) });
    case 'popd':
      return next.change({ workdir: undefined });
    case 'find':
      if (!args.some((word) => /^-(exec|execdir|ok)$/.test(word.text))) return next;
      return args.some((word) => /^(rm|chmod|chown|touch|grep|sed|strip|ls|echo|gzip)$/.test(word.text))
        ? next
        : undefined;
    case 'xargs': {
      const started = args.find((word) => !word.text.startsWith('-') && !/^\d+$/.test(word.text));
      return started && (harmless.has(started.text) || started.text === 'rm') ? next : undefined;
    }
    case 'tee':
      return args
        .filter((word) => !word.text.startsWith('-'))
        .reduce((reached, word) => files.putFile(reached, word), next);
    case '.':
    case 'source':
      // A sourced file may set anything, PATH too.
      return languageOpaque(next, instruction);
    case 'cp':
    case 'mv':
    case 'install':
    case 'ln':
    case 'rsync':
      return files.copy(next, command);
    case 'rm':
    case 'unlink':
      return files.remove(next, args);
    case 'curl':
    case 'wget': {
      const output = downloads(command)?.outputWord;
      return output ? files.putFile(next, output) : next;
    }
    case 'tar':
    case 'bsdtar':
    case 'unzip':
    case '7z':
    case 'cpio':
      return files.unpack(next, command);
  }
  if (harmless.has(name)) {
    // A program of that name elsewhere is another program.
    if (command.path?.includes('/') && !/^\/(usr\/(local\/)?)?s?bin\//.test(command.path)) return undefined;
    return name !== 'cat' && name !== 'grep' && args.some((word) => /\/etc\/(passwd|group)/.test(word.text))
      ? uncertain(next)
      : next;
  }
  if (!languageTools.has(name)) return undefined;
  // Playwright and its like call the distribution's package manager.
  if (args.some((word) => /^(--with-deps|install-deps)$/.test(word.text))) return undefined;
  return languageOpaque(withGlobalTools(next, command, instruction), instruction);
}

function languageOpaque(state: ImageState, instruction: Instruction): ImageState {
  return state.languageOpaqueBy ? state : state.change({ languageOpaqueBy: instruction });
}

/** `npm install -g X` and `pip install X` put a command on PATH that is mostly named X. */
function withGlobalTools(
  state: ImageState,
  { name, args }: PlainCommand,
  instruction: Instruction,
): ImageState {
  const texts = args.map((word) => word.text);
  const verb = texts.findIndex((text) => text === 'install' || text === 'add' || text === 'i');
  if (verb < 0) return state;
  const rest = texts.slice(verb + 1);
  const compiled = name === 'go' || name === 'cargo';
  const global =
    /^(pip[\d.]*|gem)$/.test(name ?? '') ||
    texts.some((text) => text === '-g' || text === '--global' || text === 'global') ||
    // Where these put their programs is on PATH in the images of their language only.
    (compiled && hasOnPath(state, name === 'go' ? /^\/go\/bin$/ : /\/cargo\/bin$/));
  if (!global || (compiled && texts.some((text) => /^--root|^--path|^\.{1,3}\//.test(text)))) return state;
  const names = compiled
    ? rest.flatMap(
        (text) => /^(?:[\w.-]+\/)*?([A-Za-z][\w.-]*)(?:\/v\d+)?(?:@[\w.-]+)?$/.exec(text)?.[1] ?? [],
      )
    : rest.flatMap((text) => /^(?:@[\w.-]+\/)?([A-Za-z][\w.-]*)(?:[=<>~@[].*)?$/.exec(text)?.[1] ?? []);
  const brought = names.filter((tool) => state.tools.get(tool)?.presence !== 'present');
  if (brought.length === 0) return state;
  let { tools } = state;
  for (const tool of brought) tools = tools.with(tool, { presence: 'present', by: instruction });
  return state.change({ tools });
}

function hasOnPath(state: ImageState, folder: RegExp): boolean {
  const path = state.env.get('PATH');
  // The official images of Go and Rust have it there.
  if (path === undefined) return /^(golang|rust)(-|$)/.test(state.facts?.id ?? '');
  return path.split(':').some((entry) => folder.test(entry));
}

/** What the file commands of one RUN do to the programs. */
class FileEffects {
  readonly #instruction: Instruction;
  readonly #context: ApplyContext;

  constructor(instruction: Instruction, context: ApplyContext) {
    this.#instruction = instruction;
    this.#context = context;
  }

  /** The absolute path a word names; undefined where it is not known. */
  path(state: ImageState, word: ShellWord): string | undefined {
    const value = shellValue(word, state, this.#context);
    if (value === undefined || value.startsWith('~')) return undefined;
    if (value.startsWith('/')) return normalisePath(value);
    return state.workdir === undefined ? undefined : normalisePath(`${state.workdir}/${value}`);
  }

  /** A file is written at the path, or into it where it is a folder of programs. */
  putFile(state: ImageState, target: ShellWord, name?: string): ImageState {
    const path = this.path(state, target);
    if (path === undefined) return this.#unknownPath(state, target);
    const intoFolder = target.text.endsWith('/') || effectOfPath(state, path, true).kind === 'anything';
    const file = intoFolder && name !== undefined ? normalisePath(`${path}/${name}`) : path;
    if (file === '/etc/passwd' || file === '/etc/group') return uncertain(state);
    if (namesPackageSource(file)) return this.#anything(state);
    const effect = effectOfPath(state, file, false);
    if (effect.kind !== 'program') return state;
    let tools = state.tools.with(effect.name, { presence: 'present', by: this.#instruction });
    if (file === '/bin/sh') tools = tools.with('/bin/sh', { presence: 'present', by: this.#instruction });
    return state.change({ tools });
  }

  /** The content of a folder is put at the path. */
  #putFolder(state: ImageState, target: ShellWord): ImageState {
    const path = this.path(state, target);
    if (path === undefined) return this.#unknownPath(state, target);
    return effectOfPath(state, path, true).kind === 'anything' || namesPackageSource(path)
      ? this.#anything(state)
      : state;
  }

  /** Only a path that is relative to an unknown folder is taken for harmless: images do not start in a folder of programs. */
  #unknownPath(state: ImageState, target: ShellWord): ImageState {
    return target.value !== undefined || target.text.startsWith('/dev/') ? state : this.#anything(state);
  }

  #anything(state: ImageState): ImageState {
    return state.change({ opaqueBy: state.opaqueBy ?? this.#instruction });
  }

  copy(state: ImageState, { name, args }: PlainCommand): ImageState {
    const flags = args.filter((word) => word.text.startsWith('-')).map((word) => word.text);
    if (name === 'install' && flags.some((flag) => flag === '-d' || flag === '--directory')) return state;
    const recursive =
      name === 'rsync' ||
      flags.some((flag) => /^-[a-zA-Z]*[raR]/.test(flag) || flag === '--recursive' || flag === '--archive');
    const targetFlag = args.findIndex((word) => word.text === '-t' || word.text === '--target-directory');
    const words = args.filter(
      (word, index) => !word.text.startsWith('-') && (targetFlag < 0 || index !== targetFlag + 1),
    );
    const target = targetFlag >= 0 ? args[targetFlag + 1] : words.pop();
    if (!target) return state;
    let next = state;
    for (const source of words) {
      const wild = source.value === undefined || /[*?[]/.test(source.value);
      // A folder that is moved or linked looks like a file.
      const maybeFolder =
        name !== 'cp' && name !== 'install' && !/\.[a-z0-9]+$|(^|\/)s?bin\//.test(source.text);
      if (!recursive && !wild)
        next = this.putFile(
          next,
          target,
          withoutTrailing(source.value ?? '', '/')
            .split('/')
            .pop(),
        );
      if (recursive || wild || maybeFolder) next = this.#putFolder(next, target);
    }
    return next;
  }

  remove(state: ImageState, args: readonly ShellWord[]): ImageState {
    let next = state;
    for (const word of args) {
      const path = this.path(next, word);
      const name =
        path === undefined ? undefined : /^\/(?:usr\/(?:local\/)?)?s?bin\/([^/]+)$/.exec(path)?.[1];
      if (path === undefined || name === undefined) continue;
      if (/[*?[]/.test(name)) return this.#anything(next);
      // Another directory of PATH may hold one of the same name.
      let tools = next.tools.with(name, { presence: 'unknown', by: this.#instruction });
      if (path === '/bin/sh') tools = tools.with('/bin/sh', { presence: 'absent', by: this.#instruction });
      next = next.change({ tools });
    }
    return next;
  }

  unpack(state: ImageState, { name, args }: PlainCommand): ImageState {
    const first = args[0]?.text ?? '';
    const tar = name === 'tar' || name === 'bsdtar';
    if (
      tar &&
      (/^-?[a-zA-Z]*[ct]/.test(first) ||
        args.some((word) => word.text === '--create' || word.text === '--list'))
    )
      return state;
    const option = tar ? /^(-?[a-zA-Z]*C|--directory)$/ : /^-d$/;
    const at = args.findIndex((word) => option.test(word.text));
    const joined = args.find((word) => /^(--directory=|-o\/)/.test(word.text));
    if (at >= 0 && args[at + 1]) return this.#putFolder(state, args[at + 1]!);
    if (joined) {
      const text = joined.text.replace(/^(--directory=|-o)/, '');
      return this.#putFolder(state, { ...joined, text, value: text.includes('$') ? undefined : text });
    }
    return state.workdir === undefined || effectOfPath(state, state.workdir, true).kind === 'anything'
      ? this.#anything(state)
      : state;
  }
}
