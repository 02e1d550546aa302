// The ways to keep a file of credentials, which a step writes, out of its layer.
import type { Fix, Refusal } from '../define-rule.ts';
import { normalisePath } from '../model/apply.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model } from '../model/model.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import { mayReadEnvironment } from './environment-readers.ts';
import { mayHaveSyntax } from './frontend.ts';
import { joinEdits } from './join.ts';
import { mountFile } from './mount-file.ts';
import { addCommandAtEnd } from './shell-chain.ts';

/**
 * Removes the file at the end of the step where no later one can need it, or mounts it for all of them.
 * @param path as the step writes it: `.npmrc`, `~/.netrc`
 */
export function* withoutKeptFile(model: Model, run: Instruction, path: string): Iterable<Fix | Refusal> {
  const stage = model.stageOf(run);
  if (!stage || !/^[\w~./@+-]+$/.test(path)) return;
  const title = `Remove ${path} at the end of this RUN`;
  const later = model.stages.some(
    (each) =>
      (each === stage || each.base.kind === 'stage') &&
      each.instructions.some(
        (other) =>
          other.keyword === 'RUN' && other.at.start > run.at.start && mayReadEnvironment(model, other),
      ),
  );
  const end = later ? undefined : addCommandAtEnd(model, run, `rm -f ${path}`);
  if (end) yield { title, safety: 'review', preferred: true, edits: [end] };
  else if (later) yield { title, reason: 'A later step may need it.' };
  const target = absolute(model, run, path);
  if (target === undefined || !mayHaveSyntax(model.dockerfile, 1, 2)) return;
  // A command that sets one line of the file leaves the rest of it as it was.
  const isWritten = commandsOf(model, run).some(({ command }) =>
    command.redirects.some((redirect) => redirect.target?.text === path),
  );
  const mounted = isWritten ? mountFile(model, { stage, by: run, target }) : undefined;
  if (mounted && typeof mounted !== 'string' && mounted.steps > 0)
    yield {
      title: `Mount ${path} as a secret (build with --secret id=${mounted.id},src=${lastPart(path)})`,
      safety: 'review',
      preferred: !end,
      edits: joinEdits(mounted.edits),
    };
}

function absolute(model: Model, run: Instruction, path: string): string | undefined {
  const { workdir, runsAsRoot } = model.before(run);
  if (path.startsWith('~'))
    return runsAsRoot === true ? normalisePath(path.replace('~', '/root')) : undefined;
  if (path.startsWith('/')) return normalisePath(path);
  const moves = commandsOf(model, run).some(({ name }) => name === 'cd');
  return workdir === undefined || moves ? undefined : normalisePath(`${workdir}/${path}`);
}
