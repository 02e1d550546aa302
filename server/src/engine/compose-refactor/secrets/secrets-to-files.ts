// “Move secrets to files”: a service's literal secrets become Compose secrets, which the image reads from files.
import { folderOf } from '../../compose/paths.ts';
import type { ComposeService } from '../../compose/project.ts';
import { applyEdits } from '../../fix.ts';
import type { ComposeResult } from '../../lint-result.ts';
import type {
  Change,
  NewFile,
  Refactoring,
  RefactoringOffers,
  RefusedRefactoring,
} from '../../refactor/refactoring.ts';
import { lint } from '../../run.ts';
import { isRefused } from '../../yaml-edits/index.ts';
import { explained, secretEdits } from './edits.ts';
import { buildsFrom, mentionsOf } from './mentions.ts';
import { type MovableSecret, type ServiceSecrets, secretsOf } from './movable.ts';
import { freeName, secretName } from './names.ts';
import { readsAsRoot } from './reading-account.ts';

/** A secret of the project: what stands in one file, and who reads it. */
export interface NamedSecret {
  readonly name: string;
  readonly value: string;
  readonly uses: readonly MovableSecret[];
}

/** Each offer is checked as a whole file; nobody picks from a longer list. */
const mostServices = 50;

const file = (name: string) => `secrets/${name}.txt`;

/**
 * The offers for every service of the checked file that has literal secrets.
 * @param names of the services that are asked for; undefined for all
 */
export function secretsToFiles(result: ComposeResult, names?: ReadonlySet<string>): RefactoringOffers {
  const { project, imageOf } = result;
  const { context } = result.input;
  const refactorings: Refactoring[] = [];
  const refusals: RefusedRefactoring[] = [];
  // Of all services: the same secret elsewhere moves along.
  const known = new Map<ComposeService, ServiceSecrets>();
  for (const service of project.services) {
    const secrets = secretsOf(service, imageOf(service), context);
    if (secrets.all.length > 0) known.set(service, secrets);
  }
  let count = 0;
  for (const [service, { movable, reasons, all }] of known) {
    if (names && !names.has(service.name)) continue;
    if (!all.some(({ at }) => at.file === project.path)) continue;
    const head = {
      name: 'secrets-to-files',
      id: `secrets-to-files:${service.name}`,
      title: `Move secrets of \`${service.name}\` to files`,
      at: spanIn(service, result),
    } as const;
    const here = movable.filter(({ secret }) => secret.at.file === project.path);
    const refuse = (cause: RefusedRefactoring['cause'], reason: string) =>
      refusals.push({ ...head, cause, reason });
    if (++count > mostServices) {
      refuse('secret that cannot move', `Only the first ${mostServices} services with secrets are offered.`);
      break;
    }
    if (project.problems.some(({ kind }) => kind === 'error')) {
      refuse('syntax error', 'Compose cannot load the project; mend its errors first.');
    } else if (here.length === 0) {
      refuse('image reads no files', reasons[0] ?? 'Its secrets stand in another file.');
    } else {
      const made = move(
        result,
        service,
        here,
        [...known.values()].flatMap((one) => one.movable),
      );
      if ('reason' in made) refuse('secret that cannot move', made.reason);
      else {
        const stays: Change[] = reasons.map((reason) => ({ kind: 'check', what: `It stays: ${reason}` }));
        refactorings.push({ ...head, ...made, changes: [...made.changes, ...stays] });
      }
    }
  }
  return { refactorings, refusals };
}

/** Where it is offered: the service's name in the checked file. */
function spanIn(service: ComposeService, { project }: ComposeResult): Refactoring['at'] {
  const services = project.files.get(project.path)?.root;
  const map = services?.kind === 'map' ? services.get('services') : undefined;
  const { start, end } = (map?.kind === 'map' ? map.entry(service.name)?.keyAt : undefined) ?? service.keyAt;
  return { start, end };
}

type Made = Pick<Refactoring, 'edits' | 'changes' | 'files'>;

