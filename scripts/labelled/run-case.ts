// Asks our engine what the other tool was asked.
import { type FactsTable, type Finding, lint, ruleIdsOfForeignId } from '../../server/src/engine/index.ts';
import { composeContext } from '../generate/examples.ts';
import type { LabelledCase } from './case.ts';
import { instructionLines } from './lines.ts';

export interface Outcome {
  readonly labelled: LabelledCase;
  /** Our rules that have the id among their sources; none: it is not ours to find. */
  readonly rules: readonly string[];
  readonly agrees: boolean;
  /** What ours said, for the list of differences. */
  readonly messages: readonly string[];
}

/**
 * Every rule is on. A file without FROM, as many of hadolint's are, stands on an image of the package manager it calls, as the other tool does not look at the base at all.
 */
export function runCase(labelled: LabelledCase, facts: FactsTable): Outcome {
  const rulesOf = (id: string) => ruleIdsOfForeignId(`${labelled.set}:${id}`);
  const said = new Set(labelled.said?.flatMap(rulesOf));
  const rules = rulesOf(labelled.id).filter((id) => !said.has(id));
  if (labelled.language === 'compose') return runComposeCase(labelled, rules, facts);
  const text = withBase(labelled);
  const { findings } = lint({
    text,
    facts,
    context: {
      fileName: 'Dockerfile',
      today: '2026-11-21',
      ...(labelled.ignoreFile === undefined
        ? {}
        : { ignoreFile: { path: '.dockerignore', text: labelled.ignoreFile }, paths: ['Dockerfile'] }),
    },
    settings: {
      profile: 'strict',
      // What the other tools forbid without asking is a project's own choice here.
      options: {
        'upgrade-policy': { policy: 'forbid' },
        'unapproved-registry': { allow: labelled.registries ?? [] },
      },
    },
  });
  const ours = findings.filter(
    ({ ruleId, at }) => rules.includes(ruleId) && isAtLine(text, labelled, at.start),
  );
  return outcomeOf(labelled, rules, ours);
}

function outcomeOf(labelled: LabelledCase, rules: readonly string[], ours: readonly Finding[]): Outcome {
  return {
    labelled,
    rules,
    agrees: ours.length > 0 === (labelled.expected === 'found'),
    messages: ours.map(({ ruleId, message }) => `${ruleId}: ${message}`),
  };
}

/** A Compose file that stands alone. */
function runComposeCase(labelled: LabelledCase, rules: readonly string[], facts: FactsTable): Outcome {
  const { text, service } = labelled;
  const { project, findings } = lint({
    language: 'compose',
    text,
    facts,
    context: composeContext(text, 'compose.yaml', {}),
    settings: { profile: 'strict', options: { 'restart-policy-missing': { policy: 'on-failure' } } },
  });
  const place = project.services.find(({ name }) => name === service);
  const isThere = ({ at }: Finding) =>
    service === undefined ||
    (place !== undefined && place.keyAt.start <= at.start && at.start <= place.node.at.end);
  return outcomeOf(
    labelled,
    rules,
    findings.filter((finding) => rules.includes(finding.ruleId) && isThere(finding)),
  );
}

/** In the instruction that holds the line, where the label is of a line. */
function isAtLine(text: string, { line }: LabelledCase, offset: number): boolean {
  if (line === undefined) return true;
  const own = text.slice(0, offset).split('\n').length;
  const place = instructionLines(text).find((one) => one.line <= line && line <= one.end);
  return place === undefined ? own === line : place.line <= own && own <= place.end;
}

function withBase({ text, registries }: LabelledCase): string {
  if (/^\s*FROM\s/im.test(text)) return text;
  const image = registries !== undefined ? 'scratch' : bases.find(([calls]) => calls.test(text))![1];
  return `FROM ${image}\n${text}`;
}

const bases: readonly (readonly [calls: RegExp, image: string])[] = [
  [/\bapk\s/, 'alpine:3.22'],
  [/\bmicrodnf\s/, 'redhat/ubi9-minimal:9.6'],
  [/\b(?:dnf|yum|rpm)\s/, 'fedora:42'],
  [/\bzypper\s/, 'opensuse/leap:15.6'],
  [/(?:)/, 'debian:12.5'],
];
