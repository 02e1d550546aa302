// The rules' part of a SARIF log: help, levels and how severe code scanning is to show them.
import type { Severity } from '../engine/index.ts';
import type { RuleDocs } from '../workspace/assets.ts';

/** GitHub sorts security findings by this number, 0 to 10: high from 7, medium from 4, low below. */
const securitySeverity: Record<Severity, string> = {
  error: '8.0',
  warning: '5.5',
  information: '3.0',
  hint: '1.0',
};

/** SARIF knows three levels; Plimsoll's four go onto them. */
export const sarifLevels: Record<Severity, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** Markdown with its commonest marks taken out, for viewers that show plain text. */
function plain(markdown: string): string {
  return markdown
    .replace(/^#+\s*/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`/g, '')
    .trim();
}

/** A reportingDescriptor. Without documentation (an id that dist/rules.json does not know) only the id is told. */
export function sarifRule(id: string, docs: RuleDocs | undefined) {
  if (!docs) return { id };
  const sources = docs.sources.map((source, i) => {
    const link = docs.links[i];
    return link ? `[${source}](${link})` : source;
  });
  const markdown = `${docs.why}\n\n${docs.docs.trim()}\n${sources.length > 0 ? `\nAlso known as: ${sources.join(', ')}.\n` : ''}`;
  return {
    id,
    shortDescription: { text: `${docs.summary}.` },
    fullDescription: { text: docs.why },
    help: { text: plain(markdown), markdown },
    defaultConfiguration: { level: sarifLevels[docs.severity] },
    properties: {
      tags: [docs.concern, 'docker', ...docs.sources],
      // A code-scanning page ranks what has a security severity as an alert; what only fails is none.
      ...(docs.concern === 'security' ? { 'security-severity': securitySeverity[docs.severity] } : {}),
      precision: 'very-high',
      profiles: docs.profiles,
    },
  };
}
