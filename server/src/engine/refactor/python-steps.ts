// What each RUN of a Python stage is for: packages of the distribution, packages of Python, or the application.
import { accountPrograms } from '../model/accounts.ts';
import type { PlainCommand } from '../model/apply-run.ts';
import { commandsOf } from '../model/commands.ts';
import { fileCommands } from '../model/known-commands.ts';
import type { Model } from '../model/model.ts';
import { type PackageRequest, readPackageRequest } from '../model/packages.ts';
import type { Instruction } from '../parse/syntax.ts';

/** Thrown with the sentence that tells the user why the split is not offered. */
export class SplitRefusal extends Error {}

/** A RUN that installs packages of the distribution. */
export interface PackageStep {
  readonly manager: 'apt' | 'apk';
  readonly requests: readonly PackageRequest[];
  /** It is written over several lines. */
  readonly severalLines: boolean;
  /** It removes apt's lists. */
  readonly cleans: boolean;
  /** It passes --no-cache (apk). */
  readonly noCache: boolean;
}

/** What one RUN does. */
export interface RunClass {
  /** It installs Python packages. */
  readonly pip: boolean;
  /** The virtual environment it makes or uses by path. */
  readonly environment?: string;
  /** The requirement and constraint files it reads, as written. */
  readonly files: readonly string[];
  readonly packages?: PackageStep;
  /** It writes or moves files that another step may read. */
  readonly prepares: boolean;
}

/** Commands that change no file's content. */
const leavesContent: ReadonlySet<string> = new Set([
  'mkdir',
  'rmdir',
  'chmod',
  'chown',
  'chgrp',
  'touch',
  'ls',
  'test',
  '[',
  'cd',
  'ldconfig',
  'date',
]);

/**
 * Classifies a RUN.
 * @throws SplitRefusal where it is not known which stage needs it
 */
export function classifyRun(model: Model, instruction: Instruction): RunClass {
  const commands = commandsOf(model, instruction);
  if (commands.length === 0) throw new SplitRefusal('A RUN here cannot be read as shell commands.');
  let pip = false;
  let application = false;
  let prepares = false;
  let environment: string | undefined;
  const files: string[] = [];
  const requests: PackageRequest[] = [];
  for (const command of commands) {
    const request = readPackageRequest(command);
    if (request) {
      if (request.verb === 'install') requests.push(request);
      else if (request.verb === 'remove')
        throw new SplitRefusal(
          'Packages are removed again in a step; which of them the builder needs is not known.',
        );
      continue;
    }
    const install = readPip(command);
    if (install) {
      pip = true;
      files.push(...install.files);
      continue;
    }
    const made = readVenv(command);
    if (made !== undefined) {
      if (!made.startsWith('/'))
        throw new SplitRefusal(`The virtual environment \`${made}\` has no absolute path.`);
      environment = made;
      continue;
    }
    const name = command.name ?? '';
    if (['rm', 'true', ':', 'echo', 'set', 'find', 'export', '.', 'source'].includes(name)) continue;
    if (fileCommands.has(name) || accountPrograms.has(name) || /^python[\d.]*$/.test(name)) {
      application = true;
      prepares ||= !leavesContent.has(name) && !accountPrograms.has(name);
      continue;
    }
    throw new SplitRefusal(
      `It is not known whether \`${name || 'a command'}\` is needed to build or at run time.`,
    );
  }
  if (pip && application)
    throw new SplitRefusal('One RUN installs Python packages and prepares the application; write it as two.');
  if (requests.length > 0 && application)
    throw new SplitRefusal('One RUN installs packages and prepares the application; write it as two.');
  const incomplete = requests.find((request) => !request.complete);
  if (incomplete) throw new SplitRefusal('The packages that a RUN installs are not all named.');
  const text = model.dockerfile.text.slice(instruction.at.start, instruction.at.end);
  return {
    pip,
    environment,
    files,
    prepares,
    packages:
      requests.length === 0
        ? undefined
        : {
            manager: requests[0]!.manager === 'apk' ? 'apk' : 'apt',
            requests,
            severalLines: text.includes('\n'),
            cleans: /\/var\/lib\/apt\/lists/.test(text),
            noCache: /--no-cache\b/.test(text),
          },
  };
}

function readPip(command: PlainCommand): { files: string[] } | undefined {
  const words = command.args.map((word) => word.text);
  let rest: string[];
  if (/^pip[\d.]*$/.test(command.name ?? '')) rest = words;
  else if (/^python[\d.]*$/.test(command.name ?? '') && words[0] === '-m' && words[1] === 'pip')
    rest = words.slice(2);
  else {
    if (/^(poetry|uv|uvx|pipenv|pdm|conda|mamba|hatch|pipx)$/.test(command.name ?? '')) {
      throw new SplitRefusal(`\`${command.name}\` installs the packages, and only pip can be split so far.`);
    }
    return undefined;
  }
  const verb = rest.find((word) => !word.startsWith('-'));
  if (verb !== 'install') return { files: [] };
  const files: string[] = [];
  const after = rest.slice(rest.indexOf('install') + 1);
  for (let index = 0; index < after.length; index++) {
    const word = after[index]!;
    if (
      /^(--user|--target|-t|--prefix|--root|--break-system-packages)(=|$)/.test(word) &&
      word !== '--break-system-packages'
    ) {
      throw new SplitRefusal(`pip installs with \`${word}\`, into a place of its own.`);
    }
    if (/^(-e|--editable)/.test(word))
      throw new SplitRefusal('pip installs in editable mode, which needs the sources at run time.');
    if (/^(-r|--requirement|-c|--constraint)$/.test(word)) files.push(after[++index] ?? '');
    else if (/^(--requirement|--constraint)=/.test(word)) files.push(word.slice(word.indexOf('=') + 1));
    else if (/^-r./.test(word)) files.push(word.slice(2));
    else if (/^(\.|\.\/|\/|\.\[)/.test(word) && !/\.whl$/.test(word))
      throw new SplitRefusal(
        'pip installs the application itself, and only requirements can be split so far.',
      );
  }
  if (files.some((file) => file === '' || file.includes('$')))
    throw new SplitRefusal('The name of the requirements file is not known.');
  return { files };
}

function readVenv(command: PlainCommand): string | undefined {
  const words = command.args.map((word) => word.text);
  if (/^python[\d.]*$/.test(command.name ?? '') && words[0] === '-m' && words[1] === 'venv')
    return words.slice(2).find((word) => !word.startsWith('-'));
  if (command.name === 'virtualenv') return words.find((word) => !word.startsWith('-'));
  return undefined;
}
