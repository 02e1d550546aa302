// What the tests of refactorings share: a file that can be moved to hardened images, and how its edit is read.
import { expect, onTestFinished } from 'vitest';
import type {
  AnnotatedTextEdit,
  ClientCapabilities,
  CodeAction,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { Editor, type EditorOptions, modern } from './editor.ts';

/** An editor that is stopped after the test. */
export async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start(options);
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

/** Debian's images have no hardened twin for what is built here but the one for static programs. */
export const service = `FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .

# What is shipped.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates
COPY --from=build /app /app
ENTRYPOINT ["/app"]
`;

/** A client that shows what an edit says of itself. */
export const annotating: ClientCapabilities = {
  ...modern,
  workspace: {
    ...modern.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
  },
};
/** Our own client. */
export const client = { plimsollClient: true };
export const rewrite = ['refactor.rewrite'];

/** The move to hardened images, where it is offered. */
export const harden = (actions: readonly CodeAction[]) =>
  actions.find(({ title, disabled }) => title.startsWith('Move to hardened images') && !disabled);

/** The edits of the only file, and the notes they carry. */
export function parts({ documentChanges, changeAnnotations = {} }: WorkspaceEdit) {
  const [change] = documentChanges as TextDocumentEdit[];
  const edits = (change?.edits ?? []) as AnnotatedTextEdit[];
  return { edits, notes: edits.map(({ annotationId }) => changeAnnotations[annotationId]) };
}
