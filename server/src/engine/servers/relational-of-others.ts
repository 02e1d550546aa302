// Relational databases on scripts of their own: MySQL and MariaDB.
import { givesAway, looksInto, stepsDownTo } from './needed.ts';
import type { KnownServer } from './server-facts.ts';
import { inRepository } from './sources.ts';

const socketFolder = [
  { path: '/var/run/mysqld', why: 'socket and pid file', missedAt: 'start' },
  { path: '/tmp', why: 'temporary tables', missedAt: 'start' },
] as const;

export const relationalOfOthers: readonly KnownServer[] = [
  {
    name: 'MySQL',
    images: ['docker.io/library/mysql'],
    kind: 'database',
    facts: {
      servicePorts: [3306, 33060],
      adminPorts: [33062],
      startsAs: { how: 'steps down', account: 'mysql', program: 'gosu' },
      user: '999:999',
      capabilities: [
        givesAway('the data folder and that of the socket', 'mysql', 'every start'),
        looksInto('/var/lib/mysql-files and the data folder of mysql', 'every start'),
        ...stepsDownTo('mysql'),
      ],
      data: ['/var/lib/mysql'],
      writes: socketFolder,
      fileVariables: [
        {
          names: ['MYSQL_ROOT_PASSWORD', 'MYSQL_PASSWORD', 'MYSQL_USER', 'MYSQL_DATABASE', 'MYSQL_ROOT_HOST'],
          suffix: '_FILE',
        },
      ],
      secretVariables: ['MYSQL_ROOT_PASSWORD', 'MYSQL_PASSWORD'],
      openingVariables: [{ name: 'MYSQL_ALLOW_EMPTY_PASSWORD', says: 'lets root in without a password' }],
      healthcheck: {
        test: ['CMD', 'mysqladmin', 'ping', '--silent', '-h', '127.0.0.1'],
        note: 'Succeeds also when the password is refused: the server answers. Over TCP, so that the server of the first start, which listens on its socket only, is not taken for it.',
      },
    },
    sources: [
      inRepository('docker-library/mysql', 'docker-entrypoint.sh', '7f30fdb', '2026-06-16'),
      inRepository(
        'docker-library/mysql',
        '8.4/Dockerfile.oracle',
        '7f30fdb',
        '2026-06-16',
        'user',
        'data',
        'servicePorts',
      ),
    ],
  },
  {
    name: 'MariaDB',
    images: ['docker.io/library/mariadb'],
    kind: 'database',
    facts: {
      servicePorts: [3306],
      adminPorts: [],
      startsAs: { how: 'steps down', account: 'mysql', program: 'gosu' },
      capabilities: [
        givesAway('the data folder', 'mysql', 'foreign folder'),
        looksInto('the data folder of mysql'),
        ...stepsDownTo('mysql'),
      ],
      data: ['/var/lib/mysql'],
      writes: [
        { path: '/run/mysqld', why: 'socket and pid file', missedAt: 'start' },
        { path: '/tmp', why: 'temporary tables', missedAt: 'start' },
      ],
      fileVariables: [
        {
          names: [
            ...['MARIADB', 'MYSQL'].flatMap((start) =>
              ['ROOT_PASSWORD', 'PASSWORD', 'USER', 'DATABASE', 'ROOT_HOST'].map((end) => `${start}_${end}`),
            ),
            'MARIADB_PASSWORD_HASH',
            'MARIADB_ROOT_PASSWORD_HASH',
            'MARIADB_REPLICATION_USER',
            'MARIADB_REPLICATION_PASSWORD',
            'MARIADB_REPLICATION_PASSWORD_HASH',
          ],
          suffix: '_FILE',
        },
      ],
      secretVariables: [
        'MARIADB_ROOT_PASSWORD',
        'MARIADB_PASSWORD',
        'MYSQL_ROOT_PASSWORD',
        'MYSQL_PASSWORD',
        'MARIADB_REPLICATION_PASSWORD',
      ],
      openingVariables: ['MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD'].map((name) => ({
        name,
        says: 'lets root in without a password',
      })),
      healthcheck: {
        test: ['CMD', 'healthcheck.sh', '--connect', '--innodb_initialized'],
        note: 'A data folder made by an image older than May 2023 lacks the account of the check; start once with MARIADB_AUTO_UPGRADE=1.',
      },
    },
    variants: [{ from: '10.6', facts: { user: '999:999' } }],
    sources: [
      inRepository('MariaDB/mariadb-docker', 'docker-entrypoint.sh', '1b6429b', '2026-05-29'),
      inRepository(
        'MariaDB/mariadb-docker',
        '11.8/Dockerfile',
        '1b6429b',
        '2026-05-29',
        'data',
        'servicePorts',
      ),
      inRepository('MariaDB/mariadb-docker', '11.8/healthcheck.sh', '1b6429b', '2026-05-29', 'healthcheck'),
    ],
  },
];