/** @param everywhere the secrets of all services that can move: the same value elsewhere moves along */
function move(
  result: ComposeResult,
  service: ComposeService,
  here: readonly MovableSecret[],
  everywhere: readonly MovableSecret[],
): Made | { readonly reason: string } {
  const { project } = result;
  const named: NamedSecret[] = [];
  const taken = new Set<string>();
  for (const own of here) {
    const { value, variable } = own.secret;
    if (named.some((one) => one.value === value)) continue;
    const name = freeName(secretName(service.name, variable.name), project, taken);
    taken.add(name);
    const uses = everywhere.filter(
      (one) =>
        one.secret.value === value &&
        one.secret.at.file === project.path &&
        // What everyone guesses is the same by chance.
        (one.service === service || one.secret.kind !== 'guessable'),
    );
    named.push({ name, value, uses });
  }
  const parts = secretEdits(project, named, (name) => `./${file(name)}`);
  if (isRefused(parts.all)) return parts.all;
  const { text } = result.input;
  const after = applyEdits(text, parts.all);
  const moved = named.flatMap(({ uses }) => uses);
  const reason = wrongIn(lint({ ...result.input, text: after }), moved);
  if (reason !== undefined) return { reason };
  return {
    edits: explained(text, after, parts.explained),
    changes: [...changesOf(named), ...checks(result, named, moved)],
    files: filesOf(named),
  };
}

function changesOf(named: readonly NamedSecret[]): Change[] {
  return named.flatMap(({ name, uses }): Change[] => [
    ...uses.map(
      ({ service, secret, byFile }): Change => ({
        kind: 'changed',
        what: `\`${service.name}\` reads \`${secret.variable.name}\` from \`/run/secrets/${name}\`, which \`${byFile}\` names: the value is no longer part of the container's settings.`,
        at: secret.variable.at,
      }),
    ),
    {
      kind: 'moved',
      what: `The secret \`${name}\` lies in \`${file(name)}\`; a file of that name that holds something else stands in the way.`,
    },
  ]);
}

/** A secret is written for its owner only where the account that reads it may read everything. */
function filesOf(named: readonly NamedSecret[]): NewFile[] {
  return [
    ...named.map(({ name, value, uses }) => ({
      path: file(name),
      text: value,
      isSecret: true,
      ...(uses.every(({ service, server }) => readsAsRoot(service, server)) ? {} : { isShared: true }),
    })),
    {
      path: 'secrets/.gitignore',
      text: '# Secrets stay on this machine.\n*\n!.gitignore\n',
      isSecret: false,
    },
  ];
}

function checks(
  { project }: ComposeResult,
  named: readonly NamedSecret[],
  moved: readonly MovableSecret[],
): Change[] {
  const changes = mentionsOf(project, moved);
  for (const { name, uses } of named) {
    const reader = uses.find(({ service, server }) => !readsAsRoot(service, server));
    if (reader)
      changes.push({
        kind: 'check',
        what: `\`${file(name)}\` is made readable for other accounts, because \`${reader.service.name}\` may read it by another one than root, and Compose mounts the file as it is: let only its owner into the folder (\`chmod 700 secrets\`).`,
      });
  }
  const folder = folderOf(project.path);
  const builds = buildsFrom(project, folder === '' ? 'secrets' : `${folder}/secrets`);
  if (builds.length > 0)
    changes.push({
      kind: 'check',
      what: `${builds.map(({ name }) => `\`${name}\``).join(' and ')} ${builds.length === 1 ? 'is' : 'are'} built from the folder that the files lie in: put \`secrets/\` into its \`.dockerignore\`, lest \`COPY\` takes them along.`,
    });
  const names = [...new Set(moved.map(({ secret }) => `\`${secret.variable.name}\``))].join(' and ');
  changes.push({
    kind: 'check',
    what: `The value of ${names} stays in the history of the repository: where it was ever committed or shared, change it. What a database was set up with has to be changed in the database too.`,
  });
  return changes;
}

/** Why the result would not do; undefined when it does. */
function wrongIn(after: ReturnType<typeof lint>, moved: readonly MovableSecret[]): string | undefined {
  if (after.language !== 'compose') return 'The result is no Compose file.';
  const error = after.project.problems.find(({ kind }) => kind === 'error');
  if (error) return `The result would have a fault: ${error.message}`;
  for (const { service, secret, byFile } of moved) {
    const now = after.project.services.find(({ name }) => name === service.name);
    const has = (name: string) => now?.environment.some((one) => one.name === name);
    if (!has(byFile) || has(secret.variable.name)) return `\`${secret.variable.name}\` would still be set.`;
  }
  return undefined;
}
