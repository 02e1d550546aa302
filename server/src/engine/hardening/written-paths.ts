// What a service must still be able to write when its root filesystem is read-only.
import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';
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

/** What has to be added to a service beside `read_only: true`. */
export function readOnlyPlan(service: ComposeService, image: ServiceImage | undefined): ReadOnlyPlan {
  const start = knownStart(service, image);
  if (!start?.server.writes) return { unknown: 'It is not known which paths its image writes.' };
  const { server, asUser } = start;
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
  return {
    tmpfs: writes
      .filter(({ path }) => !isMounted(path))
      .map(({ path, why, options, optionsAsUser }) => {
        const given = asUser ? (optionsAsUser ?? options) : options;
        return { item: given === undefined ? path : `${path}:${given}`, path, why };
      }),
  };
}

function clean(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
