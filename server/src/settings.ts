// The settings as an editor sends them: their types and their check, by the table in settings/table.ts.
import { parseTree } from 'jsonc-parser';
import type { AnyRule, LintSettings } from './engine/index.ts';
import type { SettingRow } from './settings/rows.ts';
import { ruleSettings, rulesShape } from './settings/rule-settings.ts';
import { type Plain, ShapeCheck } from './settings/shape.ts';
import { settingsTable } from './settings/table.ts';

export { profiles, ruleLevels, type ScanSeverity, scanSeverities, severities } from './settings/levels.ts';
export type { SettingRow, SettingScope } from './settings/rows.ts';
export { settingsTable } from './settings/table.ts';

type Row = (typeof settingsTable)[number];
type ValueOf<R extends Row> = R extends { type: 'boolean' }
  ? boolean
  : R extends { type: 'integer' }
    ? number
    : R extends { type: 'string' }
      ? string
      : R extends { type: 'choice' }
        ? R['values'][number]
        : R extends { type: 'list' }
          ? readonly R['values'][number][]
          : R extends { type: 'levels' }
            ? Readonly<Record<R['keys'][number], R['values'][number]>>
            : Readonly<Record<string, Plain>>;

/** Every setting's value by its key without `plimsoll.`: `settings['trivy.path']`. */
export type Settings = { readonly [R in Row as R['key']]: ValueOf<R> };

/** A setting that was not taken, and why: one sentence for the user. */
export interface SettingProblem {
  /** With `plimsoll.`, or a rule's place as in `plimsoll.rules["x"]`. */
  readonly key: string;
  readonly message: string;
}

export const defaultSettings: Settings = Object.fromEntries(
  settingsTable.map((row) => [row.key, row.default]),
) as unknown as Settings;

/** The text for one wrong value, or undefined when the value fits the row. */
function mismatch(row: SettingRow, value: unknown): string | undefined {
  if (row.type === 'boolean') return typeof value === 'boolean' ? undefined : 'must be true or false';
  if (row.type === 'string') return typeof value === 'string' ? undefined : 'must be a text';
  if (row.type === 'integer') {
    const fits = Number.isInteger(value) && Number(value) >= row.minimum && Number(value) <= row.maximum;
    return fits ? undefined : `must be a whole number from ${row.minimum} to ${row.maximum}`;
  }
  if (row.type === 'choice') {
    return row.values.includes(value as string) ? undefined : `must be one of ${row.values.join(', ')}`;
  }
  if (row.type === 'list') {
    const fits = Array.isArray(value) && value.every((item) => row.values.includes(item));
    return fits ? undefined : `must be a list of ${row.values.join(', ')}`;
  }
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  if (row.type === 'levels') {
    const fits =
      isObject &&
      Object.entries(value).every(([key, one]) => row.keys.includes(key) && row.values.includes(one));
    return fits ? undefined : `must give ${row.keys.join(', ')} one of ${row.values.join(', ')} each`;
  }
  return isObject ? undefined : 'must be an object of rule ids and severities';
}

/** Takes the good entries of a `rules` object, by the same description as the settings file's. */
function readRules(
  value: object,
  rules: ReadonlyMap<string, AnyRule>,
): { rules: Readonly<Record<string, Plain>>; problems: SettingProblem[] } {
  const key = 'plimsoll.rules';
  const check = new ShapeCheck();
  const tree = parseTree(JSON.stringify(value));
  const read = tree && check.read(tree, rulesShape(rules), key);
  return {
    rules: (read as Readonly<Record<string, Plain>> | undefined) ?? {},
    problems: check.problems.map(({ message }) => ({
      key,
      message: message.startsWith(key) ? message : `${key}: ${message}`,
    })),
  };
}

/** What the engine takes of the settings. */
export function lintSettingsOf(settings: Settings): LintSettings {
  return { profile: settings.profile, ...ruleSettings(settings.rules) };
}

/** The value at a dotted key, in a nested object (as editors send it) or under the dotted key itself. */
function valueAt(from: Record<string, unknown>, key: string): unknown {
  if (Object.hasOwn(from, key)) return from[key];
  let here: unknown = from;
  for (const part of key.split('.')) {
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}

/**
 * Reads the `plimsoll` section as an editor sends it. Never throws: what is missing or null takes its default,
 * what does not fit takes its default and becomes a problem.
 */
export function readSettings(
  input: unknown,
  rules: ReadonlyMap<string, AnyRule>,
): { settings: Settings; problems: SettingProblem[] } {
  const values: Record<string, unknown> = { ...defaultSettings };
  const problems: SettingProblem[] = [];
  const from = input !== null && typeof input === 'object' ? (input as Record<string, unknown>) : {};
  for (const row of settingsTable as readonly SettingRow[]) {
    const value = valueAt(from, row.key);
    if (value === undefined || value === null) continue;
    const key = `plimsoll.${row.key}`;
    const wrong = mismatch(row, value);
    if (wrong) {
      problems.push({ key, message: `${key} ${wrong}.` });
    } else if (row.type === 'rules') {
      const read = readRules(value as object, rules);
      values[row.key] = read.rules;
      problems.push(...read.problems);
    } else if (row.type === 'levels') values[row.key] = { ...row.default, ...value };
    else values[row.key] = value;
  }
  return { settings: values as unknown as Settings, problems };
}
