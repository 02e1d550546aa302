// Takes the credential of a URL out of what a RUN leaves behind, and out of the RUN itself.
import type { Edit, Fix, Refusal } from '../define-rule.ts';
import { commandsOf } from '../model/commands.ts';
import { cloneFolder, keptByGit } from '../model/git-urls.ts';
import type { Model } from '../model/model.ts';
import type { SecretUrl } from '../model/secret-urls.ts';
import { readPairs } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { mayReadEnvironment } from './environment-readers.ts';
import { joinEdits } from './join.ts';
import { buildNote, type MountedLiteral, mountLiteral } from './mount-literal.ts';
import { removePair } from './remove-pair.ts';
import { withoutSecretArgument, withoutSecretEnvironment } from './remove-secret.ts';
import { addCommandAtEnd } from './shell-chain.ts';

/** By the instruction that holds the URL. Nothing is offered for what only the container reads. */
export function* withoutSecretUrl(
  model: Model,
  instruction: Instruction,
  url: SecretUrl,
): Iterable<Fix | Refusal> {
  const { keyword } = instruction;
  if (keyword === 'ENV' || keyword === 'ARG' || keyword === 'LABEL') {
    const index = readPairs(instruction).findIndex(
      ({ at }) => at.start <= url.at.start && url.at.end <= at.end,
    );
    const name = readPairs(instruction)[index]?.name;
    if (name === undefined) return;
    if (keyword === 'ENV') yield* withoutSecretEnvironment(model, { instruction, index, name });
    else if (keyword === 'ARG') yield* withoutSecretArgument(model, { instruction, index, name });
    else {
      const edit = removePair(model.dockerfile, instruction, index);
      if (edit) yield { title: `Remove the label ${name}`, safety: 'review', preferred: true, edits: [edit] };
    }
    return;
  }
  if (keyword !== 'RUN' || url.inHeredoc) return;
  const kept = keptByGit(model, instruction, url.at);
  if (kept?.command === 'git config' && url.variable !== undefined) {
    yield* withoutSettings(model, instruction);
    return;
  }
  const forgotten = kept ? forget(model, instruction, url) : [];
  if (forgotten === undefined) return;
  if (url.variable !== undefined) {
    const argument = argumentNamed(model, instruction, url.variable);
    if (forgotten.length > 0)
      yield {
        title: 'Take the credential out of .git/config after the clone',
        safety: 'review',
        preferred: true,
        edits: forgotten,
      };
    else if (argument) yield* withoutSecretArgument(model, argument);
    return;
  }
  const mounted = literal(model, instruction, url);
  if (mounted)
    yield {
      title: `Read the password from a secret mount${forgotten.length > 0 ? ', and take it out of .git/config again' : ''} ${buildNote(mounted)}`,
      safety: 'review',
      preferred: true,
      edits: joinEdits([...mounted.edits, ...forgotten]),
    };
}

/** `git config --global` writes the user's file, which is gone before the layer is made. */
function* withoutSettings(model: Model, instruction: Instruction): Iterable<Fix | Refusal> {
  const title = 'Remove the settings of git at the end of this RUN';
  const later = model
    .stageOf(instruction)
    ?.instructions.some(
      (other) =>
        other.at.start > instruction.at.start && other.keyword === 'RUN' && mayReadEnvironment(model, other),
    );
  const edit = later ? undefined : addCommandAtEnd(model, instruction, 'rm -f ~/.gitconfig');
  if (later) yield { title, reason: 'A later step may need them.' };
  else if (edit) yield { title, safety: 'review', preferred: true, edits: [edit] };
}

/** The password behind the colon, or the token that stands alone. */
function literal(model: Model, instruction: Instruction, url: SecretUrl): MountedLiteral | undefined {
  const { text } = model.dockerfile;
  const written = text.slice(url.at.start, url.at.end);
  if (/["'\\\s]/.test(written)) return undefined;
  const cut = url.user === undefined ? -1 : written.indexOf(':');
  if (url.user === undefined && written.includes(':')) return undefined;
  const at = { start: url.at.start + cut + 1, end: url.at.end };
  return mountLiteral(model, instruction, at, `${url.host.slice(0, 25)}_${cut < 0 ? 'token' : 'password'}`);
}

/** `git -C FOLDER remote set-url origin URL` behind a clone; undefined where that cannot be written. */
function forget(model: Model, instruction: Instruction, { at }: SecretUrl): Edit[] | undefined {
  const git = commandsOf(model, instruction).find(
    ({ name, command }) => name === 'git' && command.at.start <= at.start && at.end <= command.at.end,
  );
  if (git?.args[0]?.text !== 'clone' || git.command.depth > 0 || git.command.pipeline !== undefined)
    return undefined;
  if (git.command.redirects.length > 0 || git.command.certainty !== 'always') return undefined;
  const word = git.args.find((each) => each.at.start <= at.start && at.end <= each.at.end);
  const { text } = model.dockerfile;
  if (!word || text.slice(word.at.start, word.at.end) !== word.raw) return undefined;
  const clean = word.text.replace(/:\/\/[^/@]*@/, '://');
  const folder = cloneFolder(git.args.map((each) => each.text)) ?? /([^/]+?)(\.git)?\/?$/.exec(clean)?.[1];
  if (folder === undefined || !/^[\w./-]+$/.test(folder) || !/^[\w:./@+-]+$/.test(clean)) return undefined;
  const { end } = git.command.at;
  return [{ start: end, end, text: ` && git -C ${folder} remote set-url origin ${clean}` }];
}

/** The ARG of the stage that declares the variable. */
function argumentNamed(model: Model, instruction: Instruction, name: string) {
  const { instructions } = model.stageOf(instruction) ?? { instructions: [] };
  for (const other of instructions) {
    if (other.keyword !== 'ARG' || other.at.start > instruction.at.start) continue;
    const index = readPairs(other).findIndex((pair) => pair.name === name);
    if (index >= 0) return { instruction: other, index, name };
  }
  return undefined;
}
