// What Compose asks of the engine for one service, as options of `docker run`.
import { join } from 'node:path';
import { itemsOf, mapOf, textOf } from '../../../server/src/engine/compose/values.ts';
import type { ComposeProject, ComposeService } from '../../../server/src/engine/index.ts';

/** What stands around a run. */
export interface RunPlace {
  /** The folder of the Compose file, absolute. */
  readonly folder: string;
  /** Put before the names of volumes, as Compose puts the project's name. */
  readonly prefix: string;
}

export interface RunFlags {
  readonly args: readonly string[];
  /** Absent for a service that is built. */
  readonly image: string | undefined;
  readonly command: readonly string[];
}

/** Keys that change nothing inside a container that runs alone. */
const outside =
  /^(image|build|ports|expose|networks|depends_on|restart|logging|profiles|container_name|labels)$/;

type Translate = (service: ComposeService, project: ComposeProject, place: RunPlace) => readonly string[];

/** One option for each text at a path of keys. */
const each =
  (option: string, ...path: readonly string[]): Translate =>
  (service) =>
    service.texts(...path).flatMap((node) => [option, known(node.text)]);

const byKey: Readonly<Record<string, Translate>> = {
  read_only: (service) => (known(textOf(service.get('read_only'))) === 'true' ? ['--read-only'] : []),
  tmpfs: each('--tmpfs', 'tmpfs'),
  cap_drop: each('--cap-drop', 'cap_drop'),
  cap_add: each('--cap-add', 'cap_add'),
  security_opt: each('--security-opt', 'security_opt'),
  user: each('--user', 'user'),
  pids_limit: each('--pids-limit', 'pids_limit'),
  mem_limit: each('--memory', 'mem_limit'),
  deploy: (service, project, place) => [
    ...each('--memory', 'deploy', 'resources', 'limits', 'memory')(service, project, place),
    ...each('--pids-limit', 'deploy', 'resources', 'limits', 'pids')(service, project, place),
  ],
  environment: ({ environment }) =>
    environment.flatMap(({ name, value }) => ['--env', `${name}=${known(value ?? undefined)}`]),
  volumes: ({ mounts }, _project, { folder, prefix }) =>
    mounts
      .filter(({ key }) => key === 'volumes')
      .flatMap(({ type, source, target, isReadOnly }) => {
        const from = type === 'bind' ? join(folder, known(source)) : `${prefix}-${known(source)}`;
        return ['--volume', `${from}:${known(target)}${isReadOnly ? ':ro' : ''}`];
      }),
  // Compose, too, mounts the file of a secret.
  secrets: ({ secrets }, project, { folder }) =>
    secrets.flatMap(({ source, target }) => {
      const file = known(textOf(project.secrets.get(known(source))?.node?.get('file')));
      return ['--volume', `${join(folder, file)}:${target ?? `/run/secrets/${source}`}:ro`];
    }),
  healthcheck: (service) => {
    const { test } = service.healthcheck ?? {};
    if (!test) throw new Error(`The health check of ${service.name} is not known.`);
    const command = test.form === 'shell' ? test.script : test.argv.map(quoted).join(' ');
    const times = ['interval', 'timeout', 'retries', 'start_period'].flatMap((name) => {
      const value = textOf(service.get('healthcheck', name));
      return value === undefined ? [] : [`--health-${name.replace('_', '-')}`, value];
    });
    return ['--health-cmd', command, ...times];
  },
  command: () => [],
};

/** Throws for a key that it cannot translate: a proof must not run with less than the file says. */
export function runFlags(project: ComposeProject, service: ComposeService, place: RunPlace): RunFlags {
  const keys = mapOf(service.node)?.entries.map(({ key }) => key) ?? [];
  const args = keys.flatMap((key) => {
    if (outside.test(key)) return [];
    const translate = byKey[key];
    if (!translate) throw new Error(`The key ${key} of ${service.name} has no translation.`);
    return translate(service, project, place);
  });
  // The only keys below `deploy` that are translated.
  for (const part of itemsOf(service.get('deploy', 'resources', 'limits'))) {
    const other = mapOf(part)?.entries.find(({ key }) => key !== 'memory' && key !== 'pids');
    if (other) throw new Error(`The limit ${other.key} of ${service.name} has no translation.`);
  }
  return {
    args,
    image: service.image && known(service.image.text),
    command: service.command ? known(service.command.argv) : [],
  };
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A value of the Compose file is not known.');
  return value;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
