// Writes an install for the package manager that the image has, where the packages have the same or a known other name there.
import type { Edit } from '../define-rule.ts';
import type { PlainCommand } from '../model/apply-run.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model } from '../model/model.ts';
import { type PackageCall, readPackageCall } from '../model/package-calls.ts';
import { counterpart } from '../model/tool-packages.ts';
import type { Instruction } from '../parse/syntax.ts';
import { installCommand } from './install-package.ts';

type Manager = PackageCall['manager'];

/** The edits, or undefined where one of the commands cannot be said for the other manager. */
export function forManager(
  model: Model,
  run: Instruction,
  called: Manager,
  has: Manager,
): Edit[] | undefined {
  const { text } = model.dockerfile;
  const { start, end } = run.body.at;
  if (run.exec || run.heredocs.length > 0 || /\n[ \t]*#/.test(text.slice(start, end))) return undefined;
  const names: string[] = [];
  for (const command of commandsOf(model, run)) {
    const { certainty, redirects, depth } = command.command;
    if (certainty !== 'always' || redirects.length > 0 || depth > 0) return undefined;
    const call = readPackageCall(command);
    if (!call) {
      if (!removesLists(command)) return undefined;
      continue;
    }
    if (call.manager !== called || command.command.name !== command.word || call.hasUnknownWord)
      return undefined;
    if (call.action === 'refresh' || call.action === 'clean') continue;
    if (call.action !== 'install' || !call.options.every((option) => harmless.test(option))) return undefined;
    for (const { name, word } of call.packages) {
      const other = /[=~<>/]/.test(word.text) ? undefined : counterpart(name, called, has);
      if (other === undefined) return undefined;
      if (!names.includes(other)) names.push(other);
    }
  }
  if (names.length === 0) return undefined;
  return [{ start, end, text: installCommand(has, names.join(' ')) }];
}

const harmless =
  /^(-[yqU]+|--yes|--assume-yes|--quiet|--no-install-recommends|--no-cache|--nodocs|--assumeyes|--update|--update-cache|--no-install-suggests)$/;

function removesLists({ name, args }: PlainCommand): boolean {
  return (
    name === 'rm' &&
    args.every(({ text }) => /^-[rf]+$|^\/var\/(lib\/apt\/lists|cache\/(apt|apk|yum|dnf))(\/|$)/.test(text))
  );
}
