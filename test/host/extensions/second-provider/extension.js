// A second provider of editing features for Dockerfiles, as other extensions are.
const vscode = require('vscode');

exports.activate = (context) => {
  const dockerfiles = { language: 'dockerfile' };
  context.subscriptions.push(
    vscode.languages.registerCompletionItemProvider(dockerfiles, {
      provideCompletionItems: () => [new vscode.CompletionItem('FROM-SECOND-PROVIDER')],
    }),
    vscode.languages.registerHoverProvider(dockerfiles, {
      provideHover: () => new vscode.Hover('hover of the second provider'),
    }),
    vscode.languages.registerDocumentFormattingEditProvider(dockerfiles, {
      provideDocumentFormattingEdits: () => [],
    }),
  );
};
