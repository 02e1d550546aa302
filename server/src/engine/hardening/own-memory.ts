// What a service says itself of the memory that its program takes: a limit below that kills it.
import type { ComposeContext } from '../compose/context.ts';
import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';
import { valuesIn } from '../service-facts/environment-files.ts';

/** A setting that gives a program memory. */
export interface OwnMemory {
  /** As written, shortened: `-Xmx4g`. */
  readonly shown: string;
  /** Undefined where the size is not known. */
  readonly bytes: number | undefined;
}

const units: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/**
 * Options with a size, and the unit of a bare number. Sources: the JDK's `java` (-Xmx, -Xms, MaxDirectMemorySize), Node.js
 * (--max-old-space-size, MiB), MySQL's and MariaDB's innodb_buffer_pool_size, Redis' maxmemory, PostgreSQL's shared_buffers
 * (8 KiB pages), MongoDB's --wiredTigerCacheSizeGB, memcached's -m and --memory-limit (MiB).
 */
const options: readonly (readonly [RegExp, number])[] = [
  [/-Xm[xs]([^\s"',]{1,40})/g, 1],
  [/-XX:Max(?:Direct|Heap)\w{0,20}Size=([^\s"',]{1,40})/g, 1],
  [/--max[-_]old[-_]space[-_]size[= ]([^\s"',]{1,40})/g, 2 ** 20],
  [/\binnodb[-_]buffer[-_]pool[-_]size[= ]([^\s"',]{1,40})/g, 1],
  [/--maxmemory[= ]([^\s"',]{1,40})/g, 1],
  [/\bshared_buffers ?[= ] ?'?([^\s"',]{1,40})/g, 8192],
  [/--wiredTigerCacheSizeGB[= ]([^\s"',]{1,40})/g, 2 ** 30],
  [/(?:^| )(?:memcached .{0,200})?(?:-m|--memory-limit)[= ](\d[^\s"',]{0,20})/g, 2 ** 20],
];

/** Variables that are a size as a whole. Sources: Cassandra, Solr, Go's runtime. */
const variables = /^(MAX_HEAP_SIZE|HEAP_NEWSIZE|SOLR_HEAP|GOMEMLIMIT|REDIS_MAXMEMORY|\w{0,60}_HEAP_SIZE)$/;

/** Longer texts are no lists of options. */
const longest = 20_000;

/** Every such setting of the environment, its files, the command and the image. Those that are shares of the limit are none. */
export function ownMemory(
  service: ComposeService,
  image: ServiceImage | undefined,
  context: ComposeContext,
): OwnMemory[] {
  const { command, entrypoint } = service;
  const start = [
    entrypoint?.argv ?? image?.state.entrypoint?.argv ?? [],
    command?.argv ?? image?.state.cmd?.argv ?? [],
  ].flat();
  const values = [...service.environment].map(({ name, value }) => [name, value ?? undefined] as const);
  for (const { path } of service.envFiles) values.push(...(valuesIn(context, path) ?? []));
  values.push(...(image?.state.env ?? []));
  const found = sizesIn(start.join(' ').slice(0, longest));
  // A command with a part that is not known may still show which option it gives.
  for (const key of ['command', 'entrypoint'] as const)
    if (service[key] !== undefined && service[key].argv === undefined)
      found.push(
        ...sizesIn(
          service
            .texts(key)
            .map(({ written }) => written)
            .join(' ')
            .slice(0, longest),
        ),
      );
  for (const [name, value] of values.slice(0, 2000)) {
    if (value === undefined) continue;
    found.push(...sizesIn(value.slice(0, longest)));
    if (variables.test(name) && /^\d/.test(value))
      found.push({ shown: `${name}=${value}`.slice(0, 60), bytes: bytesOf(value, 1) });
  }
  for (const { name, value, node, isInterpolated } of service.environment) {
    if (value !== undefined || !isInterpolated || node.kind !== 'scalar') continue;
    const written = node.written.slice(0, longest);
    found.push(...sizesIn(written));
    if (variables.test(name)) found.push({ shown: name, bytes: undefined });
  }
  return found;
}

function sizesIn(text: string): OwnMemory[] {
  return options.flatMap(([form, unit]) =>
    [...text.matchAll(form)].map(([all, size = '']) => ({
      shown: all.trim().slice(0, 60),
      bytes: bytesOf(size, unit),
    })),
  );
}

/** `4g`, `512MB`, `1GiB`, `4294967296`; undefined for anything else. */
function bytesOf(size: string, bare: number): number | undefined {
  const [, number, unit = ''] = /^'?(\d{1,15}(?:\.\d{1,9})?) ?([kmgt]?)i?b?'?$/i.exec(size) ?? [];
  if (number === undefined) return undefined;
  return Number(number) * (unit === '' ? bare : units[unit.toLowerCase()]!);
}
