// Whether another extension already serves completion, hover and formatting for Dockerfiles.
import * as vscode from 'vscode';

/** Extensions that serve them. Those of Microsoft start Docker's language server themselves. */
const known = ['docker.docker', 'ms-azuretools.vscode-docker', 'ms-azuretools.vscode-containers'];

/** An extension can say so itself in its package.json: `"plimsoll": { "providesDockerfileEditing": true }`. */
function says(extension: vscode.Extension<unknown>): boolean {
  const manifest = extension.packageJSON as
    | { plimsoll?: { providesDockerfileEditing?: unknown } }
    | undefined;
  return manifest?.plimsoll?.providesDockerfileEditing === true;
}

/** True when one of them is installed and not disabled. */
export function otherProviderPresent(): boolean {
  return vscode.extensions.all.some(
    (extension) => known.includes(extension.id.toLowerCase()) || says(extension),
  );
}
