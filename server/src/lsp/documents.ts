// The open documents, and every edit to them as offsets, so that what is anchored to a line can move with it.
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The text [start, end) was replaced by one of `length` UTF-16 units. */
export interface DocumentEdit {
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/** Open documents; `onEdit` hears of each edit in the order it was made, before anything else sees the new text. */
export function openDocuments(
  onEdit: (uri: string, edit: DocumentEdit) => void,
): TextDocuments<TextDocument> {
  return new TextDocuments<TextDocument>({
    create: TextDocument.create,
    update(document, changes, version) {
      for (const change of changes) {
        onEdit(document.uri, editOf(document, change));
        document = TextDocument.update(document, [change], version);
      }
      return changes.length === 0 ? TextDocument.update(document, [], version) : document;
    },
  });
}

function editOf(document: TextDocument, change: TextDocumentContentChangeEvent): DocumentEdit {
  if ('range' in change) {
    const a = document.offsetAt(change.range.start);
    const b = document.offsetAt(change.range.end);
    return { start: Math.min(a, b), end: Math.max(a, b), length: change.text.length };
  }
  return difference(document.getText(), change.text);
}

/** The one edit that makes `after` of `before`, as short as a single edit can be. */
export function difference(before: string, after: string): DocumentEdit {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { start: head, end: before.length - tail, length: after.length - tail - head };
}

/** Where an offset stands after an edit; one inside the replaced text goes to its start. */
export function moveOffset(offset: number, edit: DocumentEdit): number {
  if (offset < edit.start || (offset === edit.start && edit.end > edit.start)) return offset;
  if (offset >= edit.end) return offset + edit.length - (edit.end - edit.start);
  return edit.start;
}
