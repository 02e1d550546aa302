// How file commands and the build tools of languages change which programs there are.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction } from '../parse/syntax.ts';
import { normalisePath } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import { effectOfPath } from './programs.ts';
import type { ImageState } from './state.ts';

/** Commands that neither bring nor remove a program or an account. */
const harmless: ReadonlySet<string> = new Set(
  `: . true false test [ [[ echo printf cat head tail tee ls pwd cd pushd popd export unset set shopt readonly local umask ulimit trap wait sleep
  date id whoami groups uname hostname arch nproc free df du env printenv which type hash command mkdir rmdir touch chmod chown chgrp find grep egrep fgrep
  sed awk gawk mawk tr cut sort uniq wc xargs diff cmp basename dirname realpath readlink stat file expr seq yes sync exit return shift getopts
  sha1sum sha256sum sha512sum md5sum shasum b2sum openssl gpg gpgv gpgconf base64 xxd od mktemp locale-gen localedef update-locale dpkg-reconfigure
  ldconfig update-ca-certificates c_rehash strip ldd nm objdump getent ps kill pkill killall pg_isready redis-cli nslookup ping
  git jq yq envsubst setcap getcap ssh-keygen ssh-keyscan crontab dos2unix iconv patch nologin fc-cache
  gcc g++ cc c++ clang clang++ ld ar as ranlib javac jar keytool jlink protoc tsc ng vite webpack
  systemctl service a2enmod a2dismod a2ensite a2dissite apachectl nginx php-fpm docker-php-ext-enable docker-php-ext-configure composer-normalize
  debconf-set-selections apt-mark apt-key apt-cache  apt-config dpkg-query dpkg-divert rpmkeys readelf trap break continue let declare typeset zcat gunzip gzip bzip2 xz lzma chattr
  sqlite3 psql mysql createdb initdb stty tput clear history alias`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Commands that only move, make and change files. */
export const fileCommands: ReadonlySet<string> = new Set(
  'cp mv ln mkdir touch chmod chown chgrp install sed cat tee printf test [ cd ls rmdir truncate date tr awk grep ldconfig'.split(' '),
);

/** Commands that make and change accounts. */
export const accountPrograms: ReadonlySet<string> = new Set('useradd groupadd adduser addgroup usermod groupmod userdel deluser groupdel passwd'.split(' '));

/** Tools of a language: they may bring commands of their own, never the system's. */
const languageTools: ReadonlySet<string> = new Set(
  `pip pip2 pip3 pipx pipenv poetry pdm uv uvx python python2 python3 virtualenv npm npx yarn yarnpkg pnpm corepack node nodejs bun deno gem bundle bundler
  rake rails ruby composer php pecl docker-php-ext-install go cargo rustup rustc mvn mvnw gradle gradlew java dotnet sbt lein mix rebar3 swift nest next
  hatch flit maturin luarocks cabal stack opam julia Rscript R django-admin gunicorn uvicorn flask alembic prisma`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** The state after a file command or a language's build tool; undefined when it is none of them. */
export function applyFileCommand(state: ImageState, command: PlainCommand, instruction: Instruction): ImageState | undefined {
  const { name, args } = command;
  if (name === undefined) return undefined;
  let redirected = state;
  for (const { operator, target } of command.command.redirects) if (target && operator.includes('>')) redirected = put(redirected, target, false, instruction);
  if (name === 'find' && args.some((word) => word.text === '-exec' || word.text === '-execdir' || word.text === '-ok')) {
    return args.some((word) => /^(rm|chmod|chown|touch|grep|sed|strip|ls|echo|gzip)$/.test(word.text)) ? redirected : undefined;
  }
  if (name === 'xargs') {
    const started = args.find((word) => !word.text.startsWith('-') && !/^\d+$/.test(word.text));
    return started && (harmless.has(started.text) || started.text === 'rm' || started.text === 'kill') ? redirected : undefined;
  }
  if (name === 'tee') return args.filter((word) => !word.text.startsWith('-')).reduce((next, word) => put(next, word, false, instruction), redirected);
  // A sourced file may set anything, PATH too.
  if (name === '.' || name === 'source') return redirected.change({ languageOpaqueBy: redirected.languageOpaqueBy ?? instruction });
  if (harmless.has(name)) return command.path?.includes('/') && !/^\/(usr\/(local\/)?)?s?bin\//.test(command.path) ? undefined : redirected;
  if (languageTools.has(name)) {
    // ./gradlew and ./mvnw are scripts of the project, known for what they do.
    const scripts = name.startsWith('python') || name === 'node' || name === 'php' || name === 'ruby';
    const own = scripts ? redirected : withGlobalTools(redirected, command, instruction);
    return own.languageOpaqueBy ? own : own.change({ languageOpaqueBy: instruction });
  }
  switch (name) {
    case 'cp':
    case 'mv':
    case 'install':
    case 'ln':
    case 'rsync':
      return applyCopyCommand(redirected, command, instruction);
    case 'rm':
    case 'unlink':
      return applyRemove(redirected, args, instruction);
    case 'curl':
    case 'wget':
      return applyDownload(redirected, command, instruction);
    case 'tar':
    case 'unzip':
    case 'bsdtar':
    case '7z':
    case 'cpio':
      return applyUnpack(redirected, command, instruction);
    default:
      return undefined;
  }
}

/** `npm install -g X` and `pip install X` put X's commands on PATH; only their own names are sure to be guessed. */
function withGlobalTools(state: ImageState, command: PlainCommand, instruction: Instruction): ImageState {
  const words = command.args.map((word) => word.text);
  const installs = words.includes('install') || words.includes('add') || words.includes('i');
  const global = command.name?.startsWith('pip') || command.name === 'gem' || words.includes('-g') || words.includes('--global') || words.includes('global');
  if (!installs || !global) return state;
  const tools = new Map(state.tools);
  for (const word of words) {
    const match = /^(?:@[\w.-]+\/)?([A-Za-z][\w.-]*)(?:[=<>~@[].*)?$/.exec(word);
    if (match?.[1] && !['install', 'add', 'i', 'global'].includes(match[1])) tools.set(match[1], { presence: 'present', by: instruction });
  }
  return state.change({ tools });
}

function applyCopyCommand(state: ImageState, command: PlainCommand, instruction: Instruction): ImageState {
  const words = command.args.filter((word) => !word.text.startsWith('-'));
  const recursive = command.name === 'rsync' || command.args.some((word) => /^-[a-zA-Z]*[raR]/.test(word.text) || word.text === '--recursive' || word.text === '--archive');
  const target = words.at(-1);
  const sources = words.slice(0, -1);
  if (!target) return state;
  if (command.name === 'install' && command.args.some((word) => word.text === '-d' || word.text === '--directory')) return state;
  let next = state;
  for (const source of sources) {
    const wild = source.value === undefined || /[*?[]/.test(source.text);
    const movedFolder = command.name === 'mv' && !/\.[a-z0-9]+$/.test(source.text) && !/(^|\/)s?bin\//.test(source.text);
    next = put(next, target, recursive || wild, instruction, source, movedFolder);
  }
  return next;
}

function put(state: ImageState, target: ShellWord, folder: boolean, instruction: Instruction, source?: ShellWord, maybeFolder = false): ImageState {
  if (target.value === undefined) return target.text.startsWith('/dev/') ? state : state.change({ opaqueBy: state.opaqueBy ?? instruction });
  const path = absolutePath(state, target.value);
  if (path === undefined) return state;
  const directory = effectOfPath(state, path, true);
  if (folder) return directory.kind === 'anything' ? state.change({ opaqueBy: state.opaqueBy ?? instruction }) : state;
  const intoDirectory = target.value.endsWith('/') || directory.kind === 'anything';
  const name = source?.value?.replace(/\/+$/, '').split('/').pop();
  const file = intoDirectory && name !== undefined ? `${path === '/' ? '' : path}/${name}` : path;
  const effect = effectOfPath(state, file, false);
  if (effect.kind === 'program') {
    const tools = new Map(state.tools).set(effect.name, { presence: 'present', by: instruction });
    if (file === '/bin/sh') tools.set('/bin/sh', { presence: 'present', by: instruction });
    return state.change({ tools });
  }
  // Another package source: what a package's name means from here on is not known.
  if (/^\/etc\/(apt|apk|yum\.repos\.d)\//.test(path)) return state.change({ opaqueBy: state.opaqueBy ?? instruction });
  if (path === '/etc/passwd') return state.change({ accountsComplete: false });
  return maybeFolder && directory.kind === 'anything' ? state.change({ opaqueBy: state.opaqueBy ?? instruction }) : state;
}

function absolutePath(state: ImageState, path: string): string | undefined {
  if (path.startsWith('/')) return normalisePath(path);
  if (path.startsWith('~')) return undefined;
  return state.workdir === undefined ? undefined : normalisePath(`${state.workdir}/${path}`);
}

function applyRemove(state: ImageState, args: readonly ShellWord[], instruction: Instruction): ImageState {
  let next = state;
  for (const word of args) {
    if (word.text.startsWith('-')) continue;
    const path = word.value ?? word.text;
    if (!path.startsWith('/')) continue;
    const match = /^\/(?:usr\/(?:local\/)?)?s?bin\/([^/]+)$/.exec(path);
    if (!match) continue;
    const name = match[1]!;
    const tools = new Map(next.tools);
    // Another directory of PATH may hold one of the same name.
    if (/[*?[$]/.test(name)) return next.change({ opaqueBy: next.opaqueBy ?? instruction });
    tools.set(name, { presence: 'unknown', by: instruction });
    if (path === '/bin/sh') tools.set('/bin/sh', { presence: 'absent', by: instruction });
    next = next.change({ tools });
  }
  return next;
}

function applyDownload(state: ImageState, command: PlainCommand, instruction: Instruction): ImageState {
  const args = command.args;
  for (let index = 0; index < args.length; index++) {
    const text = args[index]!.text;
    const joined = /^(?:--output=|--output-document=|-[a-zA-Z]*[oO](?=.))(.+)$/.exec(text);
    if (/^(-[a-zA-Z]*o|--output|--output-document)$/.test(text) || (command.name === 'wget' && /^-[a-zA-Z]*O$/.test(text))) {
      const target = args[index + 1];
      if (target) return put(state, target, false, instruction);
    } else if (joined && text.startsWith('--')) {
      return put(state, { ...args[index]!, value: joined[1]!, text: joined[1]! }, false, instruction);
    }
  }
  return state;
}

function applyUnpack(state: ImageState, command: PlainCommand, instruction: Instruction): ImageState {
  const texts = command.args.map((word) => word.text);
  const first = texts[0] ?? '';
  if (command.name === 'tar' && (/^-?[a-zA-Z]*c/.test(first) || texts.includes('--create') || /^-?[a-zA-Z]*t/.test(first))) return state;
  const at = texts.findIndex((text) => text === '-C' || text === '--directory' || text === '-d');
  const joined = texts.map((text) => /^--directory=(.+)$/.exec(text)?.[1]).find((value) => value !== undefined);
  const directory = at >= 0 ? command.args[at + 1]?.value : (joined ?? state.workdir);
  if (directory === undefined) return state.change({ opaqueBy: state.opaqueBy ?? instruction });
  const path = absolutePath(state, directory);
  if (path === undefined || effectOfPath(state, path, true).kind === 'anything') return state.change({ opaqueBy: state.opaqueBy ?? instruction });
  return state;
}
