// What `plimsoll pin` tells: a line for each image, what failed, and all of it as JSON.
import { LineIndex } from '../engine/index.ts';
import type { LeftAlone } from '../engine/pin/index.ts';
import { type PinResult, registrySentence } from '../registry/index.ts';
import { forTerminal, toJson } from '../report/escape.ts';
import { plural } from '../report/report.ts';
import type { PathProblem } from '../workspace/walk.ts';

export interface PinnedFile {
  /** As shown. */
  readonly path: string;
  /** Before it was changed. */
  readonly text: string;
  readonly results: readonly PinResult[];
  readonly leftAlone: readonly LeftAlone[];
  readonly isWritten: boolean;
}

/** The line for people, and the sentences for standard error. */
export function pinLines(
  files: readonly PinnedFile[],
  { isDry, quiet }: { readonly isDry: boolean; readonly quiet: boolean },
): { readonly told: string; readonly failed: readonly string[] } {
  const told: string[] = [];
  const failed: string[] = [];
  let pinned = 0;
  let current = 0;
  for (const file of files) {
    const lines = new LineIndex(file.text);
    const placed = (start: number) => {
      const { line, character } = lines.position(start);
      return `${file.path}:${line + 1}:${character + 1}`;
    };
    for (const result of file.results) {
      const { place, state } = result;
      if (state === 'failed') failed.push(`${placed(place.at.start)}: ${failure(result)}`);
      else if (state === 'left')
        told.push(`${placed(place.at.start)} ${place.text} was left as it is: ${result.reason}.`);
      else if (state === 'pinned') {
        pinned++;
        told.push(`${placed(place.at.start)} ${place.text} → ${changeOf(result)}`);
      } else current++;
    }
    for (const { text, at, reason } of file.leftAlone)
      told.push(`${placed(at.start)} ${text} was left alone: ${reason}.`);
  }
  told.push(
    `${plural(pinned, 'image')} ${isDry ? 'would be ' : ''}pinned${current > 0 ? `, ${plural(current, 'digest')} up to date` : ''}.`,
  );
  return { told: quiet ? '' : told.map((line) => `${forTerminal(line)}\n`).join(''), failed };
}

/** `3.12.4-slim@sha256:…, 8 platforms` */
function changeOf({ place, tag, digest, platforms }: PinResult): string {
  const many = platforms && platforms.length > 1 ? ` (${platforms.length} platforms)` : '';
  return `${tag ?? place.reference.tag ?? 'latest'}@${digest}${many}`;
}

function failure({ place, error }: PinResult): string {
  return error ? registrySentence(place.reference.registry, place.text, error) : '';
}

/** The same for programs. */
export function pinJson(
  files: readonly PinnedFile[],
  problems: readonly PathProblem[],
  version: string,
): string {
  const images = files.flatMap((file) => {
    const lines = new LineIndex(file.text);
    const head = (text: string, start: number) => {
      const { line, character } = lines.position(start);
      return { file: file.path, line: line + 1, column: character + 1, image: text };
    };
    const asked = file.results.map((result) => ({
      ...head(result.place.text, result.place.at.start),
      state: result.state === 'pinned' && !file.isWritten ? 'outdated' : result.state,
      ...(result.tag === undefined ? {} : { tag: result.tag }),
      ...(result.digest === undefined ? {} : { digest: result.digest }),
      ...(result.platforms === undefined ? {} : { platforms: result.platforms }),
      ...(result.reason === undefined ? {} : { reason: `${result.reason}.` }),
      ...(result.error === undefined ? {} : { trouble: result.error.trouble, reason: failure(result) }),
    }));
    const left = file.leftAlone.map(({ text, at, reason }) => ({
      ...head(text, at.start),
      state: 'left',
      reason: `${reason}.`,
    }));
    return [...asked, ...left].sort((a, b) => a.line - b.line || a.column - b.column);
  });
  return `${toJson({ version, images, problems })}\n`;
}
