// Hover in Compose files: what is known of the image behind a service.
import type { Hover, Position } from 'vscode-languageserver/node';
import type { ServiceImage } from '../../engine/compose/service-image.ts';
import type { ComposeService } from '../../engine/index.ts';
import type { Place } from '../../engine/parse/yaml/tree.ts';
import { toRange } from '../convert.ts';
import { imageFactsMarkdown } from '../hover-image.ts';
import { code, plain } from '../markdown.ts';
import type { CheckedCompose } from '../session.ts';

/** On `image:` the facts of the image, on a service's name and on `user:` what the service runs. */
export function composeHover(
  checked: CheckedCompose,
  position: Position,
): { readonly markdown: string; readonly range: Hover['range'] } | undefined {
  const { index, result } = checked;
  const { project } = result;
  const offset = index.offset(position);
  const isAt = (at: Place | undefined): at is Place =>
    at !== undefined && at.file === project.path && at.start <= offset && offset <= at.end;
  for (const service of project.services) {
    const user = service.node.entry('user');
    const places = [service.image?.at, service.keyAt, user?.mergedBy ? undefined : user?.at];
    const at = places.find(isAt);
    if (!at) continue;
    const image = result.imageOf(service);
    const isImage = at === service.image?.at && !service.build;
    const markdown = image && (isImage ? imageFactsMarkdown(image.stage) : summaryOf(service, image));
    return markdown === undefined ? undefined : { markdown, range: toRange(index, at) };
  }
  return undefined;
}

/** What the container is when it starts, and where that is known from. */
function summaryOf(service: ComposeService, image: ServiceImage): string {
  const { state, facts, dockerfile, stage, reference } = image;
  const what =
    image.kind === 'pulled'
      ? `runs ${code(reference?.full ?? service.image?.text ?? '')}`
      : dockerfile === undefined
        ? 'is built from the Dockerfile in this file'
        : `is built from ${code(dockerfile)}${stage.name === undefined ? '' : `, stage ${code(stage.name)}`}`;
  const lines: string[] = [];
  const given = service.get('user');
  const own = given?.kind === 'scalar' ? given.text : undefined;
  if (given !== undefined) {
    if (own !== undefined) lines.push(`User: ${code(own)}, said here`);
  } else if (state.user) lines.push(`User: ${code(state.user.name)}`);
  const shell = state.tool('/bin/sh').presence;
  if (shell !== 'unknown') lines.push(shell === 'present' ? 'Has a shell' : 'Has no shell');
  if (facts?.ports?.length && image.kind === 'pulled') lines.push(`Listens on ${facts.ports.join(', ')}`);
  if (image.kind === 'built' && reference) lines.push(`Stands on ${code(reference.full)}`);
  lines.push(
    image.kind === 'pulled'
      ? facts
        ? '_From what Plimsoll knows of this image_'
        : 'Nothing is known of what this image contains'
      : '_From its Dockerfile, line by line_',
  );
  return [`**${plain(service.name)}** ${what}`, '', ...lines.map((line) => `- ${line}`)].join('\n');
}
