// PostgreSQL and the databases whose images are built from its image.
import { givesAway, looksInto, stepsDownTo } from './needed.ts';
import type { KnownServer, ServerFacts, ServerVariant } from './server-facts.ts';
import { inRepository } from './sources.ts';

const postgres: ServerFacts = {
  servicePorts: [5432],
  adminPorts: [],
  startsAs: { how: 'steps down', account: 'postgres', program: 'gosu' },
  capabilities: [
    givesAway('the data folder and that of the socket', 'postgres', 'every start'),
    looksInto('the data folder of postgres'),
    ...stepsDownTo('postgres'),
  ],
  writes: [
    { path: '/var/run/postgresql', why: 'socket and lock file', missedAt: 'start' },
    { path: '/tmp', why: 'scripts of the first start', missedAt: 'use' },
  ],
  fileVariables: [
    {
      names: ['POSTGRES_PASSWORD', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_INITDB_ARGS'],
      suffix: '_FILE',
    },
  ],
  secretVariables: ['POSTGRES_PASSWORD'],
  openingVariables: [
    {
      name: 'POSTGRES_HOST_AUTH_METHOD',
      values: ['trust'],
      says: 'lets everyone who reaches the port in without a password',
    },
  ],
  healthcheck: {
    test: ['CMD-SHELL', 'pg_isready -h 127.0.0.1 -U "${POSTGRES_USER:-postgres}"'],
    note: 'Needs no password. Over TCP, so that the server of the first start, which listens on its socket only, is not taken for it.',
  },
};

/** Since 18 the volume is one folder up, and PGDATA has the version in its path. */
const dataOf: readonly ServerVariant[] = [
  { below: '18', facts: { data: ['/var/lib/postgresql/data'] } },
  { from: '18', facts: { data: ['/var/lib/postgresql'] } },
];

const accountOf: readonly ServerVariant[] = [
  { flavour: 'default', facts: { user: '999:999' } },
  { flavour: 'alpine', facts: { user: '70:70' } },
];

const sources = [
  inRepository('docker-library/postgres', 'docker-entrypoint.sh', '6edb0a8c4d', '2026-02-26'),
  inRepository(
    'docker-library/postgres',
    '18/trixie/Dockerfile',
    '6edb0a8c4d',
    '2026-02-26',
    'data',
    'user',
    'servicePorts',
  ),
];

export const databases: readonly KnownServer[] = [
  {
    name: 'PostgreSQL',
    images: ['docker.io/library/postgres', 'docker.io/postgis/postgis'],
    kind: 'database',
    facts: postgres,
    variants: [...dataOf, ...accountOf],
    sources: [
      ...sources,
      inRepository('postgis/docker-postgis', '17-3.5/Dockerfile', '51b3555', '2026-04-18', 'startsAs'),
    ],
    tried: ['startsAs', 'capabilities', 'writes', 'healthcheck', 'fileVariables', 'user', 'data'],
  },
  {
    name: 'PostgreSQL with pgvector',
    images: ['docker.io/pgvector/pgvector'],
    kind: 'database',
    versionBehind: 'pg',
    facts: { ...postgres, user: '999:999' },
    variants: dataOf,
    sources: [
      ...sources,
      inRepository('pgvector/pgvector', 'Dockerfile', 'e48241b', '2026-08-19', 'startsAs'),
    ],
  },
  {
    name: 'TimescaleDB',
    images: ['docker.io/timescale/timescaledb'],
    kind: 'database',
    versionBehind: 'pg',
    // Built from the Alpine image of PostgreSQL, whatever its tag says.
    facts: { ...postgres, user: '70:70' },
    variants: dataOf,
    sources: [
      ...sources,
      inRepository('timescale/timescaledb-docker', 'Dockerfile', '029292c', '2026-05-02', 'startsAs'),
    ],
  },
];
