// What the editors of the tests say they can do.
import type { ClientCapabilities } from 'vscode-languageserver-protocol/node';

/** What VS Code can do, as far as the server looks at it. */
export const modern: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    codeAction: {
      dataSupport: true,
      disabledSupport: true,
      isPreferredSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { completionItem: { snippetSupport: true } },
  },
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
  },
  window: { workDoneProgress: true },
};

/** A plain editor: no pull, no resolve, no versions. */
export const plain: ClientCapabilities = { textDocument: { hover: {} }, workspace: { applyEdit: true } };
