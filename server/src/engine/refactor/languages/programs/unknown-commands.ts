// Which stage needs the commands of a RUN that are neither the language's own nor the distribution's.
import { downloads } from '../../../model/downloads.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import type { Place } from '../../arrange.ts';
import { SplitRefusal } from '../../plan.ts';
import type { StepPart } from '../../steps.ts';
import type { PlacedCommand } from './commands.ts';
import { isOnUsualPath } from './origins.ts';
import type { ProgramStage } from './program-stage.ts';

/** Commands whose results only a build uses, or that only show something. */
const building: ReadonlySet<string> = new Set(
  `strip upx objcopy readelf nm objdump file du df stat wc head tail grep egrep awk sort uniq cut tr diff cmp md5sum sha1sum sha256sum sha512sum
  dpkg-architecture pkg-config getent nproc git svn hg ssh-keyscan ssh-keygen ssh-agent ssh-add gpg apt-key add-apt-repository
  update-ca-certificates update-alternatives apt-mark protoc buf thrift flatc xargs tree time wait read ulimit false seq basename dirname realpath
  readlink mktemp expr date hash jq yq envsubst`.split(/\s+/),
);

/** Addresses of what only builds use: toolchains, package sources, generators, linters. */
const buildTool =
  /sh\.rustup\.rs|static\.rust-lang\.org|(go|golang)\.(dev|org)\/dl|(dl\.google\.com|storage\.googleapis\.com)\/(go|golang)\/go|nodesource\.com|nodejs\.org\/dist|golangci|protocolbuffers\/protobuf|protoc-|bufbuild\/buf|sqlc-dev\/sqlc|a-h\/templ|tailwindlabs\/tailwindcss|tailwindcss|upx\/upx|taskfile\.dev|go-task\/task|bun\.sh|get\.pnpm\.io|yarnpkg\.com|cosmtrek\/air|air-verse\/air|swaggo\/swag|mvdan\.cc|gotestsum|sccache|cargo-binstall|apt\.llvm\.org|\.gpg$|\.asc$|\/gpg$|keys?\.(gpg|asc)/i;

const archives = /^(tar|bsdtar|unzip|gunzip|7z|cpio|dpkg)$/;

/**
 * The stage of an unknown command: the builder for what is known to serve the build.
 * @throws SplitRefusal for a script of the project
 */
export function placeUnknown(
  stage: ProgramStage,
  { command }: StepPart,
  instruction: Instruction,
): Place | undefined {
  const at = stage.commands.get(command);
  const { name } = command;
  if (at === undefined) return undefined;
  // The value of a variable is run for what it prints.
  if (name === undefined) return command.command.depth > 0 ? 'builder' : undefined;
  if (command.path !== undefined && stage.outputs.files.has(at.path(command.path) ?? '')) return 'builder';
  if (isProjectScript(at)) {
    throw new SplitRefusal(
      `\`${command.path ?? name}\` is a script of the project, and what it leaves for run time is not known.`,
      'script of the project',
      command.command.at,
    );
  }
  if (building.has(name)) return 'builder';
  if (frontEnd.test(name)) return placeFrontEnd(stage, at);
  const fetched = downloads(command);
  if (fetched) return fetched.fetches.every(({ url }) => buildTool.test(url.text)) ? 'builder' : undefined;
  // What is piped from such a download: the installer of a toolchain.
  if (/^(ba|da|a)?sh$/.test(name) && feeds(stage, at, instruction)) return 'builder';
  return undefined;
}

/** @throws SplitRefusal for the first command of the stage of which it is not known what it is for */
export function checkCommands(stage: ProgramStage): void {
  for (const [instruction, { parts }] of stage.steps)
    for (const part of parts) {
      const at = stage.commands.get(part.command);
      if (part.kind === 'files' && at) checkUnpacking(stage, at);
      if (part.kind !== 'unknown' || placeUnknown(stage, part, instruction)) continue;
      throw new SplitRefusal(
        `It is not known whether \`${part.command.name ?? 'this command'}\` is needed to build or at run time.`,
        'step of unknown purpose',
        part.command.command.at,
      );
    }
}

/** @throws SplitRefusal where an archive is unpacked that may hold what the program reads */
function checkUnpacking(stage: ProgramStage, at: PlacedCommand): void {
  const { command } = at;
  if (!archives.test(command.name ?? '')) return;
  if (
    command.name === 'tar' &&
    command.args.some(({ text }) => /^(-[a-zA-Z]*c|c[a-z]*f?$|--create)/.test(text))
  )
    return;
  if (command.args.some(({ text }) => buildTool.test(text) || /(^|\/)(go\d[\w.]*|protoc|node-v)/.test(text)))
    return;
  if (feeds(stage, at, at.instruction)) return;
  const target = command.args.some((word) => stage.toolFolders.test(at.path(word) ?? ''));
  if (target) return;
  throw new SplitRefusal(
    `It is not known what \`${command.name}\` unpacks here, and whether the program reads it.`,
    'step of unknown purpose',
    command.command.at,
  );
}

/** A download of a build tool in the same pipeline feeds the command. */
function feeds(stage: ProgramStage, at: PlacedCommand, instruction: Instruction): boolean {
  const { pipeline } = at.command.command;
  return (
    pipeline !== undefined &&
    [...stage.commands.values()].some(
      (one) =>
        one.instruction === instruction &&
        one.command.command.pipeline === pipeline &&
        downloads(one.command)?.fetches.some(({ url }) => buildTool.test(url.text)) === true,
    )
  );
}

function isProjectScript({ command, path }: PlacedCommand): boolean {
  const { name = '', path: written, args } = command;
  if (/\.(sh|bash|py|pl)$/.test(name)) return true;
  const [first] = args;
  if (/^(ba|da|a)?sh$/.test(name)) return first !== undefined && !first.text.startsWith('-');
  const place = written?.includes('/') ? path(written) : undefined;
  return place !== undefined && !isOnUsualPath(place) && !/^\/(go|usr|opt|root)\//.test(place);
}

const frontEnd =
  /^(npm|npx|yarn|pnpm|bun|node|corepack|tailwindcss|esbuild|vite|webpack|tsc|trunk|dx|wasm-pack)$/;

/** What a front end's build leaves is put into the program by the compiler, or it is not known where it lies. */
function placeFrontEnd(stage: ProgramStage, { command }: PlacedCommand): Place {
  const words = command.args.map(({ text }) => text);
  const installs =
    /^(ci|install|i|add|enable|prepare|--version|-v)$/.test(words[0] ?? '') || words.includes('-g');
  if (installs || stage.isBuiltIn('')) return 'builder';
  throw new SplitRefusal(
    `Where \`${[command.name, ...words].join(' ').slice(0, 60)}\` puts what it makes, and whether the program reads it, is not known.`,
    'files needed are not known',
    command.command.at,
  );
}
