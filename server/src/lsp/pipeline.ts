// "Create CI Workflow": the pipeline for a workspace folder, made as a new file by the editor and never over one that is there.
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { URI } from 'vscode-uri';
import { rulesById } from '../engine/index.ts';
import type { CreatePipelineArguments, CreatePipelineResult } from '../pipeline/choices.ts';
import {
  type DockerfileBuild,
  makePipeline,
  type Phase,
  type Platform,
  phases,
  platforms,
} from '../pipeline/index.ts';
import { buildsOf } from '../pipeline/of-folder.ts';
import { languageOf } from '../workspace/names.ts';
import { reason } from '../workspace/read.ts';
import { isInside, projectRoot, relativeTo } from '../workspace/root.ts';
import { findSettingsFile, readSettingsFile } from '../workspace/settings-file.ts';
import { filesOf } from './check-workspace.ts';
import { type Asked, showProgress } from './progress.ts';
import type { Session } from './session.ts';

declare const PLIMSOLL_VERSION: string;

/** Nothing is run and no registry is asked. `given` is what the client sent, unchecked. */
export async function createPipeline(
  session: Session,
  given: unknown,
  asked: Asked,
): Promise<CreatePipelineResult> {
  const choices = readChoices(given);
  if (!choices) return { done: false, message: 'The command was called without what it needs.' };
  const folder = folderOf(session, choices.folder);
  if (folder === undefined) return { done: false, message: 'Open a folder first.' };
  const root = projectRoot(folder, folder);
  if (!isInside(root, folder))
    return {
      done: false,
      message: `The repository begins above the open folder, in “${basename(root)}”: open that one, for a pipeline lies at its top.`,
    };
  if (!session.abilities.createsFiles)
    return {
      done: false,
      message: 'This editor makes no files for a language server: run “plimsoll ci init”.',
    };
  const { builds, failed, whole } = await findAll(session, folder, asked);
  if (!whole) return { done: false, message: 'Cancelled: nothing was made.' };
  const { platform, phases: chosen } = choices;
  const made = makePipeline({ platform, phases: chosen, builds, version: PLIMSOLL_VERSION });
  const path = join(folder, made.path);
  const uri = URI.file(path).toString();
  if (existsSync(path))
    return { done: false, message: `${made.path} is there already and was left as it is.`, uri };
  if (!staysInside(path, folder))
    return { done: false, message: `${dirname(made.path)} is a link that leads out of the folder.` };
  const start = { line: 0, character: 0 };
  const { applied, failureReason } = await session.connection.workspace.applyEdit({
    label: 'Create CI Workflow',
    edit: {
      documentChanges: [
        { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
        {
          textDocument: { uri, version: null },
          edits: [{ range: { start, end: start }, newText: made.text }],
        },
      ],
    },
    // VS Code then saves it.
    metadata: { isRefactoring: true },
  });
  if (!applied) return { done: false, message: failureReason ?? 'Nothing was made.' };
  const message = [`${made.path} is made: read it, then commit it.`, ...made.notes, ...failed].join(' ');
  return { done: true, message, uri };
}

function readChoices(given: unknown) {
  const { platform, phases: chosen, folder } = (given ?? {}) as Partial<CreatePipelineArguments>;
  if (!platforms.includes(platform as Platform) || !Array.isArray(chosen)) return undefined;
  if (!chosen.every((one) => phases.includes(one as Phase))) return undefined;
  if (folder !== undefined && typeof folder !== 'string') return undefined;
  return { platform: platform as Platform, phases: chosen as Phase[], folder };
}

/** One of the open folders; without a word the only one or the first. */
function folderOf(session: Session, uri: string | undefined): string | undefined {
  if (uri === undefined) return session.folders[0];
  const { scheme, fsPath } = URI.parse(uri);
  return scheme === 'file' ? session.folders.find((folder) => relativeTo(folder, fsPath) === '') : undefined;
}

async function findAll(session: Session, folder: string, asked: Asked) {
  const underWay = await showProgress(session, asked);
  const builds: DockerfileBuild[] = [];
  const failed: string[] = [];
  try {
    for (const path of await filesOf(session, underWay)) {
      if (underWay.signal.aborted) break;
      if (languageOf(basename(path)) !== 'dockerfile' || !isInside(path, folder)) continue;
      try {
        const settings = findSettingsFile(dirname(path), folder);
        const file = settings === undefined ? undefined : readSettingsFile(settings, rulesById);
        builds.push(...buildsOf(path, folder, file));
      } catch (error) {
        failed.push(`${relativeTo(folder, path)} cannot be read: ${reason(error)}.`);
      }
    }
    return { builds, failed, whole: !underWay.signal.aborted };
  } finally {
    underWay.done();
  }
}

/** Whether the nearest folder that is there lies inside, links followed. */
function staysInside(path: string, folder: string): boolean {
  let near = dirname(path);
  while (!existsSync(near)) near = dirname(near);
  return isInside(realpathSync(near), realpathSync(folder));
}
