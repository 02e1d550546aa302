// One shape for a Compose project as compose-go prints it and as we read it, so that they can be compared.
import type { ComposeProject, ComposeService } from '../../server/src/engine/compose/project.ts';
import type { ComposeAnswer } from './compose.ts';

/** Undefined stands for what is not known: it is like anything. */
export type Shape =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Shape[]
  | { readonly [key: string]: Shape };

const home = '/home';

function inRoot(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (path === '/root') return '';
  return path.startsWith('/root/') ? path.slice('/root/'.length) : undefined;
}

/** Compose writes numbers as Go does: `1.0` is `1`. */
function plain(text: string | null | undefined): string | null | undefined {
  return text !== null && text !== undefined && /^[-+]?\d+\.\d+$/.test(text) ? String(Number(text)) : text;
}

function bytes(text: string | undefined): string | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?$/i.exec(text ?? '') ?? [];
  if (number === undefined) return text;
  return String(
    Math.trunc(
      Number(number) * 1024 ** 'kmgt'.indexOf(unit.toLowerCase() || ' ') * (unit === '' ? 1024 : 1024),
    ),
  );
}

function under(folder: string, target: string | undefined): string | undefined {
  return target === undefined || target.startsWith('/') ? target : `${folder}${target}`;
}

function cleanTarget(target: string): string {
  const parts: string[] = [];
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${target.startsWith('/') ? '/' : ''}${parts.join('/')}` || '.';
}

function ourPorts(service: ComposeService): Shape {
  return service.ports
    .flatMap(({ hostAddress = '', published, target, protocol }) => {
      const count = target[1] - target[0] + 1;
      return Array.from({ length: count }, (_, step) => {
        const first = published === undefined ? undefined : published[0] + step;
        const host =
          first === undefined
            ? ''
            : count === 1 && published![1] > published![0]
              ? published!.join('-')
              : String(first);
        return `${hostAddress}|${host}|${target[0] + step}/${protocol}`;
      });
    })
    .sort();
}

function ourService(service: ComposeService): Shape {
  const text = (...path: string[]) => service.texts(...path)[0]?.text;
  const list = (...path: string[]) => service.texts(...path).map((one) => one.text);
  const flag = (key: string) => {
    const node = service.get(key);
    return node?.kind === 'scalar' ? (node.value === undefined ? undefined : node.value === true) : false;
  };
  const { build, healthcheck } = service;
  const variables = (all: ComposeService['environment']): Shape =>
    Object.fromEntries(all.map(({ name, value }) => [name, value === null ? undefined : value]));
  const hasUnknownPort =
    service.ports.length !== (service.get('ports')?.kind === 'list' ? list('ports').length : 0);
  return {
    image: service.image === undefined ? '' : service.image.text,
    build: build && {
      context: build.context,
      dockerfile: build.dockerfile,
      inline: build.inline === undefined ? '' : build.inline.text,
      target: build.target === undefined ? '' : build.target.text,
      args: variables(build.args),
    },
    ports: hasUnknownPort && service.ports.every(({ isLong }) => !isLong) ? undefined : ourPorts(service),
    volumes: service.mounts
      .filter(({ key }) => key === 'volumes')
      .map(({ type, source = '', path, target, isReadOnly, propagation = '' }) =>
        type === 'unknown' || target === undefined
          ? undefined
          : `${type}|${type === 'bind' ? cleanTarget(path ?? source.replace(/^~/, home)) : source}|${cleanTarget(target)}|${isReadOnly}|${propagation}`,
      ),
    environment: variables(service.environment),
    envFiles: service.envFiles.map(({ path, isRequired }) =>
      path === undefined ? undefined : `${path}|${isRequired}`,
    ),
    secrets: service.secrets.map(({ source, target }) => `${source}|${target}`).sort(),
    configs: service.configs.map(({ source, target }) => `${source}|${target}`).sort(),
    networks: service.networks?.map(({ name }) => name).sort() ?? [],
    dependsOn: Object.fromEntries(
      service.dependsOn.map(({ name, condition = 'service_started' }) => [name, condition]),
    ),
    healthcheck: healthcheck && {
      isDisabled: healthcheck.isDisabled,
      test:
        healthcheck.test === undefined
          ? undefined
          : healthcheck.test.form === 'shell'
            ? ['CMD-SHELL', healthcheck.test.script]
            : ['CMD', ...healthcheck.test.argv],
    },
    command: service.command === undefined ? null : service.command.argv,
    entrypoint: service.entrypoint === undefined ? null : service.entrypoint.argv,
    capAdd: list('cap_add'),
    capDrop: list('cap_drop'),
    securityOpt: list('security_opt'),
    tmpfs: list('tmpfs'),
    readOnly: flag('read_only'),
    privileged: flag('privileged'),
    user: service.get('user') === undefined ? '' : text('user'),
    profiles: [...service.profiles],
    cpus: plain(text('deploy', 'resources', 'limits', 'cpus')),
    memory: bytes(text('deploy', 'resources', 'limits', 'memory')),
    pids: text('deploy', 'resources', 'limits', 'pids'),
  };
}

/** Our project. */
export function ourShape(project: ComposeProject): Shape {
  const names = (map: ReadonlyMap<string, unknown>) => [...map.keys()].sort();
  return {
    services: Object.fromEntries(project.services.map((service) => [service.name, ourService(service)])),
    networks: names(project.networks),
    volumes: names(project.volumes),
    secrets: names(project.secrets),
    configs: names(project.configs),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: compose-go's JSON
type Json = any;

function theirService(service: Json): Shape {
  const { build, healthcheck } = service;
  const limits = service.deploy?.resources?.limits;
  const context = build && inRoot(build.context);
  const variables = (all: Json): Shape =>
    Object.fromEntries(Object.entries(all ?? {}) as [string, string | null][]);
  const dockerfile = build?.dockerfile;
  return {
    image: service.image ?? '',
    build: build && {
      context,
      dockerfile:
        build.dockerfile_inline !== undefined || context === undefined || dockerfile.startsWith('/')
          ? undefined
          : cleanTarget(`${context}/${dockerfile}`).replace(/^\//, ''),
      inline: build.dockerfile_inline ?? '',
      target: build.target ?? '',
      args: variables(build.args),
    },
    ports: (service.ports ?? [])
      .map((port: Json) => `${port.host_ip ?? ''}|${port.published ?? ''}|${port.target}/${port.protocol}`)
      .sort(),
    volumes: (service.volumes ?? []).map((mount: Json) => {
      const source = mount.type === 'bind' ? (inRoot(mount.source) ?? mount.source) : (mount.source ?? '');
      return `${mount.type}|${mount.type === 'bind' ? cleanTarget(source) : source}|${mount.target}|${mount.read_only ?? false}|${mount.bind?.propagation ?? ''}`;
    }),
    environment: variables(service.environment),
    envFiles: (service.env_file ?? []).map((file: Json) =>
      typeof file === 'string' ? `${inRoot(file)}|true` : `${inRoot(file.path)}|${file.required ?? true}`,
    ),
    secrets: (service.secrets ?? [])
      .map((one: Json) => `${one.source}|${under('/run/secrets/', one.target)}`)
      .sort(),
    configs: (service.configs ?? [])
      .map((one: Json) => `${one.source}|${under('/', one.target ?? one.source)}`)
      .sort(),
    networks: Object.keys(service.networks ?? {}).sort(),
    dependsOn: Object.fromEntries(
      Object.entries(service.depends_on ?? {}).map(([name, value]) => [name, (value as Json).condition]),
    ),
    healthcheck: healthcheck && {
      isDisabled: healthcheck.disable === true || healthcheck.test?.[0] === 'NONE',
      test: healthcheck.test,
    },
    command: service.command,
    entrypoint: service.entrypoint,
    capAdd: service.cap_add ?? [],
    capDrop: service.cap_drop ?? [],
    securityOpt: service.security_opt ?? [],
    tmpfs: service.tmpfs ?? [],
    readOnly: service.read_only ?? false,
    privileged: service.privileged ?? false,
    user: service.user ?? '',
    profiles: service.profiles ?? [],
    cpus: limits?.cpus === undefined ? undefined : String(limits.cpus),
    memory: limits?.memory,
    pids: limits?.pids === undefined ? undefined : String(limits.pids),
  };
}

/** compose-go's project. What it adds by itself (the default network, dependencies by links) is left to `differences`. */
export function theirShape({ project }: ComposeAnswer): Shape {
  const names = (map: Json) => Object.keys(map ?? {}).sort();
  return {
    services: Object.fromEntries(
      Object.entries(project.services ?? {}).map(([name, service]) => [name, theirService(service)]),
    ),
    networks: names(project.networks),
    volumes: names(project.volumes),
    secrets: names(project.secrets),
    configs: names(project.configs),
  };
}

/** Keys that compose-go adds without a word in the file. */
const added: Readonly<Record<string, true>> = { dependsOn: true };

/** Where the two differ, as lines; empty when they say the same as far as we know it. */
export function differences(ours: Shape, theirs: Shape, at = ''): string[] {
  if (ours === undefined) return [];
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const extra = at === '.networks' ? (theirs as Shape[]).filter((name) => name !== 'default') : theirs;
    const own = at === '.networks' ? (ours as Shape[]).filter((name) => name !== 'default') : ours;
    if (own.length === extra.length) {
      return own.flatMap((one: Shape, index: number) => differences(one, extra[index], `${at}[${index}]`));
    }
  } else if (isRecord(ours) && isRecord(theirs)) {
    const last = at.slice(at.lastIndexOf('.') + 1);
    const keys = new Set([...Object.keys(ours), ...(added[last] ? [] : Object.keys(theirs))]);
    return [...keys].flatMap((key) =>
      key in ours
        ? differences(ours[key], theirs[key], `${at}.${key}`)
        : [`${at}.${key}: only theirs ${JSON.stringify(theirs[key])}`],
    );
  } else if (ours === theirs || (ours === null && theirs === undefined)) return [];
  return [`${at}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`];
}

function isRecord(shape: Shape): shape is { readonly [key: string]: Shape } {
  return typeof shape === 'object' && shape !== null && !Array.isArray(shape);
}
