// Reads a stage that builds programs in Rust.
import type { LintContext } from '../../../context.ts';
import { normalisePath } from '../../../model/apply.ts';
import type { PlainCommand } from '../../../model/apply-run.ts';
import { lastPart } from '../../../text/paths.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { readStageFiles, type StageFiles } from '../../stage-files.ts';
import { readSteps } from '../../steps.ts';
import { allCommands, type PlacedCommand } from '../programs/commands.ts';
import { type Origin, originsOf } from '../programs/origins.ts';
import { type Built, followOutputs, isMadeFolder } from '../programs/outputs.ts';
import type { ProgramStage } from '../programs/program-stage.ts';
import { withOwnContext } from '../programs/run-time-files.ts';
import type { SourceRules } from '../programs/source-rules.ts';
import { isIdle, readStart } from '../programs/start.ts';
import { buildFolder, type CargoCall, installFolder, readCargoCall, valuesOf } from './commands.ts';
import { embeddedIn, rustTexts } from './embedded.ts';
import { readLinkage } from './linkage.ts';
import { packageIn } from './manifest.ts';
import { convertRun, refuseDevelopment } from './start.ts';

const ownCommands: ReadonlySet<string> = new Set(
  'cargo rustup rustup-init rustc rustfmt sccache cross protoc buf sqlx make just'.split(' '),
);

export const isOwn = ({ name }: PlainCommand): boolean => name !== undefined && ownCommands.has(name);

const rules: SourceRules = {
  isSource: (path) =>
    /\.rs$|(^|\/)(Cargo\.(toml|lock|\*)|Cargo\*|build\.rs|Trunk\.toml|Makefile\.toml)$/.test(path),
  folders:
    /^(src|crates|app|api|server|service|services|lib|libs|backend|rust|core|common|entity|migration|proto|worker|client)$/i,
  buildFolders: /^(target|vendor|xtask|benches|\.sqlx|\.cargo)$/,
};

const toolFolders = /^\/(usr\/local\/(cargo|rustup)|root\/\.(cargo|rustup|cache)|opt\/(cargo|rustup))(\/|$)/;

const toolVariables =
  /^(CARGO_|RUST|CC$|CXX$|AR$|PATH$|PKG_CONFIG|OPENSSL_|SQLX_OFFLINE|PROTOC|CFLAGS|LDFLAGS)/;
const toolVariablesAndDatabase = new RegExp(`${toolVariables.source}|^DATABASE_URL$`);

const buildPackages: readonly string[] =
  `git openssh-client openssh make cmake automake autoconf libtool rust cargo rustup rustc clang lld mold llvm llvm-dev libclang-dev clang-dev
  protobuf protobuf-dev protobuf-compiler protobuf-compiler-grpc protoc pkgconfig pkgconf pkg-config perl musl-tools musl-dev musl-utils binutils nasm yasm patch file
  openssl-libs-static zlib-static sqlite-static libstdc++-dev xz-dev linux-headers apt-utils apt-transport-https software-properties-common
  lsb-release gnupg upx upx-ucl strip build-essential build-base gcc g++ libc6-dev libc-dev`.split(/\s+/);

/**
 * The stage, read.
 * @throws SplitRefusal where what it builds or starts is not known
 */
