// The folders of the program that Composer and the build worked in.
import { absolute } from '../../../model/artifacts.ts';
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin, type StageFiles } from '../../stage-files.ts';
import type { Step } from '../../steps.ts';
import type { PhpCall } from './plan.ts';

/** What the runtime gets of the program from the builder. */
export interface Project {
  /** Absolute, with the account that they were given to. */
  readonly folders: readonly { readonly path: string; readonly owner?: string }[];
  /** They are the whole program, not only what Composer fetched. */
  readonly whole: boolean;
}

/** @throws SplitRefusal where the folder that Composer works in is not known */
export function findProject(
  input: SplitInput,
  files: StageFiles,
  calls: readonly PhpCall[],
  steps: ReadonlyMap<Instruction, Step>,
  last: Instruction,
): Project {
  const roots = new Set<string>();
  let whole = false;
  for (const { php, before, command, instruction } of calls) {
    if (!/^(packages|project|front end)$/.test(php.purpose)) continue;
    const said = php.folder === undefined ? '.' : php.folder;
    const path = said.includes('$') ? undefined : absolute(said, before.workdir ?? '/');
    if (path === undefined || path === '/')
      throw new SplitRefusal(
        `The folder that \`${php.shown}\` works in is not known, or is the whole file system.`,
        'files needed are not known',
        command.command.at,
      );
    roots.add(path);
    // Sources that were there before may have been changed by scripts.
    const sources = files.copied.some(
      (one) =>
        one.instruction.at.start < instruction.at.start &&
        (isWithin(one.target, path) || isWithin(path, one.target)) &&
        !/(^|\/)(composer\.(json|lock)\*?|composer\.\*|symfony\.lock|auth\.json|package(-lock)?\.json|package\*\.json|yarn\.lock)$/.test(
          one.source,
        ),
    );
    whole ||= sources || php.purpose !== 'packages';
  }
  if (roots.size === 0) return { folders: [], whole: false };
  const outer = [...roots].filter(
    (one) => ![...roots].some((other) => other !== one && isWithin(other, one)),
  );
  if (!whole) return { folders: outer.map((path) => ({ path: `${path}/vendor` })), whole };
  return {
    folders: outer.map((path) => {
      const owner = ownerOf(input, files, steps, path, last) ?? userOf(calls, path);
      return { path, ...(owner !== undefined && { owner }) };
    }),
    whole,
  };
}

/** Another account than root that worked in the folder. */
function userOf(calls: readonly PhpCall[], path: string): string | undefined {
  const call = calls.find(
    ({ before }) => isWithin(path, before.workdir ?? '/') && before.runsAsRoot === false,
  );
  const { user, groups } = call?.before ?? {};
  if (user === undefined) return undefined;
  return groups?.has(user.name) ? `${user.name}:${user.group ?? user.name}` : user.name;
}

/** The account of `--chown` or of a `chown -R` of the whole folder. */
function ownerOf(
  { model }: SplitInput,
  files: StageFiles,
  steps: ReadonlyMap<Instruction, Step>,
  path: string,
  last: Instruction,
): string | undefined {
  for (const step of steps.values()) {
    if (step.instruction.at.start > last.at.start) continue;
    const states = new Map(
      model.commandSteps(step.instruction).map(({ command, before }) => [command, before]),
    );
    for (const { command } of step.parts) {
      if (
        command.name !== 'chown' ||
        !command.args.some(({ text }) => /^-[a-zA-Z]*R|^--recursive$/.test(text))
      )
        continue;
      const [owner, ...targets] = command.args.filter(({ text }) => !text.startsWith('-'));
      const workdir = states.get(command)?.workdir ?? '/';
      const all = targets.some(({ value }) => {
        const found = absolute(value, workdir);
        return found !== undefined && isWithin(found, path);
      });
      if (all && owner?.value !== undefined && !owner.value.includes('$')) return owner.value;
    }
  }
  const copy = files.copied.find(
    ({ target, instruction }) => isWithin(target, path) && readCopy(instruction)?.chown,
  );
  return copy && readCopy(copy.instruction)?.chown?.value;
}
