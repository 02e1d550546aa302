// The project's `.plimsoll.json`: found, read and checked. It can say how to judge, never what to run or contact.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LintSettings, Profile } from '../engine/index.ts';
import { profiles, readRuleLevels } from '../settings.ts';
import { type IgnoreRules, readIgnoreRules } from './ignore.ts';
import { decode, reason } from './read.ts';
import { isInside } from './root.ts';

export const settingsFileName = '.plimsoll.json';

/** What a settings file says. */
export interface SettingsFile {
  readonly path: string;
  readonly lint: LintSettings;
  /** Relative to the file's folder. */
  readonly exclude: IgnoreRules;
  /** Clauses for the user about entries that were not taken; anything here but `notices` makes the file wrong. */
  readonly problems: readonly string[];
  /** Entries that were taken but do nothing, such as a rule id that does not exist. */
  readonly notices: readonly string[];
}

const empty = { lint: {}, exclude: [] };
const knownKeys = ['$schema', 'profile', 'rules', 'exclude'];

/** Line and column of a JSON error where the engine names its position. */
function jsonError(error: unknown, text: string): string {
  const said = error instanceof Error ? error.message : String(error);
  const at = /position (\d+)/.exec(said);
  if (!at) return `is not valid JSON: ${said.slice(0, 200)}.`;
  const before = text.slice(0, Number(at[1])).split('\n');
  const what = said.replace(/ in JSON at position.*$/, '').slice(0, 200);
  return `is not valid JSON at line ${before.length}, column ${before.at(-1)!.length + 1}: ${what}.`;
}

/** Checks the text of a settings file. Never throws. */
export function parseSettingsFile(text: string, path: string, knownRules: ReadonlySet<string>): SettingsFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { path, ...empty, problems: [jsonError(error, text)], notices: [] };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return { path, ...empty, problems: ['must hold one JSON object.'], notices: [] };
  }
  const from = value as Record<string, unknown>;
  const problems: string[] = [];
  const notices: string[] = [];
  for (const key of Object.keys(from)) {
    if (!knownKeys.includes(key)) {
      problems.push(`has an unknown key ${JSON.stringify(key)}; known are ${knownKeys.slice(1).join(', ')}.`);
    }
  }
  const lint: { profile?: Profile; rules?: LintSettings['rules'] } = {};
  if (from.profile !== undefined) {
    if ((profiles as readonly unknown[]).includes(from.profile)) lint.profile = from.profile as Profile;
    else problems.push(`: "profile" must be one of ${profiles.join(', ')}.`);
  }
  if (from.rules !== undefined) {
    if (from.rules === null || typeof from.rules !== 'object' || Array.isArray(from.rules)) {
      problems.push(': "rules" must be an object of rule ids and severities.');
    } else {
      const read = readRuleLevels(from.rules, 'rules');
      lint.rules = read.rules;
      problems.push(...read.problems.map((problem) => `: ${problem.message}`));
      for (const id of Object.keys(read.rules)) {
        if (!knownRules.has(id)) notices.push(`: there is no rule ${JSON.stringify(id)}.`);
      }
    }
  }
  let exclude: IgnoreRules = [];
  if (from.exclude !== undefined) {
    if (Array.isArray(from.exclude) && from.exclude.every((glob) => typeof glob === 'string')) {
      exclude = readIgnoreRules(from.exclude.join('\n'));
    } else problems.push(': "exclude" must be a list of glob patterns.');
  }
  return { path, lint, exclude, problems, notices };
}

/** Reads the settings file at `path`. Never throws: a file that cannot be read has one problem. */
export function readSettingsFile(path: string, knownRules: ReadonlySet<string>): SettingsFile {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { path, ...empty, problems: ['is not a regular file.'], notices: [] };
    if (stat.size > 1024 * 1024) {
      return { path, ...empty, problems: ['is larger than 1 MB.'], notices: [] };
    }
    return parseSettingsFile(decode(readFileSync(path)).text, path, knownRules);
  } catch (error) {
    return { path, ...empty, problems: [`cannot be read: ${reason(error)}.`], notices: [] };
  }
}

/** The nearest settings file from `folder` up to and including `root`; undefined when there is none. */
export function findSettingsFile(folder: string, root: string): string | undefined {
  for (let here = folder; isInside(here, root); here = dirname(here)) {
    const path = join(here, settingsFileName);
    if (existsSync(path)) return path;
    if (here === dirname(here)) break;
  }
  return undefined;
}
