// Gives a stage the same image under another tag that is known to exist and still supported.
import type { Fix, Refusal } from '../define-rule.ts';
import { commandsOf } from '../model/commands.ts';
import { hasEnded, releasesOf } from '../model/end-of-life.ts';
import type { FactsTable, ImageKey } from '../model/facts.ts';
import type { Model, Stage } from '../model/model.ts';
import { readPackageRequest } from '../model/packages.ts';
import { changeBases } from './change-base.ts';

/** What is to be changed, and how it is said. */
export interface OtherTag {
  /** The stage, or one that is built on it: the image of the first of the chain changes. */
  readonly stage: Stage;
  /** Tags to try, best first, for the tag that stands there. */
  readonly tags: (tag: string) => readonly string[];
  /** `Run it on` */
  readonly doing: string;
  /** What follows the image in the title. */
  readonly why: string;
  readonly preferred: boolean;
  /** The other image has another package manager: a stage that installs with one stays as it is. */
  readonly otherFamily?: boolean;
}

/** The fix, a reason why the tag cannot be written there, or nothing where no tag is known. */
export function otherTag(
  model: Model,
  facts: FactsTable,
  today: string | undefined,
  change: OtherTag,
): Fix | Refusal | undefined {
  let root = change.stage;
  while (root.base.kind === 'stage') root = root.base.stage;
  if (root.base.kind !== 'image') return undefined;
  const { reference, text } = root.base;
  const { tag } = reference;
  if (tag === undefined || !text.endsWith(`:${tag}`)) return undefined;
  const chosen = change.tags(tag).find((other) => other !== tag && exists({ ...reference, tag: other }));
  if (chosen === undefined) return undefined;
  const image = text.slice(0, -tag.length) + chosen;
  const title = `${change.doing} \`${image}\`, ${change.why}`;
  if (change.otherFamily && [...chainOf(change.stage)].some((stage) => installs(model, stage)))
    return { title, reason: 'A step there installs with the package manager of the other family.' };
  const edits = changeBases(model, new Map([[root, image]]));
  if (typeof edits === 'string') return { title, reason: edits };
  return { title, safety: 'review', preferred: change.preferred, edits };

  function exists(key: ImageKey): boolean {
    const known = facts.lookup(key);
    const listed =
      key.registry === 'docker.io'
        ? facts.officialTags(key.repository)?.includes(key.tag ?? '')
        : key.registry === 'mcr.microsoft.com' && known !== undefined && /^\d+\.0$/.test(key.tag ?? '');
    if (!listed || today === undefined) return false;
    return !releasesOf(facts.endOfLife, key, known).some((release) => hasEnded(release, today));
  }
}

/** The tag with another version of the language: `3.12-slim` for `3.11.4-slim`, `3-eclipse-temurin-21` for `…-17`. */
export function versionTag(tag: string, from: string, to: string): string[] {
  const number = new RegExp(`(^|-)${from.replaceAll('.', '\\.')}(?:[._]\\d[\\d._]*)?(?=-|$)`);
  return number.test(tag) ? [tag.replace(number, `$1${to}`)] : [];
}

function* chainOf(stage: Stage): Iterable<Stage> {
  for (let at = stage; ; at = at.base.stage) {
    yield at;
    if (at.base.kind !== 'stage') return;
  }
}

function installs(model: Model, stage: Stage): boolean {
  return stage.instructions.some(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      commandsOf(model, instruction).some((command) => readPackageRequest(command) !== undefined),
  );
}
