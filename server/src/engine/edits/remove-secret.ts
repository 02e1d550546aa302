// The ways to take a secret out of ENV and ARG: by file, at run time, by a mount of the build.
import type { Fix, Refusal } from '../define-rule.ts';
import type { Model } from '../model/model.ts';
import { readPairs } from '../parse/arguments.ts';
import { mountVariable, type SecretVariable, usesOf, withoutVariable } from './mount-variable.ts';
import { byFile } from './secret-file-variables.ts';

/** For ARG: mounts it where it is read, or removes it where nothing can read it. */
export function* withoutSecretArgument(model: Model, variable: SecretVariable): Iterable<Fix | Refusal> {
  const uses = usesOf(model, variable);
  const { name } = variable;
  const isRead = uses.named.length + uses.silent.length > 0 || uses.elsewhere !== undefined;
  const removed = isRead ? undefined : withoutVariable(model, variable, uses);
  if (removed) {
    yield {
      title:
        uses.handedOn.length > 0
          ? `Remove ${name} from the image and pass it at run time`
          : `Remove ${name}, which no step reads`,
      safety: 'review',
      preferred: true,
      edits: removed,
    };
    return;
  }
  yield* mountVariable(model, variable, uses, true);
}

/** For ENV: by file where the image can, else at run time; where a step reads it, by a mount too. */
export function* withoutSecretEnvironment(model: Model, variable: SecretVariable): Iterable<Fix | Refusal> {
  const { instruction, index, name } = variable;
  const stage = model.stageOf(instruction);
  const pair = readPairs(instruction)[index];
  if (!stage || !pair) return;
  const uses = usesOf(model, variable);
  if (uses.elsewhere) {
    yield {
      title: `Remove ${name} from the image`,
      reason: `${uses.elsewhere.keyword} uses \`${name}\`, and what it makes of it stays in the image.`,
    };
    return;
  }
  const shipped = model.finalChain.includes(stage);
  const isRead = uses.named.length > 0;
  const mayBeRead = !shipped && uses.silent.length > 0;
  const file = shipped && !isRead ? byFile(model.finalStage ?? stage, pair) : undefined;
  if (file)
    yield {
      title: `Let the image read it from ${file.path} (${file.name}), and mount the file at run time`,
      safety: 'review',
      preferred: true,
      edits: file.edits,
    };
  if (isRead || mayBeRead) yield* mountVariable(model, variable, uses, true);
  const removed = isRead ? undefined : withoutVariable(model, variable, uses);
  if (removed)
    yield {
      title: shipped ? `Remove ${name} from the image and pass it at run time` : `Remove ${name}`,
      safety: 'review',
      preferred: !file && !mayBeRead,
      edits: removed,
    };
  if (shipped && !isRead && uses.silent.length > 0)
    for (const offer of mountVariable(model, variable, uses, false)) if ('edits' in offer) yield offer;
}
