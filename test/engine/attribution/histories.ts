// Histories of images in short, for the attribution tests.
import type { ImageRecord } from '../../../server/src/attribution/index.ts';
import { lint } from '../../../server/src/engine/index.ts';
import { facts } from '../../facts.ts';

export interface HistoryLine {
  readonly created_by: string;
  readonly comment?: string;
  readonly empty_layer?: true;
}

export function modelOf(text: string) {
  return lint({ text, facts, context: {}, settings: {} }).model;
}

export function recordOf(history: readonly HistoryLine[]): ImageRecord {
  const entries = history.map(({ created_by: createdBy, comment = '', empty_layer }) => ({
    createdBy,
    comment,
    empty: empty_layer === true,
  }));
  const diffIds = entries.filter(({ empty }) => !empty).map((_, index) => idOf(index));
  return { history: entries, diffIds };
}

export const idOf = (index: number) => `sha256:${index}`;

/** `* TEXT` made a layer, `- TEXT` did not; `TEXT ## COMMENT`. BuildKit's comment where none is given. */
export function history(...lines: readonly string[]): ImageRecord {
  return recordOf(
    lines.map((line) => {
      const [text = '', comment = 'buildkit.dockerfile.v0'] = line.slice(2).split(' ## ');
      return { created_by: text, comment, ...(line.startsWith('-') ? { empty_layer: true as const } : {}) };
    }),
  );
}

export const base = ['* ADD rootfs / ## x', '- CMD ["bash"] ## x'];
export const file = (...lines: string[]) => `${lines.join('\n')}\n`;
export const run = (text: string) => `* RUN /bin/sh -c ${text} # buildkit`;
