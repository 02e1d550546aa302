// The shapes of the rows of the settings table.

/**
 * Where VS Code lets a setting be set. `machine`: never by a workspace, because it names something that is run or
 * contacted. `resource`: per folder. `window`: per window.
 */
export type SettingScope = 'machine' | 'resource' | 'window';

interface SettingBase {
  /** Without the leading `plimsoll.`. */
  readonly key: string;
  readonly scope: SettingScope;
  /** Markdown, shown in the settings editor and in docs/settings.md. */
  readonly description: string;
  /** Workspace values are ignored until the workspace is trusted. */
  readonly restricted?: boolean;
}
interface BooleanSetting extends SettingBase {
  readonly type: 'boolean';
  readonly default: boolean;
}
interface NumberSetting extends SettingBase {
  readonly type: 'integer';
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}
interface StringSetting extends SettingBase {
  readonly type: 'string';
  readonly default: string;
}
interface ChoiceSetting extends SettingBase {
  readonly type: 'choice';
  readonly default: string;
  readonly values: readonly string[];
  readonly valueDescriptions: readonly string[];
}
interface ListSetting extends SettingBase {
  readonly type: 'list';
  readonly default: readonly string[];
  readonly values: readonly string[];
  readonly valueDescriptions: readonly string[];
}
interface RulesSetting extends SettingBase {
  readonly type: 'rules';
  readonly default: Readonly<Record<string, never>>;
}
/** An object that gives each of some keys one value; keys that a user leaves out keep their default. */
interface LevelsSetting extends SettingBase {
  readonly type: 'levels';
  readonly keys: readonly string[];
  readonly keyDescriptions: readonly string[];
  readonly values: readonly string[];
  readonly default: Readonly<Record<string, string>>;
}
/** One row of the table. */
export type SettingRow =
  | BooleanSetting
  | NumberSetting
  | StringSetting
  | ChoiceSetting
  | ListSetting
  | LevelsSetting
  | RulesSetting;
