// The services that are hardened and started: as somebody would write them, and what they must do afterwards.
import type { ServerImageName } from './images.ts';

export interface ComposeCase {
  readonly name: string;
  readonly image: ServerImageName;
  /** One service. */
  readonly text: string;
  /** The uid that serves. */
  readonly uid: number;
  /** No process is root's: not so where a parent of root's starts those that serve. */
  readonly withoutRoot: boolean;
  /** Run in the container; what it must print at the first and at the second start with the same volumes. */
  readonly asked: readonly string[];
  readonly answers: readonly [first: string, later: string];
  /** A line that tells of failure where the container goes on running. */
  readonly failure?: RegExp;
  /** What is taken away in turn, to see that it is needed: everything, or what is needed only so. The others have the same start. */
  readonly lacks?: 'everything' | 'foreign folder';
}

/** Remembers this start of the server and counts the starts, however often it is asked; by the password in the secret's file. */
const countStarts = `PGPASSWORD="$(cat /run/secrets/db_password)" psql -h 127.0.0.1 -U postgres -tAq \
-c 'CREATE TABLE IF NOT EXISTS starts (at timestamptz UNIQUE)' \
-c 'INSERT INTO starts VALUES (pg_postmaster_start_time()) ON CONFLICT DO NOTHING' -c 'SELECT count(*) FROM starts' 2> /dev/null`;
const countRuns =
  'id="$(redis-cli info server | grep run_id)" && redis-cli sadd runs "$id" > /dev/null && redis-cli scard runs';

function postgres(version: '17' | '18', more = ''): string {
  return `services:
  db:
    image: postgres:${version}
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    secrets:
      - db_password
    volumes:
      - data:/var/lib/postgresql${version === '17' ? '/data' : ''}
    healthcheck:
      test: [CMD-SHELL, 'pg_isready -h 127.0.0.1 -U "$\${POSTGRES_USER:-postgres}"']
      interval: 1s
      start_period: 60s
${more}volumes:
  data:
secrets:
  db_password:
    file: ./db_password.txt
`;
}

function redis(version: '7.4' | '8', more = ''): string {
  return `services:
  cache:
    image: redis:${version}
    command: redis-server --appendonly yes
    volumes:
      - data:/data
    healthcheck:
      test: [CMD-SHELL, 'redis-cli ping | grep -qE "PONG|NOAUTH"']
      interval: 1s
      start_period: 60s
${more}volumes:
  data:
`;
}

function nginx(more = ''): string {
  return `services:
  web:
    image: nginx:1.30
    ports:
      - "127.0.0.1:8080:80"
    healthcheck:
      test: [CMD, curl, -fsS, -o, /dev/null, 'http://127.0.0.1/']
      interval: 1s
      start_period: 60s
${more}`;
}

const app = `services:
  app:
    build: .
    read_only: true
    tmpfs:
      - /tmp
    healthcheck:
      test:
        - CMD
        - python3
        - -c
        - import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz')
      interval: 1s
      start_period: 60s
`;

/** Its program carries NET_BIND_SERVICE in its file. */
function caddy(more = ''): string {
  return `services:
  web:
    image: caddy:2
    volumes:
      - data:/data
      - config:/config
    healthcheck:
      test: [CMD, test, -d, /proc/1]
      interval: 1s
      start_period: 60s
${more}volumes:
  data:
  config:
`;
}

const fetchPage = "curl -m 2 -s -o /dev/null -w '%{http_code}' http://127.0.0.1/";
const fetchUpload =
  "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:8000/').read().decode())";

const asksPostgres = { asked: ['sh', '-c', countStarts], answers: ['1', '2'], withoutRoot: true } as const;
const asksRedis = { asked: ['sh', '-c', countRuns], answers: ['1', '2'], withoutRoot: true } as const;
const asksCaddy = { asked: ['cat', '/proc/1/comm'], answers: ['server', 'server'] } as const;
const asksNginx = { asked: ['sh', '-c', fetchPage], answers: ['200', '200'] } as const;

export const composeCases: readonly ComposeCase[] = [
  {
    name: 'postgres 17',
    lacks: 'everything',
    image: 'postgres:17',
    text: postgres('17'),
    uid: 999,
    ...asksPostgres,
  },
  { name: 'postgres 18', image: 'postgres:18', text: postgres('18'), uid: 999, ...asksPostgres },
  {
    name: 'postgres 17 as its own account',
    image: 'postgres:17',
    text: postgres('17', '    user: "999:999"\n'),
    uid: 999,
    ...asksPostgres,
  },
  { name: 'redis 7.4', lacks: 'everything', image: 'redis:7.4', text: redis('7.4'), uid: 999, ...asksRedis },
  { name: 'redis 8', lacks: 'everything', image: 'redis:8', text: redis('8'), uid: 999, ...asksRedis },
  {
    name: 'redis 8 as its own account',
    image: 'redis:8',
    text: redis('8', '    user: "999:999"\n'),
    uid: 999,
    ...asksRedis,
  },
  {
    name: 'redis 7.4 on a folder of the host',
    lacks: 'foreign folder',
    image: 'redis:7.4',
    text: redis('7.4').replace('- data:', '- ./data:'),
    uid: 999,
    ...asksRedis,
  },
  {
    name: 'redis 8 on a folder of the host',
    lacks: 'foreign folder',
    image: 'redis:8',
    text: redis('8').replace('- data:', '- ./data:'),
    uid: 999,
    ...asksRedis,
  },
  {
    name: 'nginx',
    lacks: 'everything',
    image: 'nginx:1.30',
    text: nginx(),
    uid: 101,
    withoutRoot: false,
    ...asksNginx,
    failure: /exited with fatal code/,
  },
  {
    name: 'nginx as its own account',
    image: 'nginx:1.30',
    text: nginx('    user: "101:101"\n'),
    uid: 101,
    withoutRoot: true,
    ...asksNginx,
  },
  {
    name: 'caddy',
    image: 'caddy:2',
    text: caddy(),
    uid: 0,
    withoutRoot: false,
    ...asksCaddy,
    lacks: 'everything',
  },
  {
    name: 'caddy as another account',
    image: 'caddy:2',
    text: caddy('    user: "1000:1000"\n'),
    uid: 1000,
    withoutRoot: true,
    ...asksCaddy,
    lacks: 'everything',
  },
  {
    name: 'a Python application',
    image: 'app:1',
    text: app,
    uid: 10_001,
    withoutRoot: true,
    asked: ['python3', '-c', fetchUpload],
    answers: ['stored as 10001', 'stored as 10001'],
  },
];
