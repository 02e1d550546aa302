// What programs in Go are linked with: nothing without cgo, the C library of the builder with it.
import { imageRuntime } from '../../../model/runtimes.ts';
import type { SplitInput } from '../../plan.ts';
import type { StageFiles } from '../../stage-files.ts';
import type { Linkage } from '../programs/program-stage.ts';
import { flagOf, type GoCall } from './commands.ts';
import { cgoNeedOf, type GoModule } from './modules.ts';

/** How the file builds, as far as cgo is concerned. */
export interface Cgo {
  readonly linkage: Linkage;
  /** Nothing needs cgo, and the build can be told so: the calls that are to get CGO_ENABLED=0. */
  readonly switchOff: readonly GoCall[];
  /** Why it can be told so: a sentence. */
  readonly why: string;
  /** The module or tool that needs cgo, for the sentence. */
  readonly because?: string;
}

/** What is looked at. */
export interface CgoEvidence {
  readonly input: SplitInput;
  readonly files: StageFiles;
  /** `go build`, `go install` and `go run` of the project's own packages. */
  readonly calls: readonly GoCall[];
  readonly module: GoModule | undefined;
  /** Texts of Go files of the project. */
  readonly sources: readonly string[];
}

const off = 'without cgo the program is linked statically and runs on every image';

const none: Linkage = { libc: 'none', also: 'nothing' };

/** Undefined where it is not known which C library it would be. */
export function readCgo(evidence: CgoEvidence): Cgo | undefined {
  const { input, calls, module } = evidence;
  const { libc } = input.base.facts ?? {};
  const dynamic = calls.filter((call) => !isStatic(call));
  if (calls.length > 0 && dynamic.length === 0) return { linkage: none, switchOff: [], why: '' };
  const need = needOf(evidence);
  // What is removed at the end of the same step was there for the build.
  const states = [input.stage.end, ...calls.map(({ at }) => at.before)];
  const compilers = [...new Set(states.flatMap(({ packages }) => [...packages.keys()]))].filter((name) =>
    compiler.test(name),
  );
  const hasCompiler = compilers.length > 0 || input.base.facts?.cgoDefault !== 0;
  if (!hasCompiler && !dynamic.some((call) => call.at.variable('CGO_ENABLED') === '1')) {
    // Without a compiler no package of the project can use cgo. Up to 1.19 the standard library does all the same.
    return {
      linkage: none,
      switchOff: isOld(input) ? dynamic : [],
      why: `\`${input.base.text}\` has no C compiler, so that no package of the project can use cgo: ${off}.`,
    };
  }
  const makeIsPlain = ({ at, directory }: GoCall) => {
    const makefile =
      at.command.name === 'make' && directory !== undefined
        ? evidence.files.text(`${directory}/Makefile`)
        : undefined;
    return (
      makefile !== undefined &&
      !/CGO|-race|-msan|-asan|buildmode|linkmode|docker|^-?include\b/m.test(makefile)
    );
  };
  if (
    need === undefined &&
    module !== undefined &&
    !isAsked(dynamic, makeIsPlain) &&
    !isPrepared(evidence, compilers)
  )
    return { linkage: none, switchOff: dynamic, why: `No module that go.mod names needs cgo: ${off}.` };
  if (libc !== 'glibc' && libc !== 'musl') return undefined;
  // What is not known may be in C++.
  const also = need?.cxx === false ? 'nothing' : 'c++';
  return { linkage: { libc, also }, switchOff: [], why: '', ...(need && { because: need.module }) };
}

const compiler = /^(gcc|g\+\+|build-base|build-essential|clang|musl-dev|libc6-dev|libc-dev|gcc-.*)$/;

/** Cgo is off, or the program is linked statically in spite of it. */
function isStatic(call: GoCall): boolean {
  if (call.at.variable('CGO_ENABLED') === '0') return true;
  return /-extldflags[= ]?['"]?[^'"]*-static(?!-)/.test((flagOf(call, 'ldflags') ?? '').slice(0, 2000));
}

/** The file turns cgo on, or uses what only works with it. */
function isAsked(calls: readonly GoCall[], makeIsPlain: (call: GoCall) => boolean): boolean {
  return calls.some(
    (call) =>
      (call.verb === 'make' && !makeIsPlain(call)) ||
      call.at.variable('CGO_ENABLED') !== undefined ||
      call.at.variable('CC') !== undefined ||
      call.flags.some((flag) => /^--?(race|msan|asan|buildmode|linkshared)\b/.test(flag)) ||
      /linkmode/.test(flagOf(call, 'ldflags') ?? ''),
  );
}

/** The file installs a compiler or headers, or the project has sources in C, which Go alone has no use for. */
function isPrepared({ input }: CgoEvidence, compilers: readonly string[]): boolean {
  const inC = input.context.paths?.some(
    (path) => /\.(c|cc|cpp|cxx|h|hpp)$/.test(path) && !/(^|\/)(vendor|node_modules)\//.test(path),
  );
  return (
    inC === true ||
    compilers.length > 0 ||
    [...input.stage.end.packages.keys()].some((name) => /-dev(el)?$/.test(name))
  );
}

function needOf({
  module,
  sources,
}: CgoEvidence): { readonly module: string; readonly cxx: boolean } | undefined {
  const required = module && cgoNeedOf(module);
  if (required) return required;
  return sources.some((text) => /^import "C"|^[ \t]{1,20}"C"$/m.test(text))
    ? { module: 'import "C"', cxx: true }
    : undefined;
}

/** Go before 1.20 in an image without a compiler. Source: the release notes of Go 1.20, "Cgo". */
function isOld({ stage, base }: SplitInput): boolean {
  const version = imageRuntime(stage, 'go')?.version ?? /^1\.\d+/.exec(base.reference.tag ?? '')?.[0];
  const minor = version && /^1\.(\d+)/.exec(version)?.[1];
  return minor !== undefined && minor !== '' && Number(minor) < 20;
}