export function readRustStage(given: SplitInput): ProgramStage {
  const input = withOwnContext(given, rules);
  const { model, stage, context, base } = input;
  if (base.facts?.os === 'windows')
    throw new SplitRefusal(
      'No runtime image for Windows is known here.',
      'no runtime image known',
      stage.from.at,
    );
  const files = readStageFiles(input, base.facts?.workdir);
  const steps = readSteps(model, stage.instructions, isOwn);
  const placed = allCommands(model, steps.keys(), files);
  const start = readStart(model, stage, files.directory);
  refuseDevelopment(start);
  const converted = convertRun({ input, files, start, placed });
  const calls = [...placed.flatMap((at) => readCargoCall(at) ?? []), ...(converted ? [converted.call] : [])];
  refuseSites(calls);
  const own = calls.filter((call) => isOwnBuild(call));
  const builds = placed.some((at) => at.command.name === 'make' || compiledBy(at).length > 0);
  if (own.length === 0 && !builds)
    throw new SplitRefusal('Nothing in this file builds a program.', 'nothing to split', stage.from.at);
  const isFolder = (path: string) =>
    files.directory === path ||
    stage.instructions.some((one) => files.directoryBefore(one) === path) ||
    isMadeFolder(placed, path);
  const outputs = followOutputs(
    [...placed, ...(converted ? [converted.call.at] : [])],
    (at) => {
      const call = at === converted?.call.at ? converted.call : readCargoCall(at);
      if (call) return builtBy(call, files);
      return /^(make|just)$/.test(at.command.name ?? '') ? [{ isOpen: true }] : compiledBy(at);
    },
    isFolder,
  );
  const begin = converted?.start ?? start;
  const idle = isIdle(begin);
  if (idle && ![...outputs.files.values()].some(({ isTool }) => !isTool))
    throw new SplitRefusal(
      start.programs.length === 0
        ? 'No CMD and no ENTRYPOINT says which program the image starts, and no step names the program that it builds.'
        : `The container starts \`${start.programs[0]!.program.text}\` and no program of the project: it is used for development.`,
      'start command',
      start.instructions[0]?.at ?? stage.from.at,
    );
  const folders = [
    '/usr/local/cargo/bin',
    // The program of a `cargo run` is started by its name.
    ...(converted ? [converted.folder] : []),
    ...calls.flatMap((call) => (call.verb === 'install' ? (installFolder(call) ?? []) : [])),
  ];
  const origins = originsOf({ input, files, outputs, folders }, begin);
  const directory = own[0]?.at.directory ?? files.directory;
  const linked = readLinkage({ input, files, calls: own, directory });
  return {
    input,
    files,
    steps,
    commands: new Map(placed.map((at) => [at.command, at])),
    start: begin,
    origins,
    outputs,
    linkage: linked.linkage,
    rules,
    isFolder,
    buildFolders: [...new Set(own.flatMap(({ at }) => (at.directory === undefined ? [] : [at.directory])))],
    isBuiltIn: embeddedIn(context),
    toolFolders,
    buildPackages: new Set(buildPackages),
    toolVariables: linked.checksQueries ? toolVariablesAndDatabase : toolVariables,
    onlyToolVariables:
      /^(CARGO_\w+|RUSTFLAGS|RUSTUP_\w+|RUSTC\w*|CC|CXX|AR|PKG_CONFIG\w*|SQLX_OFFLINE|PROTOC\w*|OPENSSL_(STATIC|DIR|LIB_DIR|INCLUDE_DIR)|CFLAGS|LDFLAGS)$/,
    builderTexts: new Map(),
    ...(converted?.added && { addedBuild: converted.added }),
    startTexts: converted?.texts ?? new Map(),
    needs: {
      tools: startedTools(context),
      certificates: true,
      timeZones: false,
      accounts: accountsAsked(context),
      headers: linked.headers,
    },
    isIdle: idle,
    notes: [...linked.notes, ...othersOf(own, files, origins)],
  };
}

/** It builds the project, not a tool from elsewhere. */
function isOwnBuild(call: CargoCall): boolean {
  if (call.verb === 'build' || call.verb === 'run' || call.verb === 'rustc' || call.verb === 'zigbuild')
    return true;
  return call.verb === 'install' && valuesOf(call, '--path').length > 0;
}

/** @throws SplitRefusal for builds that leave pages besides the program */
function refuseSites(calls: readonly CargoCall[]): void {
  const site = calls.find(({ verb }) => /^(leptos|shuttle|lambda|tauri)$/.test(verb));
  if (site)
    throw new SplitRefusal(
      `Where \`cargo ${site.verb}\` puts what it makes, and whether the program reads it, is not known.`,
      'files needed are not known',
      site.at.command.command.at,
    );
}

