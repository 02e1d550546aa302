// What a service must still be able to write when its root filesystem is read-only.
import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';
import { scalarOf } from '../compose/values.ts';
import { copyTargets } from '../model/written-folders.ts';
import { serverOf } from '../servers/known-servers.ts';
import type { ServerImage } from '../servers/server-facts.ts';
import { isWithin } from './host-mounts.ts';
import { knownStart } from './known-start.ts';

export interface NewTmpfs {
  /** As an item of `tmpfs:`: `/run` or `/run:uid=101`. */
  readonly item: string;
  readonly path: string;
  /** A clause without a full stop. */
  readonly why: string;
}

/** The tmpfs that are missing; or, in a sentence, why it is not known what the service writes. */
export type ReadOnlyPlan = { readonly tmpfs: readonly NewTmpfs[] } | { readonly unknown: string };

/** What has to be added to a service beside `read_only: true`, where that is known in full. */
export function readOnlyPlan(service: ComposeService, image: ServiceImage | undefined): ReadOnlyPlan {
  const plan = knownWrites(service, image);
  if ('unknown' in plan) return plan;
  const unowned = plan.tmpfs.find(({ item }) => item === undefined);
  if (unowned)
    return { unknown: `It is not known which number its account has, to give \`${unowned.path}\` to.` };
  const elsewhere = namedElsewhere(service, image, plan.tmpfs);
  if (elsewhere !== undefined) return { unknown: elsewhere };
  return { tmpfs: plan.tmpfs.flatMap(({ item, ...rest }) => (item === undefined ? [] : { item, ...rest })) };
}

/** The tmpfs that a server needs at least; `item` is undefined where it is not known to whom it must belong. */
export type KnownWrites =
  | { readonly tmpfs: readonly (Omit<NewTmpfs, 'item'> & { readonly item: string | undefined })[] }
  | { readonly unknown: string };

/** Like readOnlyPlan(), but its configuration and command may make it write to more. */
export function knownWrites(service: ComposeService, image: ServiceImage | undefined): KnownWrites {
  const start = knownStart(service, image);
  if (!start?.server.writes) return { unknown: 'It is not known which paths its image writes.' };
  const { server } = start;
  const { writes } = start.server;
  const isMounted = (path: string) =>
    service.mounts.some(
      ({ target, isReadOnly }) => target !== undefined && isWithin(path, clean(target)) && !isReadOnly,
    );
  const { mounts = [], variables = [] } = server.writesMoreWith ?? {};
  const more =
    mounts.find((path) =>
      service.mounts.some(({ target }) => target !== undefined && isWithin(path, clean(target))),
    ) ?? variables.find((name) => service.environment.some((variable) => variable.name === name));
  if (more !== undefined) return { unknown: `With \`${more}\` its image writes to more places than usual.` };
  const bare = server.data?.find((path) => !isMounted(path));
  if (server.data === undefined) return { unknown: 'It is not known where its image keeps its data.' };
  if (bare !== undefined) return { unknown: `Its data in \`${bare}\` is in no volume.` };
  const moved = service.environment.find(
    ({ name, value }) => name === 'PGDATA' && (value === null || value === undefined || !isMounted(value)),
  );
  if (moved) return { unknown: '`PGDATA` moves its data to another place.' };
  if (image?.kind === 'built' && image.state.opaqueBy !== undefined)
    return { unknown: 'Steps of its Dockerfile may have it write elsewhere.' };
  const owner = start.asUser ? tmpfsOwner(service, image, server) : 'as usual';
  return {
    tmpfs: writes
      .filter(({ path }) => !isMounted(path))
      .map(({ path, why, options, optionsAsUser }) => {
        const usual = start.asUser ? (optionsAsUser ?? options) : options;
        // Everybody may write to `/tmp`; another folder has the rights of the image's own.
        const given = owner === 'as usual' || path === '/tmp' ? usual : withOwner(usual, owner);
        if (given === 'unknown') return { item: undefined, path, why };
        return { item: given === undefined ? path : `${path}:${given}`, path, why };
      }),
  };
}

