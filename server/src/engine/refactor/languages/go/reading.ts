// Reads a stage that builds programs in Go.

import { normalisePath } from '../../../model/apply.ts';
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin, readStageFiles, resolvePath, type StageFiles } from '../../stage-files.ts';
import { readSteps } from '../../steps.ts';
import { allCommands, type PlacedCommand } from '../programs/commands.ts';
import { originsOf } from '../programs/origins.ts';
import { type Built, followOutputs, isMadeFolder } from '../programs/outputs.ts';
import type { ProgramStage } from '../programs/program-stage.ts';
import { withOwnContext } from '../programs/run-time-files.ts';
import type { SourceRules } from '../programs/source-rules.ts';
import { isIdle, readStart } from '../programs/start.ts';
import { withoutCgo } from './cgo-switch.ts';
import { flagOf, type GoCall, programOf, programOfPath, readGoCall } from './commands.ts';
import { embeddedIn, goTexts } from './embedded.ts';
import { readCgo } from './linkage.ts';
import { type GoModule, moduleOf } from './modules.ts';
import { convertRun, refuseDevelopment } from './start.ts';
import { accountsAsked, startedTools } from './tools.ts';
import { zoneUsers } from './zones.ts';

/** Commands of the toolchain and of what generates sources. */
const ownCommands: ReadonlySet<string> = new Set(
  `go go-wrapper gofmt goimports golangci-lint golint staticcheck govulncheck swag templ sqlc wire mockgen mockery stringer enumer easyjson ffjson qtc
  go-bindata go-bindata-assetfs statik packr packr2 pkger rice mage dep glide govendor godep gox goreleaser ginkgo gotestsum gqlgen ent oapi-codegen gb hugo
  protoc-gen-go buf make task just air gvm xcaddy`.split(/\s+/),
);

export const isOwn = ({ name }: PlainCommand): boolean => name !== undefined && ownCommands.has(name);

const rules: SourceRules = {
  isSource: (path) =>
    /(^|\/)(Gopkg\.\w+|glide\.\w+|Godeps\.json|vendor\.(json|conf))$/.test(path) ||
    /\.(go|s|c|h|cc|cpp|hpp|mod|sum|work)$|(^|\/)(go\.\*|go\.(mod|sum|work)\*?)$/.test(path),
  folders:
    /^(src|cmd|internal|pkg|app|api|apis|server|service|services|lib|libs|model|models|controllers?|handlers?|routes?|routers?|utils?|helpers?|middlewares?|repository|repositories|domain|usecase|core|common|entity|types|store|storage|vendor|backend|go|main|worker|client|ee)$/i,
  buildFolders: /^(vendor|tools?|Godeps)$/,
};

const toolFolders = /^\/(go\/(bin|pkg)|usr\/local\/go|root\/(go|\.cache|\.config))(\/|$)/;

/** Commands that build what only their own files say. */
const builders = /^(make|gb|govendor|mage|task|just|goreleaser|gox|xcaddy|packr2?|rice)$/;

/** Packages that only fetch modules or generate sources. */
const buildPackages: readonly string[] =
  `git git-lfs mercurial subversion bzr breezy openssh-client openssh openssh-client-default make automake go golang golang-go golang-any
  gcc-go upx upx-ucl binutils binutils-gold protobuf protobuf-dev protobuf-compiler protobuf-compiler-grpc protoc apt-utils apt-transport-https
  software-properties-common lsb-release dirmngr linux-headers patch file pkgconfig pkgconf pkg-config gettext-dev libc6-compat-dev`.split(
    /\s+/,
  );

const compilers: readonly string[] =
  'gcc g++ build-base build-essential clang musl-dev libc-dev libc6-dev musl musl-utils'.split(' ');

/**
 * The stage, read.
 * @throws SplitRefusal where what it builds or starts is not known
 */
