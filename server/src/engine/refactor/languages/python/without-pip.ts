// pip stays in the builder where the runtime image has no package manager either.
import { startedWords } from '../../../model/started.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { hasNoShell } from '../../carry.ts';
import type { Piece, RuntimeChoice } from '../../plan.ts';
import { type Environments, environmentFolder } from './environment.ts';
import { environmentPath, type Reading } from './reading.ts';
import type { Requirements } from './requirements.ts';

/** Packages that call pip when they run. */
const callers = /^(pip|pip-[a-z-]+|pipenv|pipx|poetry|jupyter.*|notebook|pyinstaller)$/;

/** The last steps of the builder: each environment that `python -m venv` filled with pip loses it, where it is copied. */
export function withoutPip(
  reading: Reading,
  environments: Environments,
  { names }: Requirements,
  choice: RuntimeChoice,
  last: Instruction,
): Piece[] {
  const { input, calls } = reading;
  const { model, stage } = input;
  if (!hasNoShell(choice)) return [];
  const { user, runsAsRoot } = model.after(last);
  if ([...names].some((name) => callers.test(name))) return [];
  if ((startedWords(model, stage) ?? []).some((word) => /^pip3?$/.test(lastPart(word)))) return [];
  const filled = new Set(environments.before && runsAsRoot === true ? [environmentFolder] : []);
  for (const call of calls) {
    const { python, command, before } = call;
    if (python.purpose !== 'environment' || python.manager !== 'python') continue;
    // Only who made it, and root, may change it.
    const may = runsAsRoot === true || (user !== undefined && before.user?.name === user.name);
    if (!may || command.args.some(({ text }) => /^--(without|no)-pip$/.test(text))) continue;
    filled.add(environmentPath({ input, ...call }));
  }
  return environments.folders
    .filter(({ path }) => filled.has(path))
    .map(({ path }) => ({
      kind: 'added',
      text: `RUN ${path}/bin/python -m pip uninstall --yes pip`,
      why: 'pip has done its work: what is shipped has no package manager.',
    }));
}
