// Document, wide-column, time series and graph databases.
import { givesAway, looksInto, stepsDownTo } from './needed.ts';
import type { KnownServer } from './server-facts.ts';
import { inRepository, onPage } from './sources.ts';

export const documentStores: readonly KnownServer[] = [
  {
    name: 'MongoDB',
    images: ['docker.io/library/mongo'],
    kind: 'database',
    facts: {
      servicePorts: [27017],
      adminPorts: [],
      startsAs: { how: 'steps down', account: 'mongodb', program: 'gosu' },
      user: '999:999',
      capabilities: [
        givesAway('the data folders', 'mongodb', 'foreign folder'),
        looksInto('the data folders of mongodb'),
        ...stepsDownTo('mongodb'),
      ],
      data: ['/data/db', '/data/configdb'],
      writes: [{ path: '/tmp', why: 'socket, and the configuration of the first start', missedAt: 'start' }],
      fileVariables: [
        { names: ['MONGO_INITDB_ROOT_USERNAME', 'MONGO_INITDB_ROOT_PASSWORD'], suffix: '_FILE' },
      ],
      secretVariables: ['MONGO_INITDB_ROOT_PASSWORD'],
      openingVariables: [],
    },
    variants: [
      {
        from: '6',
        facts: {
          healthcheck: {
            test: ['CMD', 'mongosh', '--quiet', '--eval', 'db.adminCommand("ping").ok'],
            note: 'Needs no password.',
          },
        },
      },
    ],
    sources: [
      inRepository('docker-library/mongo', 'docker-entrypoint.sh', '2c69a57b9', '2026-06-11'),
      inRepository(
        'docker-library/mongo',
        '8.0/Dockerfile',
        '2c69a57b9',
        '2026-06-11',
        'user',
        'data',
        'servicePorts',
      ),
    ],
  },
  {
    name: 'InfluxDB',
    images: ['docker.io/library/influxdb'],
    kind: 'database',
    facts: {
      servicePorts: [8086, 8181],
      adminPorts: [8088],
      secretVariables: [
        'DOCKER_INFLUXDB_INIT_PASSWORD',
        'DOCKER_INFLUXDB_INIT_ADMIN_TOKEN',
        'INFLUXDB_ADMIN_PASSWORD',
        'INFLUXDB_USER_PASSWORD',
      ],
    },
    variants: [
      {
        from: '2',
        below: '3',
        facts: {
          startsAs: { how: 'steps down', account: 'influxdb', program: 'gosu' },
          user: '1000:1000',
          capabilities: [
            givesAway('the data and settings folders', 'influxdb'),
            looksInto('the data folder of influxdb'),
            ...stepsDownTo('influxdb'),
          ],
          data: ['/var/lib/influxdb2', '/etc/influxdb2'],
          writes: [{ path: '/tmp', why: 'the settings of the first start', missedAt: 'start' }],
          fileVariables: [
            {
              names: [
                'DOCKER_INFLUXDB_INIT_USERNAME',
                'DOCKER_INFLUXDB_INIT_PASSWORD',
                'DOCKER_INFLUXDB_INIT_ADMIN_TOKEN',
              ],
              suffix: '_FILE',
            },
          ],
          healthcheck: { test: ['CMD', 'influx', 'ping'], note: 'Needs no token.' },
        },
      },
      {
        from: '3',
        facts: {
          startsAs: { how: 'user', account: 'influxdb3', uid: 1500 },
          user: '1500:1500',
          capabilities: [],
          data: ['/var/lib/influxdb3'],
        },
      },
    ],
    sources: [
      inRepository('influxdata/influxdata-docker', 'influxdb/2.7/entrypoint.sh', 'd457cb9', '2026-08-06'),
      inRepository(
        'influxdata/influxdata-docker',
        'influxdb/2.7/Dockerfile',
        'd457cb9',
        '2026-08-06',
        'user',
        'data',
      ),
    ],
  },
  {
    name: 'ClickHouse',
    images: ['docker.io/library/clickhouse', 'docker.io/clickhouse/clickhouse-server'],
    kind: 'database',
    facts: {
      servicePorts: [8123, 8443, 9000, 9004, 9005, 9440],
      adminPorts: [9009, 9010],
      startsAs: { how: 'steps down', account: 'clickhouse', program: 'clickhouse su' },
      user: '101:101',
      data: ['/var/lib/clickhouse'],
      secretVariables: ['CLICKHOUSE_PASSWORD'],
      openingVariables: [
        {
          name: 'CLICKHOUSE_SKIP_USER_SETUP',
          values: ['1'],
          says: 'lets the account default in from everywhere without a password',
        },
      ],
    },
    sources: [
      inRepository('ClickHouse/ClickHouse', 'docker/server/entrypoint.sh', '00b7432bc3', undefined),
      inRepository(
        'ClickHouse/ClickHouse',
        'docker/server/Dockerfile.ubuntu',
        '001409ce72',
        undefined,
        'user',
        'data',
        'servicePorts',
      ),
      onPage('https://hub.docker.com/r/clickhouse/clickhouse-server', 'openingVariables'),
    ],
  },
  {
    name: 'Cassandra',
    images: ['docker.io/library/cassandra'],
    kind: 'database',
    facts: {
      servicePorts: [9042, 9160],
      adminPorts: [7000, 7001, 7199],
      startsAs: { how: 'steps down', account: 'cassandra', program: 'gosu' },
      user: '999:999',
      capabilities: [
        givesAway('the data folder', 'cassandra', 'foreign folder'),
        ...stepsDownTo('cassandra'),
      ],
      data: ['/var/lib/cassandra'],
      fileVariables: [],
      secretVariables: [],
    },
    sources: [
      inRepository('docker-library/cassandra', '5.0/docker-entrypoint.sh', '7b9da8f', '2026-04-16'),
      inRepository(
        'docker-library/cassandra',
        '5.0/Dockerfile',
        '7b9da8f',
        '2026-04-16',
        'user',
        'data',
        'servicePorts',
        'adminPorts',
      ),
    ],
  },
  {
    name: 'CouchDB',
    images: ['docker.io/library/couchdb', 'docker.io/apache/couchdb'],
    kind: 'database',
    facts: {
      servicePorts: [5984],
      adminPorts: [4369, 9100],
      startsAs: { how: 'steps down', account: 'couchdb', program: 'setpriv' },
      user: '5984:5984',
      data: ['/opt/couchdb/data'],
      fileVariables: [],
      noFileVariables: ['COUCHDB_PASSWORD', 'COUCHDB_SECRET', 'COUCHDB_ERLANG_COOKIE'],
      secretVariables: ['COUCHDB_PASSWORD', 'COUCHDB_SECRET', 'COUCHDB_ERLANG_COOKIE'],
    },
    sources: [
      inRepository('apache/couchdb-docker', '3.5.1/docker-entrypoint.sh', '4c82ee0', '2025-11-11'),
      inRepository(
        'apache/couchdb-docker',
        '3.5.1/Dockerfile',
        '4c82ee0',
        '2025-11-11',
        'user',
        'data',
        'servicePorts',
        'adminPorts',
      ),
    ],
  },
  {
    name: 'Neo4j',
    images: ['docker.io/library/neo4j'],
    kind: 'database',
    facts: {
      servicePorts: [7687],
      adminPorts: [5000, 6000, 7000, 7473, 7474],
      startsAs: { how: 'steps down', account: 'neo4j', program: 'su-exec' },
      data: ['/data', '/logs'],
      secretVariables: ['NEO4J_AUTH'],
      openingVariables: [
        {
          name: 'NEO4J_AUTH',
          values: ['none'],
          says: 'lets everyone who reaches the port in without a password',
        },
      ],
    },
    variants: [{ from: '5', facts: { fileVariables: [{ prefix: 'NEO4J_', suffix: '_FILE' }] } }],
    sources: [
      inRepository(
        'neo4j/docker-neo4j',
        'docker-image-src/5/coredb/docker-entrypoint.sh',
        '9df98ef',
        '2026-04-14',
      ),
      onPage('https://neo4j.com/docs/operations-manual/current/docker/introduction/', 'openingVariables'),
    ],
  },
];
