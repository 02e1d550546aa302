// A YAML file as a tree in which everything knows its place; also what several merged files give.
import type { Span } from '../syntax.ts';

/** A part of a file's text. Offsets are UTF-16 units of that file's text. */
export interface Place extends Span {
  /** The file's path, as the one who read it names it. */
  readonly file: string;
}

/** What is the same for every node. */
interface NodeHead {
  /** The node's own text, without the anchor and the tag before it, and without the line break after it. */
  readonly at: Place;
  /** `!reset`, `!override`, or any other tag that is written. */
  readonly tag?: string;
  /** The name of an anchor on it, without `&`. */
  readonly anchor?: string;
  /** It is written elsewhere and used here by this alias (`*name`): an edit of it would change other places too. */
  readonly alias?: Place;
}

export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap extends NodeHead {
  readonly kind: 'map';
  /** In the order of the text; a key that is written twice stands once, with its last value. Merge keys (`<<`) are resolved. */
  readonly entries: readonly YamlEntry[];
  /** `{a: b}` and not lines. */
  readonly isFlow: boolean;
  get(key: string): YamlNode | undefined;
  entry(key: string): YamlEntry | undefined;
}

export interface YamlEntry {
  /** The key's text, whatever its type. */
  readonly key: string;
  readonly keyAt: Place;
  /** From the key to the end of the value; where the value is an alias, to the alias's end. */
  readonly at: Place;
  readonly value: YamlNode;
  /** It came by a merge key (`<<: *name`), which stands here: it is no line of this map. */
  readonly mergedBy?: Place;
}

export interface YamlList extends NodeHead {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly isFlow: boolean;
}

export interface YamlScalar extends NodeHead {
  readonly kind: 'scalar';
  /** What it means by YAML's core schema, variables put in; undefined when it depends on something that is not known. */
  readonly value: string | number | boolean | null | undefined;
  /** The value as text (`''` for null); undefined when it is not known. */
  readonly text: string | undefined;
  /** What the file holds, before variables are put in: without quotes, escapes resolved. */
  readonly written: string;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** Names of the variables that it is made of, in order; absent when there are none. */
  readonly variables?: readonly string[];
}

/** Something wrong with the file itself. */
export interface YamlProblem {
  readonly at: Place;
  /** A sentence. */
  readonly message: string;
  /** It is no mistake in the file: it is larger or deeper than what is read here. */
  readonly isLimit?: true;
  /** The text is no YAML, so that the tree behind this place is a guess. */
  readonly isSyntax?: true;
}

/** One file that was read. */
export interface YamlFile {
  readonly path: string;
  readonly text: string;
  /** Undefined for an empty file and for one that cannot be read at all. */
  readonly root: YamlNode | undefined;
  /** The roots of all documents that hold something; Compose merges them one onto the other. */
  readonly documents: readonly YamlNode[];
  /** Every comment, from `#` to the end of its line, in order. */
  readonly comments: readonly Span[];
  readonly problems: readonly YamlProblem[];
  /** More documents follow the first one (`---`). */
  readonly isMulti: boolean;
}
