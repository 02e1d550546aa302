// textDocument/hover: what the base image holds, what the last scan found, and the instruction's own help.
import type { DockerfileLanguageService } from 'dockerfile-language-service';
import { type Hover, MarkupKind, type Position } from 'vscode-languageserver/node';
import { composeHover } from './compose/hover.ts';
import { toRange } from './convert.ts';
import { bearable } from './editing/language-service.ts';
import { guard } from './guard.ts';
import { imageFactsMarkdown } from './hover-image.ts';
import { ignoreHover, isDecisionDocument } from './ignore-document.ts';
import { code } from './markdown.ts';
import { digestMarkdown } from './pin/pin-hover.ts';
import { resultsOf } from './scan/known-scans.ts';
import { scanMarkdown } from './scan/scan-markdown.ts';
import { type Checked, isCompose, isDockerfile, type Session } from './session.ts';

export function serveHover(session: Session, service: DockerfileLanguageService): void {
  session.connection.onHover(
    guard(session.connection, 'textDocument/hover', null, async ({ textDocument, position }) => {
      if (isDecisionDocument(textDocument.uri)) return ignoreHover(session, textDocument.uri, position);
      const checked = await session.check(textDocument.uri);
      return checked ? hoverAt(session, service, checked, position) : null;
    }),
  );
}

function hoverAt(
  session: Session,
  service: DockerfileLanguageService,
  checked: Checked,
  position: Position,
): Hover | null {
  const { index, result } = checked;
  const offset = index.offset(position);
  const parts: string[] = [];
  let range: Hover['range'];
  const stage = (result.language === 'dockerfile' ? result.model.stages : []).find(
    ({ from }) => from.head.start <= offset && offset <= from.head.end,
  );
  const image = stage?.imageWord;
  if (stage && image && image.at.start <= offset && offset <= image.at.end) {
    const markdown = imageFactsMarkdown(stage);
    if (markdown) {
      parts.push(markdown);
      range = toRange(index, image.at);
    }
    const digest = digestMarkdown(stage, session.digests.all());
    if (digest) parts.push(digest);
  }
  const ofService = isCompose(checked) ? composeHover(checked, position) : undefined;
  if (ofService) {
    parts.push(ofService.markdown);
    range = ofService.range;
  }
  const line = position.line;
  const results = resultsOf(session, checked);
  const lineOf = (at: number) => index.position(at).line;
  for (const { scan, ...rest } of results) {
    if (rest.state === 'gone' || scan.kind === 'file') continue;
    if (lineOf(rest.at.start) > line || line > lineOf(rest.at.end)) continue;
    parts.push(scanMarkdown({ scan, ...rest }, results, lineOf, Date.now()));
  }
  if (isDockerfile(checked) && session.servesEditing && bearable(index)) {
    const own = libraryHover(session, service, checked.text, position);
    if (own) {
      parts.push(own.markdown);
      range ??= own.range;
    }
  }
  if (parts.length === 0) return null;
  const value = parts.join('\n\n---\n\n');
  const contents = session.abilities.markdownHover
    ? { kind: MarkupKind.Markdown, value }
    : {
        kind: MarkupKind.PlainText,
        value: value.replace(/&#(\d+);/g, (_, point) => String.fromCodePoint(Number(point))),
      };
  return range ? { contents, range } : { contents };
}

/** The library's hover as text; its failures are logged and leave the other parts standing. */
function libraryHover(
  session: Session,
  service: DockerfileLanguageService,
  text: string,
  position: Position,
): { markdown: string; range: Hover['range'] } | undefined {
  try {
    const hover = service.computeHover(text, position);
    if (!hover) return undefined;
    const { contents } = hover;
    // A bare string is the value of a variable: text from the file.
    if (typeof contents === 'string') return { markdown: code(contents), range: hover.range };
    if (Array.isArray(contents)) return undefined;
    return { markdown: contents.value, range: hover.range };
  } catch (error) {
    session.connection.console.error(`hover of the language service: ${String(error)}`);
    return undefined;
  }
}
