// Lenses both ways between a Compose file and the Dockerfiles of its services, and the command behind them.
import { basename, join } from 'node:path';
import type { CodeLens } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { foundDockerfile, LineIndex } from '../../engine/index.ts';
import { type ShowPlaceArguments, serverCommands } from '../../protocol.ts';
import { isInside } from '../../workspace/root.ts';
import { toRange } from '../convert.ts';
import type { CommandResult } from '../execute-command.ts';
import type { CheckedCompose, CheckedDockerfile, Session } from '../session.ts';

/** Above each stage the services that run it: `Used by service api (compose.yaml)`. */
export function usedByLenses({ index, result, surroundings }: CheckedDockerfile): CodeLens[] {
  const { stages } = result.model;
  return stages.flatMap((stage) => {
    const isLast = stage.index === stages.length - 1;
    const users = surroundings.builds.flatMap(({ service, target }) => {
      if (!service) return [];
      const isThis =
        target === undefined ? isLast : target.toLowerCase() === stage.name || target === String(stage.index);
      return isThis ? [service] : [];
    });
    const [first] = users;
    if (!first) return [];
    const files = [...new Set(users.map(({ file }) => file))];
    const words = files.slice(0, 3).map((file) => {
      const names = [...new Set(users.filter((one) => one.file === file).map(({ name }) => shown(name)))];
      const listed = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
      return `${names.length === 1 ? 'service' : 'services'} ${listed} (${shown(basename(file))})`;
    });
    const asked: ShowPlaceArguments = {
      uri: URI.file(first.file).toString(),
      line: first.line,
      character: first.character,
    };
    const title = `Used by ${words.join(', ')}${files.length > 3 ? ', …' : ''}`;
    return [lensAt(toRange(index, stage.from.keywordAt), title, asked)];
  });
}

/** Above each service that is built here: `Built from api/Dockerfile, stage run`. */
export function builtFromLenses({ index, result, surroundings }: CheckedCompose): CodeLens[] {
  const { project, imageOf } = result;
  const { root, compose } = surroundings;
  const indexes = new Map<string, LineIndex>();
  return project.services.flatMap((service) => {
    const path = service.build?.dockerfile;
    const file = foundDockerfile(compose, service.build);
    if (root === undefined || path === undefined || !file || !('text' in file)) return [];
    if (service.keyAt.file !== project.path || service.build?.at.file !== project.path) return [];
    const stage = imageOf(service)?.stage;
    const lines = indexes.get(path) ?? new LineIndex(file.text);
    indexes.set(path, lines);
    const from = stage ? lines.position(stage.from.head.start) : { line: 0, character: 0 };
    const asked: ShowPlaceArguments = { uri: URI.file(join(root, path)).toString(), ...from };
    const name = stage?.name === undefined ? '' : `, stage ${shown(stage.name)}`;
    return [lensAt(toRange(index, service.keyAt), `Built from ${shown(path)}${name}`, asked)];
  });
}

function lensAt(range: CodeLens['range'], title: string, asked: ShowPlaceArguments): CodeLens {
  return { range, command: { title, command: serverCommands.showPlace, arguments: [asked] } };
}

/** VS Code draws `$(name)` in a lens as an icon. */
function shown(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}]|\$\(/gu, '');
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}

/** Has the editor show a place in a file of the workspace. */
export async function showPlace(session: Session, asked: unknown): Promise<CommandResult> {
  const { uri, line, character } = (asked ?? {}) as Partial<ShowPlaceArguments>;
  const isPlace = typeof uri === 'string' && Number.isSafeInteger(line) && Number.isSafeInteger(character);
  const parsed = isPlace ? URI.parse(uri) : undefined;
  const isOurs =
    parsed?.scheme === 'file' &&
    (session.documents.get(String(uri)) !== undefined ||
      session.folders.some((folder) => isInside(parsed.fsPath, folder)));
  if (!isOurs || !isPlace) return { done: false, message: 'The command was called without what it needs.' };
  const start = { line: Number(line), character: Number(character) };
  if (!session.abilities.showsDocuments)
    return { done: false, message: `${basename(parsed.fsPath)}, line ${start.line + 1}` };
  const { success } = await session.connection.window.showDocument({
    uri,
    takeFocus: true,
    selection: { start, end: start },
  });
  return success ? { done: true } : { done: false, message: 'The editor did not show the file.' };
}
