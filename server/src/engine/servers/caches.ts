// Caches: Redis, Valkey, Memcached.
import { givesAway, looksInto, stepsDownTo } from './needed.ts';
import type { KnownServer, NeededCapability } from './server-facts.ts';
import { inRepository, onPage } from './sources.ts';

const redisCommit = ['e5650da9', '2024-10-04'] as const;

/** Up to Redis 7.4 and in Valkey: whatever lies in /data is looked at and given away. */
function seesToData(account: string): readonly NeededCapability[] {
  return [
    givesAway('what lies in /data', account, 'foreign folder'),
    looksInto(`the folder that ${account} made for its append-only files`),
    ...stepsDownTo(account),
  ];
}

/** Of util-linux with libcap-ng 0.8.5 (Debian 13, Alpine 3.22); with 0.8.3 (Debian 12) setpriv goes on without a word. */
const emptiesBoundingSet: NeededCapability = {
  name: 'SETPCAP',
  why: 'drops all capabilities for good',
  needed: 'every start',
};

export const caches: readonly KnownServer[] = [
  {
    name: 'Redis',
    images: ['docker.io/library/redis'],
    kind: 'cache',
    facts: {
      servicePorts: [6379],
      adminPorts: [],
      // What every version does with; the variants say which of them.
      capabilities: [...seesToData('redis'), emptiesBoundingSet],
      data: ['/data'],
      writes: [],
      fileVariables: [],
      noFileVariables: ['REDIS_PASSWORD'],
      healthcheck: {
        test: ['CMD-SHELL', 'redis-cli ping | grep -qE "PONG|NOAUTH"'],
        note: 'A server with a password answers NOAUTH: it runs.',
      },
    },
    variants: [
      {
        below: '8',
        facts: {
          startsAs: { how: 'steps down', account: 'redis', program: 'gosu' },
          capabilities: seesToData('redis'),
        },
      },
      {
        from: '8',
        facts: {
          startsAs: { how: 'steps down', account: 'redis', program: 'setpriv' },
          capabilities: [
            givesAway('what redis cannot open in /data', 'redis', 'foreign folder'),
            ...stepsDownTo('redis'),
            emptiesBoundingSet,
          ],
        },
      },
      { flavour: 'default', facts: { user: '999:999' } },
      { flavour: 'alpine', facts: { user: '999:1000' } },
    ],
    sources: [
      inRepository('redis/docker-library-redis', 'docker-entrypoint.sh', ...redisCommit),
      inRepository('redis/docker-library-redis', '7.4/alpine/Dockerfile', ...redisCommit, 'user', 'data'),
      onPage('https://github.com/redis/docker-library-redis/pull/451', 'startsAs', 'capabilities'),
    ],
    tried: ['startsAs', 'capabilities', 'writes', 'healthcheck', 'user'],
  },
  {
    name: 'Valkey',
    images: ['docker.io/valkey/valkey'],
    kind: 'cache',
    facts: {
      servicePorts: [6379],
      adminPorts: [],
      startsAs: { how: 'steps down', account: 'valkey', program: 'setpriv' },
      capabilities: seesToData('valkey'),
      data: ['/data'],
      writes: [],
      fileVariables: [],
      healthcheck: {
        test: ['CMD-SHELL', 'valkey-cli ping | grep -qE "PONG|NOAUTH"'],
        note: 'A server with a password answers NOAUTH: it runs.',
      },
    },
    variants: [
      { flavour: 'default', facts: { user: '999:999' } },
      { flavour: 'alpine', facts: { user: '999:1000' } },
    ],
    sources: [
      inRepository('valkey-io/valkey-container', 'docker-entrypoint.sh', 'ae6141e', '2025-01-08'),
      inRepository(
        'valkey-io/valkey-container',
        '8.0/debian/Dockerfile',
        'ae6141e',
        '2025-01-08',
        'user',
        'data',
      ),
    ],
  },
  {
    name: 'Memcached',
    images: ['docker.io/library/memcached'],
    kind: 'cache',
    facts: {
      servicePorts: [11211],
      adminPorts: [],
      startsAs: { how: 'user', account: 'memcache', uid: 11211 },
      user: '11211:11211',
      capabilities: [],
      data: [],
      writes: [],
      fileVariables: [],
      secretVariables: [],
    },
    sources: [
      inRepository('docker-library/memcached', '1/debian/Dockerfile', '53ac0ec', '2026-07-09'),
      inRepository(
        'docker-library/memcached',
        'docker-entrypoint.sh',
        '53ac0ec',
        '2026-07-09',
        'fileVariables',
        'capabilities',
      ),
    ],
  },
];