function builtBy(call: CargoCall, files: StageFiles): Built[] {
  const { verb, at } = call;
  const named = valuesOf(call, '--bin');
  if (verb === 'install') {
    const folder = installFolder(call);
    const path = valuesOf(call, '--path').at(-1);
    if (folder === undefined) return [];
    if (path === undefined) return [{ folder }];
    const place = at.path(path);
    const names = named.length > 0 ? named : (place && packageIn(files, place)?.programs) || [];
    const built = place === undefined ? undefined : normalisePath(`${place}/target/release`);
    return [
      ...(names.length > 0 ? names.map((name) => ({ file: `${folder}/${name}` })) : [{ folder }]),
      ...(built ? [{ folder: built }] : []),
    ];
  }
  if (verb !== 'build' && verb !== 'run' && verb !== 'rustc' && verb !== 'zigbuild') return [];
  const folder = buildFolder(call);
  if (folder === undefined) return [];
  const manifest = valuesOf(call, '--manifest-path').at(-1);
  const place = manifest ? at.path(manifest.replace(/\/?Cargo\.toml$/, '') || '.') : at.directory;
  const packages = valuesOf(call, '-p', '--package');
  const known = packages.length > 0 || place === undefined ? undefined : packageIn(files, place);
  const names = named.length > 0 ? named : (known?.programs ?? []);
  return [
    { folder },
    ...(named.length > 0 || names.length === 1 ? names : []).map((name) => ({
      file: normalisePath(`${folder}/${name}`),
    })),
  ];
}

/** Programs of the package that are built and that nothing starts. */
function othersOf(calls: readonly CargoCall[], files: StageFiles, origins: readonly Origin[]): string[] {
  const started = new Set(origins.map((origin) => ('path' in origin ? lastPart(origin.path) : origin.name)));
  const names = calls.flatMap(({ at, ...call }) => {
    if (valuesOf({ at, ...call }, '--bin', '-p', '--package').length > 0 || at.directory === undefined)
      return [];
    return packageIn(files, at.directory)?.programs ?? [];
  });
  const others = [...new Set(names)].filter((name) => !started.has(name));
  if (others.length === 0 || others.length === new Set(names).size) return [];
  return [
    `${others.map((name) => `\`${name}\``).join(', ')} ${others.length === 1 ? 'is' : 'are'} built too and not copied: nothing in the file starts ${others.length === 1 ? 'it' : 'them'}.`,
  ];
}

/** What a call of the compiler itself leaves. */
function compiledBy(at: PlacedCommand): Built[] {
  const { name, args } = at.command;
  if (name !== 'rustc') return [];
  const output = args[args.findIndex(({ text }) => text === '-o') + 1];
  const source = args.find(({ text }) => text.endsWith('.rs'));
  if (args.some(({ text }) => text === '-o') && output) {
    const file = at.path(output);
    return file === undefined ? [] : [{ file, isNamed: true }];
  }
  const file = source && at.path(lastPart(source.text).slice(0, -'.rs'.length));
  return file === undefined ? [] : [{ file, isNamed: true }];
}

const call = /\bCommand::new\(\s{0,20}"([\w./+-]{1,80})"/g;

/** Names of programs that the program starts itself, as far as its sources are known. */
function startedTools(context: LintContext): string[] {
  const names = new Set<string>();
  for (const [path, text] of rustTexts(context)) {
    if (/(^|\/)(build\.rs$|tests?\/|benches\/|xtask\/)/.test(path) || !text.includes('Command::new'))
      continue;
    // Clap's builder has a call of the same name.
    if (!/process::Command|process::\{[^}]{0,300}\bCommand\b/.test(text)) continue;
    for (const [, name] of text.matchAll(call))
      if (!name!.startsWith('./')) names.add(name!.slice(name!.lastIndexOf('/') + 1));
  }
  return [...names];
}

/** What asks for accounts of /etc/passwd in the texts that are known: of the crates libc, nix, users and uzers. */
function accountsAsked(context: LintContext): string | undefined {
  const asks =
    /\b(?:getpw(?:nam|uid)(?:_r)?|get_user_by_(?:name|uid)|get_current_username|User::from_(?:name|uid))\b/;
  for (const [, text] of rustTexts(context)) {
    const found = asks.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}
