// Where in a RUN a package is named, and which command of it installs packages of its kind.
import type { PlainCommand } from '../engine/model/apply-run.ts';
import { commandsOf } from '../engine/model/commands.ts';
import { readLanguageCall } from '../engine/model/language-installs.ts';
import type { Model } from '../engine/model/model.ts';
import { readPackageRequest } from '../engine/model/packages.ts';
import { remembered } from '../engine/parse/remembered.ts';
import type { Instruction, Span } from '../engine/parse/syntax.ts';
import type { Found } from './found.ts';

/** Trivy's kinds of installed packages to the programs that install them. */
const managers: Readonly<Record<string, RegExp>> = {
  'python-pkg': /^(pip|uv-pip|uv|pipx|pipenv|poetry)$/,
  'conda-pkg': /^(conda|mamba|micromamba)$/,
  'node-pkg': /^(npm|yarn|pnpm|bun)$/,
  gobinary: /^go$/,
  jar: /^(mvn|mvnw|gradle|gradlew)$/,
  gemspec: /^(gem|bundle)$/,
  rustbinary: /^cargo$/,
  'composer-vendor': /^composer$/,
  'dotnet-core': /^dotnet$/,
};

const installVerbs =
  /^(|install|i|ci|add|get|sync|build|restore|publish|require|update|global add|tool install|create|package|run)$/;

/** What of a RUN speaks for a package. */
export interface Installer {
  /** `word`: the package's own. `command`: it installs such packages, and is the only one in the RUN. */
  readonly kind: 'word' | 'command';
  readonly at: Span;
}

/** Undefined where the RUN installs nothing of that kind, or by several commands of which none names the package. */
export function installerIn(model: Model, run: Instruction, found: Found): Installer | undefined {
  if (run.keyword !== 'RUN' || found.package === undefined || found.class === 'other') return undefined;
  const installs = installsOf(model, run, found);
  const key = normal(found.package, found.class === 'os' ? '' : found.type);
  for (const { words } of installs) {
    const at = words.get(key);
    if (at) return { kind: 'word', at };
  }
  return installs.length === 1 ? { kind: 'command', at: installs[0]!.at } : undefined;
}

/** A command that installs, and its words by the names of packages that they can mean. */
interface Install {
  readonly at: Span;
  readonly words: ReadonlyMap<string, Span>;
}

const kept = remembered(() => new Map<string, readonly Install[]>());

/** The commands that install packages of the kind; read once for each RUN and kind. */
function installsOf(model: Model, run: Instruction, { class: kind, type = '' }: Found): readonly Install[] {
  const known = kept(run).get(kind === 'os' ? '' : type);
  if (known) return known;
  const found = commandsOf(model, run).flatMap((command): Install[] => {
    const named = kind === 'os' ? systemWords(command) : languageWords(command, type);
    if (!named) return [];
    const words = new Map<string, Span>();
    for (const [name, at] of named) {
      const key = normal(name, kind === 'os' ? '' : type);
      if (!words.has(key)) words.set(key, at);
    }
    return [{ at: command.command.at, words }];
  });
  kept(run).set(kind === 'os' ? '' : type, found);
  return found;
}

type NamedWord = readonly [name: string, at: Span];

function systemWords(command: PlainCommand): NamedWord[] | undefined {
  const request = readPackageRequest(command);
  if (request) {
    if (request.verb !== 'install' && request.verb !== 'upgrade') return undefined;
    return [
      ...request.packages.map(({ name, word }): NamedWord => [name, word.at]),
      ...packageFiles(command),
    ];
  }
  return command.name === 'dpkg' || command.name === 'rpm' ? packageFiles(command) : undefined;
}

/** `./curl_8.5.0-2_amd64.deb`, `curl-8.5.0-1.x86_64.rpm`. */
function packageFiles({ args }: PlainCommand): NamedWord[] {
  return args.flatMap(({ text, at }): NamedWord[] => {
    const file = lastPart(text);
    const name =
      /^([a-z0-9][a-z0-9+.-]*)_[^/]*\.deb$/.exec(file)?.[1] ??
      /^(\w[\w+.-]*?)-\d[^/]*\.(?:rpm|apk)$/.exec(file)?.[1];
    return name === undefined ? [] : [[name, at]];
  });
}

function languageWords(command: PlainCommand, type: string): NamedWord[] | undefined {
  const wanted = Object.hasOwn(managers, type) ? managers[type] : undefined;
  const call = readLanguageCall(command);
  const manager = call?.manager ?? command.name;
  if (!wanted || manager === undefined || !wanted.test(manager)) return undefined;
  if (call && !installVerbs.test(call.verb)) return undefined;
  return (call?.words ?? command.args).flatMap(({ text, at }) =>
    namesIn(text, type).map((name): NamedWord => [name, at]),
  );
}

/** The packages that a word can mean. */
function namesIn(word: string, type: string): string[] {
  const file = lastPart(word);
  switch (type) {
    case 'python-pkg': {
      // `vendor/flask-3.1.0-py3-none-any.whl`; `Flask[async]==3.1.0`.
      const built = /^(\w[\w.-]*?)-\d[^/]*\.(?:whl|tar\.gz|zip)$/.exec(file)?.[1];
      const name = built ?? /^[\w.-]*\w/.exec(word)?.[0];
      return name === undefined ? [] : [name];
    }
    case 'node-pkg': {
      const packed = /^(\w[\w.-]*?)-\d[^/]*\.tgz$/.exec(file)?.[1];
      const name = packed ?? /^@?[^@]+/.exec(word)?.[0];
      return name === undefined ? [] : [name];
    }
    case 'gobinary': {
      // A program's import path begins with its module's.
      const parts = word.replace(/@.*$/, '').split('/').slice(0, 20);
      return parts.map((_, index) => parts.slice(0, index + 1).join('/')).reverse();
    }
    default: {
      const name = /^@?[^@:=<>~!\s]+/.exec(word)?.[0];
      return name === undefined ? [] : [name];
    }
  }
}

/** Names that mean the same package are the same then. `type`: empty for packages of the distribution. */
function normal(name: string, type = ''): string {
  if (type === 'python-pkg') return pythonName(name);
  // npm packs `@scope/name` as `scope-name-1.0.0.tgz`.
  return type === 'node-pkg' ? name.replace(/^@/, '').replace('/', '-') : name.toLowerCase();
}

function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

/** Python takes `-`, `_` and `.` in names for the same, in either case (PEP 503). */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
