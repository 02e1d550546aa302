// Asks our engine what the other tool was asked.
import { type FactsTable, lint, ruleIdsOfForeignId } from '../../server/src/engine/index.ts';
import type { LabelledCase } from './case.ts';

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
  const rules = ruleIdsOfForeignId(`${labelled.set}:${labelled.id}`);
  const { findings } = lint({
    text: withBase(labelled),
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
  const ours = findings.filter(({ ruleId }) => rules.includes(ruleId));
  return {
    labelled,
    rules,
    agrees: ours.length > 0 === (labelled.expected === 'found'),
    messages: ours.map(({ ruleId, message }) => `${ruleId}: ${message}`),
  };
}

function withBase({ text, registries }: LabelledCase): string {
  if (/^\s*FROM\s/im.test(text)) return text;
  const image =
    registries !== undefined
      ? 'scratch'
      : /\bapk\s/.test(text)
        ? 'alpine:3.22'
        : /\b(?:dnf|microdnf|yum|rpm)\s/.test(text)
          ? 'fedora:42'
          : /\bzypper\s/.test(text)
            ? 'opensuse/leap:15.6'
            : 'debian:12.5';
  return `FROM ${image}\n${text}`;
}
