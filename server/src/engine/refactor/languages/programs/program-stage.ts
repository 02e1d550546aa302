// What a language finds in a stage that builds programs; `program-plan.ts` makes the plan of it.
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import type { Piece, SplitInput } from '../../plan.ts';
import type { StageFiles } from '../../stage-files.ts';
import type { Step } from '../../steps.ts';
import type { PlacedCommand } from './commands.ts';
import type { Origin } from './origins.ts';
import type { Outputs } from './outputs.ts';
import type { SourceRules } from './source-rules.ts';
import type { Start } from './start.ts';

/** What programs are linked with. */
export interface Linkage {
  /** `none`: statically linked, it runs on every image. */
  readonly libc: 'none' | 'glibc' | 'musl';
  /** It may load more than the C library: `gcc` is libgcc, `c++` also libstdc++. Not looked at where `libc` is `none`. */
  readonly also: 'nothing' | 'gcc' | 'c++';
  /** It surely loads libgcc where that is a package of its own, for its unwinder. */
  readonly unwinds?: true;
}

/** A stage that builds programs, read. */
export interface ProgramStage {
  readonly input: SplitInput;
  readonly files: StageFiles;
  readonly steps: ReadonlyMap<Instruction, Step>;
  readonly commands: ReadonlyMap<PlainCommand, PlacedCommand>;
  readonly start: Start;
  readonly origins: readonly Origin[];
  readonly outputs: Outputs;
  readonly linkage: Linkage;
  readonly rules: SourceRules;
  /** An absolute path is certainly a folder in the builder. */
  isFolder(path: string): boolean;
  /** Absolute folders in which the build works. */
  readonly buildFolders: readonly string[];
  /** The compiler puts this file or folder of the context into the program. */
  isBuiltIn(path: string): boolean;
  /** Absolute paths that only the toolchain uses: `/go/pkg`. */
  readonly toolFolders: RegExp;
  /** Packages that only the build uses, besides compilers and headers. */
  readonly buildPackages: ReadonlySet<string>;
  /** Variables that the toolchain reads, and those that nothing reads at run time. */
  readonly toolVariables: RegExp;
  readonly onlyToolVariables: RegExp;
  /** Other texts for instructions of the builder. */
  readonly builderTexts: ReadonlyMap<Instruction, { readonly text: string; readonly why: string }>;
  /** A build step that stands in for a start command which builds: after the last instruction that brings files. */
  readonly addedBuild?: { readonly after: Instruction; readonly piece: Piece };
  /** Other texts for the start command. */
  readonly startTexts: ReadonlyMap<
    Instruction,
    { readonly text: string; readonly why: string } | { readonly dropped: string }
  >;
  /** What the program loads or reads at run time that lies in no place of the project: packages by manager. */
  readonly needs: {
    /** Names of programs that the program starts itself. */
    readonly tools: readonly string[];
    /** Certificates of authorities, for TLS. */
    readonly certificates: boolean;
    /** The time zone database lies with the toolchain, not in the distribution. */
    readonly timeZones: boolean;
    /** With what the program asks for the accounts of its image, as the sources write it. */
    readonly accounts: string | undefined;
    /** Packages with headers that the base image has without an install step, and whose libraries the program loads. */
    readonly headers: readonly string[];
  };
  /** The file does not say what is started: the programs lie where they are built, for whoever starts them. */
  readonly isIdle: boolean;
  readonly notes: readonly string[];
}