/** Options that say whose the tmpfs is; `as usual` for the account that the table of servers is about. */
function tmpfsOwner(service: ComposeService, image: ServiceImage | undefined, server: ServerImage): string {
  const [user = '', group] = (scalarOf(service.get('user'))?.text ?? '').split(':');
  if (server.user?.split(':')[0] === user && group !== '0') return 'as usual';
  const account = server.startsAs && 'account' in server.startsAs ? server.startsAs.account : undefined;
  if (user === account && (group === undefined || group === account)) return 'as usual';
  return ownerOptions(image, user, group) ?? 'unknown';
}

function withOwner(usual: string | undefined, owner: string): string {
  if (owner === 'unknown') return owner;
  const others = (usual ?? '').split(',').filter((one) => one !== '' && !/^[ug]id=/.test(one));
  return [...others, owner].join(',');
}

/**
 * `uid=1000,gid=1000` for an account by name or number; undefined where its number is not known. Without a known group only the
 * owner is said, which is enough to write.
 */
export function ownerOptions(
  image: ServiceImage | undefined,
  user: string,
  group: string | undefined,
): string | undefined {
  const account = image?.state.accounts.get(user);
  const uid = /^\d{1,10}$/.test(user) ? Number(user) : account?.uid;
  if (uid === undefined) return undefined;
  const named = group === undefined ? account?.gid : image?.state.groups.get(group)?.gid;
  const gid = group !== undefined && /^\d{1,10}$/.test(group) ? Number(group) : named;
  return gid === undefined ? `uid=${uid}` : `uid=${uid},gid=${gid}`;
}

/** Options whose paths are read, those whose paths are written, and what every container has. */
const isRead =
  /cert|key|(^|[-_.])(ca|tls|ssl|crl)([-_.]|$)|conf|template|lib|module|plugin|rootfs|procfs|sysfs|include/i;
const isWritten = /log|pid|sock|dump|data|dir|tmp|cache/i;
const inEvery = /^\/(dev|proc|sys|run\/secrets)(\/|$)/;
const ofTheImage = /^\/(etc|usr|bin|sbin|lib|lib64)(\/|$)/;

/** Why its configuration or its command may have it write elsewhere, in a sentence; undefined where nothing says so. */
function namedElsewhere(
  service: ComposeService,
  image: ServiceImage | undefined,
  tmpfs: readonly { readonly path: string }[],
): string | undefined {
  const targets = [...service.mounts, ...service.configs].flatMap(({ target }) =>
    target ? [clean(target)] : [],
  );
  const given = image?.kind === 'built' ? copyTargets(image.model, image.stage) : [];
  const configuration = [...targets, ...given].find(isConfiguration);
  if (configuration !== undefined && image?.reference && serverOf(image.reference)?.kind !== 'monitoring')
    return `The configuration in \`${configuration}\` may name logs, caches and sockets in other places.`;
  const places = [...targets, ...tmpfs.map(({ path }) => path)];
  const argv = service.command?.argv ?? (image?.kind === 'built' ? image.state.cmd?.argv : undefined) ?? [];
  for (const [index, word] of argv.slice(0, 1000).entries()) {
    if (index === 0 && word.startsWith('/')) continue;
    const [, option = '', path] =
      /^(?:([\w.-]{1,100})[= ]['"]?)?(?:unix:)?(\/[^\s'",:]{1,500})/.exec(word) ?? [];
    const name = option || (argv[index - 1] ?? '');
    if (path === undefined || inEvery.test(path)) continue;
    if (!isWritten.test(name) && (isRead.test(name) || ofTheImage.test(path))) continue;
    if (!places.some((place) => isWithin(clean(path), place)))
      return `Its command names \`${path}\`, which is in no volume and no tmpfs.`;
  }
  return undefined;
}

/** Not keys, certificates, data for the first start, or what containers share with their host. */
function isConfiguration(path: string): boolean {
  if (/(^|\/)(hosts|localtime|timezone|resolv\.conf|passwd|group|mime\.types|machine-id)$/.test(path))
    return false;
  if (/\.(conf|cnf|cfg|ini)$|\/Caddyfile$/.test(path)) return true;
  if (/certs?\b|certificates|letsencrypt|\bkeys?\b|\b(ssl|tls|pki)\b|\.(pem|crt)$|initdb|passwd/i.test(path))
    return false;
  return /^(\/usr\/local)?\/etc(\/|$)|^\/usr\/local\/apache2\/conf(\/|$)/.test(path);
}

function clean(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
