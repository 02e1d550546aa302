// What Plimsoll knows of a base image, for the hover on its name. What is unknown is not mentioned.
import type { ImageFacts } from '../engine/model/facts.ts';
import type { Stage } from '../engine/model/model.ts';
import { code, plain } from './markdown.ts';

/** Programs that people look for most in a base image. */
const asked = ['curl', 'wget', 'python3', 'node', 'java', 'php', 'ruby', 'git', 'gcc'];

/** The hover for the image word of a FROM; undefined when nothing is known or it names a stage. */
export function imageFactsMarkdown(stage: Stage): string | undefined {
  const { base } = stage;
  if (base.kind === 'scratch') return '**scratch**: the empty image. No shell, no accounts, no certificates.';
  if (base.kind === 'unknown') return `Plimsoll cannot tell what this image is: ${plain(base.reason)}.`;
  if (base.kind !== 'image') return undefined;
  const from = base.fromArgument ? ` (from the default of ${code(base.fromArgument)})` : '';
  const title = `**${code(base.text)}**${from}`;
  if (!base.facts) return `${title}\n\nNothing is known of what this image contains, so nothing is assumed.`;
  const lines = describe(base.facts).map((line) => `- ${line}`);
  return lines.length === 0 ? title : `${title}\n\n${lines.join('\n')}`;
}

function describe(facts: ImageFacts): string[] {
  const lines: string[] = [];
  const system = [facts.distro, facts.release, facts.codename && `(${facts.codename})`]
    .filter(Boolean)
    .join(' ');
  const moving = facts.floating && facts.asOf ? `, as of ${facts.asOf}: the tag moves to newer releases` : '';
  if (system && facts.distro !== 'none')
    lines.push(`System: ${plain(system)}${facts.libc ? `, ${plain(facts.libc)}` : ''}${plain(moving)}`);
  if (facts.user) lines.push(`Starts as ${code(facts.user.name)}${own(facts)}`);
  if (facts.shell === false) lines.push('No shell');
  else if (facts.shell?.sh)
    lines.push(`Shell: ${code(facts.shell.sh)}${facts.shell.impl ? ` (${plain(facts.shell.impl)})` : ''}`);
  if (facts.packageManager) {
    lines.push(
      facts.packageManager === 'none'
        ? 'No package manager'
        : `Package manager: ${code(facts.packageManager)}`,
    );
  }
  if (facts.runtime) {
    const { name, version, path } = facts.runtime;
    lines.push(`Runtime: ${plain(version ? `${name} ${version}` : name)}${path ? ` at ${code(path)}` : ''}`);
  }
  const has = asked.filter((name) => facts.tools[name] !== undefined && facts.tools[name] !== false);
  const lacks = asked.filter((name) => facts.tools[name] === false);
  if (has.length > 0) lines.push(`Has ${has.map(code).join(', ')}`);
  if (lacks.length > 0) lines.push(`Does not have ${lacks.map(code).join(', ')}`);
  if (facts.ports?.length) lines.push(`Listens on ${facts.ports.join(', ')}`);
  if (facts.deprecated) lines.push('**Deprecated**: it is no longer maintained');
  if (facts.eol) lines.push(`End of life: ${plain(facts.eol)}`);
  if (facts.confidence === 'derived')
    lines.push('_Inferred from related images, not read in the image itself_');
  return lines;
}

function own(facts: ImageFacts): string {
  if (facts.stepsDownItself) return '; its entrypoint changes to its own account';
  if (facts.runsAs && facts.runsAs !== facts.user?.name)
    return `; can run as its own account ${code(facts.runsAs)}`;
  if (facts.unprivilegedTwin) return `; ${code(facts.unprivilegedTwin)} is the same server without root`;
  return '';
}
