// An open `.plimsoll.json`: what is wrong in it, shown in it.
import { basename } from 'node:path';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { LineIndex, rulesById } from '../engine/index.ts';
import { parseSettingsFile } from '../settings/file.ts';
import { settingsFileName } from '../workspace/settings-file.ts';
import { engineSource, toRange } from './convert.ts';

/** Whether a document is a project's settings file and no Dockerfile. */
export function isSettingsDocument(uri: string): boolean {
  return uri.endsWith(settingsFileName) && basename(URI.parse(uri).path) === settingsFileName;
}

/** What is wrong with the text of a settings file. */
export function settingsDiagnostics(uri: string, text: string): Diagnostic[] {
  const index = new LineIndex(text);
  return parseSettingsFile(text, uri, rulesById).problems.map(({ at, message, severity }) => ({
    range: toRange(index, at),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: engineSource,
    message,
  }));
}
