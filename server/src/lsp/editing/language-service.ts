// dockerfile-language-service behind one door: what it gets wrong, leaks or is slow at does not come through.
import {
  type DockerfileLanguageService,
  DockerfileLanguageServiceFactory,
} from 'dockerfile-language-service';
import type { CompletionItem, DocumentLink, Position } from 'vscode-languageserver/node';
import type { Dockerfile } from '../../engine/parse/syntax.ts';
import type { LineIndex } from '../../engine/text/lines.ts';

/** The library parses the whole text for each request, and long lines take it quadratic time. */
const lineLimit = 5000;
const lengthLimit = 200_000;

/** Whether a text is small enough for the library to be asked. */
export function bearable(index: LineIndex): boolean {
  return index.starts.length <= lineLimit && index.text.length <= lengthLimit;
}

/** The library; one for each server, because it holds the client's capabilities. */
export function createLanguageService(capabilities: object): DockerfileLanguageService {
  const service = DockerfileLanguageServiceFactory.createLanguageService();
  service.setCapabilities(capabilities);
  return service;
}

/**
 * Whether completion may be asked for here. In the arguments of a FROM the library would send the image's name to
 * a registry, so it is never asked there, nor on a line that may become one.
 */
export function mayComplete(dockerfile: Dockerfile, index: LineIndex, position: Position): boolean {
  const offset = index.offset(position);
  for (const instruction of dockerfile.instructions) {
    const inside = (part: typeof instruction) => {
      if (offset <= part.keywordAt.end) return false;
      return part.keyword === 'FROM' && offset <= lineEndAfter(dockerfile.text, part.at.end);
    };
    if (inside(instruction) || (instruction.trigger && inside(instruction.trigger))) return false;
  }
  // What the library takes for a FROM may be something else for BuildKit (a heredoc, a continuation).
  const before = index.text.slice(index.starts[position.line] ?? 0, offset);
  return !/(?:^|\s)from\s/i.test(before) && !continuesFrom(index, position.line);
}

function lineEndAfter(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Whether the line goes on from one that begins with FROM, comments and blank lines between them left out. */
function continuesFrom(index: LineIndex, line: number): boolean {
  for (let i = line - 1; i >= 0; i--) {
    const text = index.text.slice(index.starts[i], index.lineEnd(i));
    if (/^\s*(?:#|$)/.test(text)) continue;
    if (/^\s*(?:onbuild\s+)?from\b/i.test(text)) return /[\\`]\s*$/.test(text);
    if (!/[\\`]\s*$/.test(text)) return false;
  }
  return false;
}

/** The library's completions, without a promise of a registry's answer. */
export function complete(
  service: DockerfileLanguageService,
  index: LineIndex,
  position: Position,
): CompletionItem[] {
  const items = service.computeCompletionItems(index.text, position);
  return Array.isArray(items) ? items : [];
}

/** Addresses that the library gets wrong: it sends every unknown registry to Docker Hub. */
export function keepLink(link: DocumentLink, text: string): boolean {
  const target = link.target ?? `https://hub.docker.com/${String(link.data)}`;
  if (!/^https:\/\/(?:hub\.docker\.com|github\.com|mcr\.microsoft\.com|quay\.io)\//.test(target))
    return false;
  const hub = target.startsWith('https://hub.docker.com/');
  const registry = /^([^/]+)\//.exec(text)?.[1];
  const elsewhere =
    registry !== undefined && (registry.includes('.') || registry.includes(':') || registry === 'localhost');
  return !(hub && elsewhere && registry !== 'docker.io') && !/[$\s]/.test(target);
}
