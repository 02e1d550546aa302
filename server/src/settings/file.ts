// Reads the text of a `.plimsoll.json`: what it says, and what is wrong with it at its place.
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import {
  type AnyRule,
  type FactsTable,
  type KnownImage,
  type LintSettings,
  type Profile,
  withKnownImages,
} from '../engine/index.ts';
import { withHardenedMirror } from '../engine/model/hardened-mirror.ts';
import { coversFile, type IgnoreRules, readIgnoreRules } from '../workspace/ignore.ts';
import { settingsFileShape } from './file-shape.ts';
import { hardenedPrefix } from './hardened-mirror.ts';
import { knownImageOf } from './image-shape.ts';
import { defaultPolicy, type PolicySettings, policySettingsOf } from './policy-shape.ts';
import { ruleSettings } from './rule-settings.ts';
import { type FileProblem, type Plain, ShapeCheck } from './shape.ts';

/** How one Dockerfile is built. Paths are relative to the settings file's folder, with `/`. */
export interface DeclaredBuild {
  readonly dockerfile: string;
  readonly context?: string;
  readonly target?: string;
}

/** Settings for the files that fit `files`. */
interface Override {
  readonly files: IgnoreRules;
  readonly lint: LintSettings;
}

/** What a settings file says. What is wrong in it is left out, and the default is in force. */
export interface SettingsFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly lint: LintSettings;
  /** Relative to the file's folder, as the globs of `overrides`. */
  readonly exclude: IgnoreRules;
  readonly overrides: readonly Override[];
  readonly builds: readonly DeclaredBuild[];
  readonly images: readonly KnownImage[];
  /** What stands before the name of a hardened image in the organisation's mirror: `acme/dhi-`. */
  readonly hardenedMirror?: string;
  /** Relative to the file's folder. */
  readonly baseline?: string;
  readonly policy: PolicySettings;
  /** In the order of the text. An `error` makes the file wrong; a `warning` does nothing. */
  readonly problems: readonly FileProblem[];
}

/** Deeper than this is hostile; the parser recurses. */
const deepest = 100;

/** Checks the text of a settings file: JSON, with comments and trailing commas. Never throws. */
export function parseSettingsFile(
  text: string,
  path: string,
  rules: ReadonlyMap<string, AnyRule>,
): SettingsFile {
  const errors: ParseError[] = [];
  if (isTooDeep(text)) return wrongFile(path, text, 'The file is nested too deeply to be settings.');
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const problems: FileProblem[] = errors.slice(0, 20).map(({ error, offset, length }) => ({
    message: syntaxMessage(error),
    at: { start: offset, end: offset + Math.max(length, 1) },
    severity: 'error',
  }));
  if (!tree) {
    if (problems.length > 0) return { ...nothing(path, text), problems };
    return wrongFile(path, text, 'The file is empty; write {} for settings that say nothing.');
  }
  const check = new ShapeCheck();
  const value = check.read(tree, settingsFileShape(rules), '') as Said | undefined;
  problems.push(...check.problems);
  problems.sort((one, other) => one.at.start - other.at.start);
  if (value === undefined) return { ...nothing(path, text), problems: withName(problems) };
  const hardenedMirror = hardenedPrefix(value.hardenedMirror ?? '');
  return {
    path,
    text,
    lint: lintOf(value),
    exclude: readIgnoreRules((value.exclude ?? []).join('\n')),
    overrides: (value.overrides ?? []).map((one) => ({
      files: readIgnoreRules(one.files.join('\n')),
      lint: lintOf(one),
    })),
    builds: value.builds ?? [],
    images: (value.images ?? []).map(knownImageOf),
    ...(hardenedMirror === undefined ? {} : { hardenedMirror }),
    ...(value.baseline === undefined ? {} : { baseline: value.baseline }),
    policy: policySettingsOf(value.policy),
    problems: withName(problems),
  };
}

/** A settings file that cannot be taken at all. @param message a whole sentence */
export function wrongFile(path: string, text: string, message: string): SettingsFile {
  return { ...nothing(path, text), problems: [{ message, at: { start: 0, end: 0 }, severity: 'error' }] };
}

function nothing(path: string, text: string): SettingsFile {
  const none = { lint: {}, exclude: [], overrides: [], builds: [], images: [], problems: [] };
  return { path, text, ...none, policy: defaultPolicy };
}

/** The settings for one file. @param path relative to the settings file's folder, with `/` */
export function lintSettingsFor(file: SettingsFile, path: string): LintSettings {
  return file.overrides
    .filter((one) => coversFile(one.files, path))
    .reduce((settings, one) => layered(settings, one.lint), file.lint);
}

/** The facts with what the settings file says of the organisation's mirror and of the project's own images. */
export function factsWith({ hardenedMirror, images }: SettingsFile, table: FactsTable): FactsTable {
  const mirrored = hardenedMirror === undefined ? table : withHardenedMirror(table, hardenedMirror);
  return withKnownImages(mirrored, images);
}

/** `over` on top of `under`, rule by rule. */
export function layered(under: LintSettings, over: LintSettings): LintSettings {
  return {
    ...under,
    ...over,
    rules: { ...under.rules, ...over.rules },
    options: { ...under.options, ...over.options },
  };
}

interface Said {
  readonly profile?: Profile;
  readonly rules?: Readonly<Record<string, Plain>>;
  readonly exclude?: readonly string[];
  readonly overrides?: readonly (Said & { readonly files: readonly string[] })[];
  readonly builds?: readonly DeclaredBuild[];
  readonly images?: readonly Plain[];
  readonly hardenedMirror?: string;
  readonly baseline?: string;
  readonly policy?: Plain;
  readonly requireReasons?: boolean;
}

function lintOf({ profile, rules = {}, requireReasons }: Said): LintSettings {
  return {
    ...(profile && { profile }),
    ...(requireReasons !== undefined && { requireReasons }),
    ...ruleSettings(rules),
  };
}

function withName(problems: readonly FileProblem[]): FileProblem[] {
  return problems.map((one) => ({
    ...one,
    message: one.message.replace(/^ must be/, 'The settings must be'),
  }));
}

function isTooDeep(text: string): boolean {
  // Brackets in texts count too: no real file has a hundred more of one kind than of the other.
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    if (depth > deepest) return true;
  }
  return false;
}

const sentences: ReadonlyMap<string, string> = new Map([
  ['InvalidSymbol', 'This is no JSON value: texts need double quotes.'],
  ['InvalidNumberFormat', 'This is no JSON number.'],
  ['PropertyNameExpected', 'A key in double quotes is expected here.'],
  ['ValueExpected', 'A value is expected here.'],
  ['ColonExpected', 'A colon is expected here.'],
  ['CommaExpected', 'A comma is expected here.'],
  ['CloseBraceExpected', 'A closing “}” is missing.'],
  ['CloseBracketExpected', 'A closing “]” is missing.'],
  ['EndOfFileExpected', 'Nothing may follow the settings.'],
  ['UnexpectedEndOfComment', 'This comment does not end.'],
  ['UnexpectedEndOfString', 'This text does not end on its line.'],
  ['InvalidUnicode', 'This is no JSON escape of a character.'],
  ['InvalidEscapeCharacter', 'This is no JSON escape: write \\\\ for a backslash.'],
  ['InvalidCharacter', 'This character cannot stand in a JSON text.'],
]);

function syntaxMessage(code: ParseError['error']): string {
  return sentences.get(printParseErrorCode(code)) ?? 'This is no valid JSON.';
}
