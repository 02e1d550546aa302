// What the user has to look at, because the file does not tell it.
import { commandsOf } from '../../../model/commands.ts';
import type { RuntimeChoice, SplitInput } from '../../plan.ts';
import { isPython2, namedVersion } from './images.ts';
import type { RuntimePackages } from './packages.ts';
import type { Reading } from './reading.ts';
import type { Requirements } from './requirements.ts';
import type { Sources } from './sources.ts';

export function notesOf(
  { input, calls, steps }: Reading,
  requirements: Requirements,
  sources: Sources,
  packages: RuntimePackages,
  choice: RuntimeChoice,
): string[] {
  const { base, stage, model } = input;
  const facts = base.facts!;
  const notes: string[] = [];
  const full = facts.bloated === true;
  if (full && choice.kind !== 'same')
    notes.push(
      `\`${choice.image}\` lacks what \`${base.text}\` has besides Python: git, curl, wget, an SSH client, ImageMagick and the libraries with their headers. A program that starts or loads one of them needs its package here.`,
    );
  if (!requirements.complete && facts.packageManager === 'apt' && (full || compiles(steps)))
    notes.push(
      'What is installed is not known in full here: packages that come without a wheel need their library in the runtime, as psycopg2 needs libpq5, mysqlclient libmariadb3 and lightgbm libgomp1.',
    );
  for (const name of packages.unknown)
    notes.push(
      `\`${name}\` needs a library of the distribution, whose package has another name in each release.`,
    );
  const left = compilersLeft(steps, (name) => stage.end.packages.get(name) !== undefined);
  if (left.length > 0)
    notes.push(
      `${left.map((name) => `\`${name}\``).join(', ')} ${left.length > 1 ? 'stay' : 'stays'} in the builder: a program that compiles something while it runs needs a compiler in the runtime too.`,
    );
  if (base.reference.digest !== undefined && choice.kind === 'slim')
    notes.push(`\`${choice.image}\` is not pinned to a digest as \`${base.text}\` is.`);
  if (choice.kind === 'chainguard')
    notes.push(
      '`latest` moves to each new version of Python: the packages are built for the one that it means at that time.',
    );
  else if (choice.builder && namedVersion(input) === undefined)
    notes.push(
      `\`${base.text}\` moves to each new version of Python, and \`${choice.image}\` stays at its own.`,
    );
  if (sources.linked.length > 0 && sources.fromBuilder.length === 0)
    notes.push(
      `The environment links to the sources in ${sources.linked.map((path) => `\`${path}\``).join(', ')}, which have to stay there in the runtime.`,
    );
  const script = startedScript(input);
  if (script !== undefined && calls.some(({ target }) => target?.kind === 'ours'))
    notes.push(
      `\`${script}\` is started by its first line, which has to name \`#!/usr/bin/env ${isPython2(input) ? 'python' : 'python3'}\` to find the packages.`,
    );
  const home = stage.end.runsAsRoot === true && writesHome(steps, model.dockerfile.text);
  if (home)
    notes.push(
      `\`${home}\` writes into the home folder of root, which another account neither reads nor takes for its own.`,
    );
  if (/\bcron\b|crontab/.test(model.dockerfile.text) && calls.some(({ target }) => target?.kind === 'ours'))
    notes.push(
      'Jobs of cron have a PATH of their own: they have to start `/opt/venv/bin/python` to find the packages.',
    );
  return notes;
}

/** A script of Python that starts without naming the interpreter. */
function startedScript({ model, stage }: SplitInput): string | undefined {
  const { entrypoint, cmd } = stage.end;
  const start = entrypoint ?? cmd;
  if (!start || start.by === 'image') return undefined;
  const programs = [
    start.argv?.[0] ?? '',
    ...commandsOf(model, start.by).map(({ word }) => word?.text ?? ''),
  ];
  return programs.find((word) => word.endsWith('.py'));
}

/** The first command that prepares files in the home folder of root. */
function writesHome(steps: Reading['steps'], text: string): string | undefined {
  for (const step of steps.values())
    for (const { kind, command } of step.parts) {
      const { at } = command.command;
      const written = text.slice(at.start, at.end).replaceAll(/\s+/g, ' ');
      if ((kind === 'files' || kind === 'unknown') && /(?<![\w/])(~\/|\$\{?HOME\b|\/root\/)/.test(written))
        return written.length > 60 ? `${written.slice(0, 57)}…` : written;
    }
  return undefined;
}

/** The compilers that the file's image had at the end. */
function compilersLeft(steps: Reading['steps'], stays: (name: string) => boolean): string[] {
  const found = [...steps.values()].flatMap(({ parts }) =>
    parts.flatMap(({ request }) => (request?.verb === 'install' ? request.packages : [])),
  );
  const names = found.map(({ name }) => name).filter((name) => compiler.test(name) && stays(name));
  return [...new Set(names)];
}

const compiler = /^(gcc|g\+\+|clang|build-essential|build-base)$/;

function compiles(steps: Reading['steps']): boolean {
  return [...steps.values()].some((step) =>
    step.parts.some(({ request }) =>
      request?.packages.some(({ name }) => /^(gcc|g\+\+|build-essential|build-base)$/.test(name)),
    ),
  );
}
