// What can be set for one rule: its severity, and its options. The same in the settings file and in the editor's settings.
import {
  type AnyRule,
  commentRules,
  type LintSettings,
  type OptionSpec,
  type RuleOptions,
  ruleIdsOfForeignId,
  type Severity,
} from '../engine/index.ts';
import { ruleLevels } from './levels.ts';
import { type Plain, quoted, type Shape } from './shape.ts';

/** The name of the key that holds a rule's severity beside its options. */
const severityKey = 'severity';

function optionShape({ default: value, description, values, minimum, maximum }: OptionSpec): Shape {
  const said = `${description} Default: ${JSON.stringify(value)}.`;
  if (typeof value === 'boolean') return { kind: 'boolean', description: said };
  if (typeof value === 'number')
    return {
      kind: 'integer',
      minimum: minimum ?? 0,
      maximum: maximum ?? Number.MAX_SAFE_INTEGER,
      description: said,
    };
  if (typeof value === 'string') return { kind: 'text', ...(values && { values }), description: said };
  return { kind: 'list', items: { kind: 'text', ...(values && { values }) }, description: said };
}

const level = { kind: 'text', values: ruleLevels } as const satisfies Shape;

function ruleShape(rule: AnyRule): Shape {
  const object: Shape = {
    kind: 'object',
    keys: {
      [severityKey]: { ...level, description: 'Its severity, or off.' },
      ...Object.fromEntries(
        Object.entries(rule.options ?? {}).map(([name, spec]) => [name, optionShape(spec)]),
      ),
    },
  };
  return { kind: 'either', shapes: [level, object], description: `${rule.summary}.` };
}

/** Rule id to a severity, `off`, or an object of severity and options. */
export function rulesShape(rules: ReadonlyMap<string, AnyRule>): Shape {
  return {
    kind: 'object',
    description: 'Rule id to its severity, `off`, or an object of its severity and options.',
    keys: {
      ...Object.fromEntries([...rules].map(([id, rule]) => [id, ruleShape(rule)])),
      ...Object.fromEntries(commentRules.map((id) => [id, level])),
    },
    unknown: (id) => {
      const own = ruleIdsOfForeignId(id);
      return own.length > 0
        ? `${quoted(id)} is another tool’s name for ${own.map(quoted).join(', ')}: write that.`
        : `There is no rule ${quoted(id)}.`;
    },
  };
}

/** Splits checked rule entries into severities and options. */
export function ruleSettings(
  rules: Readonly<Record<string, Plain>>,
): Required<Pick<LintSettings, 'rules' | 'options'>> {
  const levels: Record<string, Severity | 'off'> = {};
  const options: Record<string, RuleOptions> = {};
  for (const [id, value] of Object.entries(rules)) {
    if (typeof value === 'string') levels[id] = value as Severity | 'off';
    else {
      const { [severityKey]: level, ...own } = value as Readonly<Record<string, Plain>>;
      if (level !== undefined) levels[id] = level as Severity | 'off';
      if (Object.keys(own).length > 0) options[id] = own as RuleOptions;
    }
  }
  return { rules: levels, options };
}
