// What is kept while a project is loaded: the files that were read, what is wanted, what is wrong.
import { quoted } from '../parse/errors/problem.ts';
import type { Place, YamlFile, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';
import { type ComposeContext, type FoundFile, foundFile, type Wanted } from './context.ts';
import type { Merging } from './merge.ts';
import type { Model } from './model.ts';
import { readChecked, readFound } from './parsed-files.ts';
import type { ComposeProblem } from './project.ts';
import { type Expansion, newExpansion } from './template.ts';

/** How many nodes may be merged; `extends` in a chain would otherwise cost its length's square. */
const mergeLimit = 500_000;

/** UTF-16 units of files beside the checked one that are parsed. */
const parseLimit = 2 * 1024 * 1024;

/** UTF-16 units in which variables are put in: of one file at each use of it, for each use has its own variables. */
const readLimit = 32 * 1024 * 1024;

/** Problems beyond this number are not told. */
const problemLimit = 200;

/** The state of one loading. */
export class Loading implements Merging {
  readonly context: ComposeContext;
  readonly files = new Map<string, YamlFile>();
  readonly problems: ComposeProblem[] = [];
  readonly expansion: Expansion = newExpansion();
  /** Something that adds to the project was not read. */
  isPartial = false;
  private readonly wantedByKey = new Map<string, Wanted>();
  private readonly folders = new WeakMap<YamlNode, string>();
  private readonly told = new Set<string>();
  private readonly models = new Map<string, Model>();
  private readonly writtenPaths = new Map<string, string>();
  private left = mergeLimit;
  private parseLeft = parseLimit;
  private readLeft = readLimit;

  constructor(text: string, context: ComposeContext) {
    this.context = context;
    this.keep(readChecked(context.path, text));
  }

  get wanted(): readonly Wanted[] {
    return [...this.wantedByKey.values()];
  }

  want(wanted: Wanted): void {
    this.wantedByKey.set(
      `${wanted.kind} ${wanted.path} ${wanted.kind === 'dockerfile' ? wanted.context : ''}`,
      wanted,
    );
  }

  /** What is at a path; undefined when nobody looked yet, which is wanted then. */
  find(path: string): FoundFile | undefined {
    if (path === this.context.path) return { text: this.files.get(path)?.text ?? '' };
    const found = foundFile(this.context, path);
    if (found === undefined) this.want({ kind: 'file', path });
    return found;
  }

  /**
   * A Compose file that `at` refers to.
   * @returns undefined when it was not read; a problem says why, unless it is wanted
   */
  composeFile(path: string, at: Place): YamlFile | undefined {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const found = this.find(path);
    if (found === undefined) return undefined;
    if ('text' in found) {
      this.parseLeft -= found.text.length;
      if (this.parseLeft >= 0) return this.keep(readFound(path, found));
      this.tooMuch(
        at,
        `The files of this project are too long together, so ${this.quotedPath(path)} is not read here.`,
      );
      return undefined;
    }
    if (found.absent === 'missing') {
      this.problem(
        'error',
        at,
        `There is no file ${this.quotedPath(path)}. Write the file, or correct the path.`,
      );
    } else {
      const why = found.absent === 'outside' ? 'lies outside the workspace' : 'cannot be read';
      this.problem(
        'notice',
        at,
        `The file ${this.quotedPath(path)} ${why}, so what it adds is not known here.`,
      );
    }
    return undefined;
  }

  /** A file is no YAML: what was read of it is a guess. */
  get isBroken(): boolean {
    return [...this.files.values()].some(({ problems }) =>
      problems.some(({ isSyntax }) => isSyntax === true),
    );
  }

  problem(kind: ComposeProblem['kind'], at: Place, message: string, mayBeElsewhere = false): void {
    const key = `${at.file} ${at.start} ${message}`;
    if (this.told.has(key) || this.problems.length >= problemLimit) return;
    this.told.add(key);
    this.problems.push({ at, message, kind, ...(mayBeElsewhere ? { mayBeElsewhere: true as const } : {}) });
  }

  refuse = (at: Place, message: string): void => this.problem('error', at, message);

  spend = (nodes: number): boolean => {
    this.left -= nodes;
    if (this.left > 0) return true;
    return this.addsTooMuch();
  };

  /** @param units of a file that is read once more; false when there is an end to it, which is told */
  spendReading(units: number): boolean {
    this.readLeft -= units;
    return this.readLeft >= 0 || this.addsTooMuch();
  }

  private addsTooMuch(): false {
    const at = { file: this.context.path, start: 0, end: 0 };
    this.tooMuch(at, 'The files add so much to each other that not all of it is read here.');
    return false;
  }

  private tooMuch(at: Place, message: string): void {
    this.isPartial = true;
    this.problem('notice', at, message);
  }

  /** Remembers how a path is written that variables are a part of: messages show that, not the values. */
  callPath(path: string, scalar: YamlScalar): void {
    if (scalar.variables !== undefined) this.writtenPaths.set(path, scalar.written);
  }

  /** A path for a message. */
  quotedPath(path: string): string {
    return quoted(this.writtenPaths.get(path) ?? path);
  }

  /** A model that is loaded once, although several includes lead to it. */
  remember(key: string, load: () => Model): Model {
    const known = this.models.get(key);
    if (known !== undefined) return known;
    const made = load();
    this.models.set(key, made);
    return made;
  }

  /** Remembers which folder the relative paths in a scalar start from. */
  stamp(scalar: YamlNode, folder: string): void {
    this.folders.set(scalar, folder);
  }

  folderFor(node: YamlNode): string | undefined {
    return this.folders.get(node);
  }

  private keep(file: YamlFile): YamlFile {
    this.files.set(file.path, file);
    for (const { at, message, isLimit } of file.problems) {
      this.problem(isLimit === true ? 'notice' : 'error', at, message);
      if (isLimit === true) this.isPartial = true;
    }
    return file;
  }
}