export function readGoStage(given: SplitInput): ProgramStage {
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
  const calls = placed.flatMap((at) => callsOf(at));
  const start = readStart(model, stage, files.directory);
  refuseDevelopment(start);
  const isFolder = (path: string) => isKnownFolder(path, input, files) || isMadeFolder(placed, path);
  const built = (call: GoCall) => builtBy(call, files, placed);
  const converted = convertRun({ input, files, start });
  const projects = [...calls, ...(converted ? [converted.call] : [])].filter((call) =>
    isOwnBuild(call, files),
  );
  // A program from elsewhere, for which the image is made.
  const own = projects.length > 0 ? projects : calls.filter(isFetched);
  if (own.length === 0)
    throw new SplitRefusal('Nothing in this file builds a program.', 'nothing to split', stage.from.at);
  for (const call of own) checkPlatform(call);
  const outputs = followOutputs(
    [...placed, ...(converted ? [converted.call.at] : [])],
    (at) => {
      if (at === converted?.call.at) return [{ file: converted.path }];
      const call = readGoCall(at);
      if (call) return built(call);
      return builders.test(at.command.name ?? '') ? [{ isOpen: true }] : [];
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
  const folders = ['/go/bin', ...placed.flatMap((at) => (at.command.name === 'go' ? [binFolder(at)] : []))];
  const origins = originsOf({ input, files, outputs, folders }, begin);
  const module = moduleOf(files, own.find(({ verb }) => verb !== 'make')?.directory ?? files.directory);
  const cgo = readCgo({ input, files, calls: own, module, sources: goTexts(context) });
  if (cgo === undefined)
    throw new SplitRefusal(
      `It is not known which C library programs built on \`${base.text}\` are linked with.`,
      'unknown base image',
      stage.from.at,
    );
  const isStatic = cgo.linkage.libc === 'none';
  return {
    input,
    files,
    steps,
    commands: new Map(placed.map((at) => [at.command, at])),
    start: begin,
    origins,
    outputs,
    linkage: cgo.linkage,
    rules,
    isFolder,
    buildFolders: [...new Set(own.flatMap(({ directory }) => (directory === undefined ? [] : [directory])))],
    isBuiltIn: embeddedIn(context),
    toolFolders,
    buildPackages: new Set([
      ...(bundlesSqlite(module, goTexts(context), own) ? ['sqlite-dev', 'libsqlite3-dev'] : []),
      ...buildPackages,
      ...(isStatic || cgo.linkage.also === 'nothing' ? compilers : []),
    ]),
    toolVariables: /^(GO|CGO_|CC$|CXX$|PATH$|PKG_CONFIG)/,
    onlyToolVariables:
      /^(GO(111MODULE|PROXY|PRIVATE|NOPROXY|NOSUMDB|SUMDB|OS|ARCH|AMD64|ARM|ARM64|386|PATH|BIN|ROOT|CACHE|MODCACHE|FLAGS|TOOLCHAIN|INSECURE|VCS|WORK|ENV|EXPERIMENT)|CGO_\w+|CC|CXX|PKG_CONFIG\w*)$/,
    builderTexts: withoutCgo(input, cgo.switchOff, cgo.linkage, cgo.why),
    ...(converted && {
      addedBuild: converted.build(cgo.switchOff.includes(converted.call) ? cgo.why : undefined),
    }),
    startTexts: converted?.texts ?? new Map(),
    needs: {
      tools: startedTools(context),
      certificates: true,
      timeZones: zoneUsers(input),
      accounts: accountsAsked(context),
      headers: [],
    },
    isIdle: idle,
    notes: [],
  };
}

/** The module brings SQLite's sources along: the library of the distribution is not linked. */
function bundlesSqlite(
  module: GoModule | undefined,
  texts: readonly string[],
  calls: readonly GoCall[],
): boolean {
  const requires = module?.requires.some((path) =>
    /^(github\.com\/mattn\/go-sqlite3|gorm\.io\/driver\/sqlite)$/.test(path),
  );
  return (
    requires === true &&
    !texts.some((text) => text.includes('-lsqlite3')) &&
    !calls.some((call) => /libsqlite3/.test(flagOf(call, 'tags') ?? ''))
  );
}

function callsOf(at: PlacedCommand): GoCall[] {
  const call = readGoCall(at);
  if (call) return [call];
  if (!/^(make|gb|govendor|mage|task|just|goreleaser|gox)$/.test(at.command.name ?? '')) return [];
  return [{ at, verb: 'make', flags: [], packages: [], rest: [], directory: at.directory }];
}

/** It builds packages of the project, not a tool from elsewhere. */
function isOwnBuild({ verb, packages }: GoCall, files: StageFiles): boolean {
  if (verb === 'make') return true;
  if (verb !== 'build' && verb !== 'install' && verb !== 'run') return false;
  return !isTool(packages, files);
}

/** It gets a program from elsewhere and builds it. */
function isFetched({ verb, packages, flags }: GoCall): boolean {
  return packages.length > 0 && (verb === 'install' || (verb === 'get' && !flags.includes('-d')));
}

/** Packages of other projects: with a version, or under an address that is not where the sources lie. */
function isTool(packages: readonly string[], files: StageFiles): boolean {
  return packages.some((text) => {
    if (text.includes('@') || text === 'tool') return true;
    if (!/^[\w-]+(\.[\w-]+)+\//.test(text) || text.endsWith('.go')) return false;
    const place = `/src/${text.replace(/\/?\.\.\.$/, '')}`;
    const folders = [...files.copied.map(({ target }) => target), files.directory ?? ''];
    return !folders.some((folder) => `${folder}/`.includes(`${place}/`) || isAbove(folder, place));
  });
}

/** `/go/src/github.com/acme` is above `/src/github.com/acme/shop`. */
function isAbove(folder: string, place: string): boolean {
  const at = folder.indexOf('/src/');
  return at >= 0 && `${place}/`.startsWith(`${folder.slice(at)}/`);
}

/** @throws SplitRefusal for another operating system, whose programs no container starts */
function checkPlatform({ at }: GoCall): void {
  const system = at.variable('GOOS');
  if (typeof system === 'string' && system !== 'linux' && system !== '')
    throw new SplitRefusal(
      `The program is built for ${system}, and no container runs it.`,
      'start command',
      at.command.command.at,
    );
}

/** What a call of the go command leaves. Source: `go help build`, `go help install`. */
function builtBy(call: GoCall, files: StageFiles, all: readonly PlacedCommand[]): Built[] {
  const { verb, packages, directory } = call;
  if (verb === 'get' && call.flags.includes('-d')) return [];
  if (verb === 'get' || verb === 'install') {
    const folder = binFolder(call.at);
    const names = packages.map((text) => programOf({ ...call, packages: [text] }, ownName(call, files)));
    const isTools = verb === 'get' || isTool(packages, files);
    if (names.length === 0 && verb === 'install') names.push(ownName(call, files));
    return names.flatMap((name) => [
      ...(name === undefined ? [{ folder }] : [{ file: `${folder}/${name}`, isTool: isTools }]),
    ]);
  }
  if (verb !== 'build') return [];
  const name = programOf(call, ownName(call, files));
  const output = call.output === undefined ? undefined : resolvePath(call.output, directory);
  if (call.output === undefined) {
    if (directory === undefined) return [];
    // Several packages are only checked.
    if (name === undefined)
      return packages.length > 1 || packages.some((one) => one.includes('...'))
        ? []
        : [{ folder: directory }];
    return [{ file: join(directory, name) }];
  }
  if (output === undefined) return [];
  const isFolder =
    call.output.endsWith('/') ||
    output === '/' ||
    isWithin(output, directory ?? '') ||
    isMadeFolder(all, output);
  if (!isFolder) return [{ file: output, isNamed: true }];
  const several = packages.length > 1 || packages.some((one) => one.includes('...'));
  if (!several && name !== undefined) return [{ file: join(output, name), isNamed: true }];
  return [
    { folder: output },
    ...packages.flatMap((one) => {
      const known = one.includes('...') ? undefined : programOfPath(one);
      return known === undefined ? [] : [{ file: join(output, known), isNamed: true }];
    }),
  ];
}

function join(folder: string, name: string): string {
  return normalisePath(`${folder}/${name}`);
}

/** The program in the working folder itself: named after its module, or after the folder where there is none. */
function ownName({ directory }: GoCall, files: StageFiles): string | undefined {
  const module = moduleOf(files, directory);
  if (module && directory !== undefined) {
    const inner = directory.slice(module.folder === '/' ? 0 : module.folder.length);
    return programOfPath(`${module.path}${inner === '/' ? '' : inner}`);
  }
  // In GOPATH the folder is the import path.
  return directory?.includes('/src/') ? lastPart(directory) : undefined;
}

/** Where `go install` puts programs. */
function binFolder(at: PlacedCommand): string {
  const bin = at.variable('GOBIN');
  if (typeof bin === 'string' && bin.startsWith('/')) return bin.replace(/(?<=.)\/$/, '');
  const path = at.variable('GOPATH');
  if (typeof path === 'string' && path.startsWith('/'))
    return `${path.split(':')[0]!.replace(/\/$/, '')}/bin`;
  return at.before.facts?.runtime?.name === 'go' ? '/go/bin' : '/root/go/bin';
}

function isKnownFolder(path: string, { stage }: SplitInput, files: StageFiles): boolean {
  return (
    stage.instructions.some((one: Instruction) => files.directoryBefore(one) === path) ||
    files.directory === path
  );
}
