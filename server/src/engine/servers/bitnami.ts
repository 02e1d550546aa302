// Bitnami's images of servers: all run as 1001 and keep their data below /bitnami.
import type { KnownServer, ServerFacts, ServerKind } from './server-facts.ts';
import { onPage } from './sources.ts';

const opensWithoutPassword = {
  name: 'ALLOW_EMPTY_PASSWORD',
  values: ['yes', 'true', '1'],
  says: 'lets everyone who reaches the port in without a password',
} as const;

interface Row {
  readonly name: string;
  /** The last part of the repository. */
  readonly image: string;
  readonly kind: ServerKind;
  readonly ports: readonly [service: readonly number[], admin: readonly number[]];
  /** Variables with secrets. */
  readonly secrets: readonly string[];
  /** They can be given as files, by the image's documentation. */
  readonly byFile?: true;
  readonly more?: ServerFacts;
}

const rows: readonly Row[] = [
  {
    name: 'PostgreSQL of Bitnami',
    image: 'postgresql',
    kind: 'database',
    ports: [[5432], []],
    secrets: ['POSTGRESQL_PASSWORD', 'POSTGRESQL_POSTGRES_PASSWORD', 'POSTGRESQL_REPLICATION_PASSWORD'],
    byFile: true,
    more: { openingVariables: [opensWithoutPassword] },
  },
  {
    name: 'MySQL of Bitnami',
    image: 'mysql',
    kind: 'database',
    ports: [[3306], []],
    secrets: ['MYSQL_ROOT_PASSWORD', 'MYSQL_PASSWORD', 'MYSQL_REPLICATION_PASSWORD'],
    byFile: true,
    more: { openingVariables: [opensWithoutPassword] },
  },
  {
    name: 'MariaDB of Bitnami',
    image: 'mariadb',
    kind: 'database',
    ports: [[3306], []],
    secrets: ['MARIADB_ROOT_PASSWORD', 'MARIADB_PASSWORD', 'MARIADB_REPLICATION_PASSWORD'],
    byFile: true,
    more: { openingVariables: [opensWithoutPassword] },
  },
  {
    name: 'MongoDB of Bitnami',
    image: 'mongodb',
    kind: 'database',
    ports: [[27017], []],
    secrets: ['MONGODB_ROOT_PASSWORD', 'MONGODB_PASSWORD', 'MONGODB_REPLICA_SET_KEY'],
    more: { openingVariables: [opensWithoutPassword] },
  },
  {
    name: 'Redis of Bitnami',
    image: 'redis',
    kind: 'cache',
    ports: [[6379], []],
    secrets: ['REDIS_PASSWORD', 'REDIS_MASTER_PASSWORD'],
    byFile: true,
    more: { openingVariables: [opensWithoutPassword] },
  },
  {
    name: 'RabbitMQ of Bitnami',
    image: 'rabbitmq',
    kind: 'broker',
    ports: [
      [5671, 5672],
      [4369, 15671, 15672, 25672],
    ],
    secrets: ['RABBITMQ_PASSWORD', 'RABBITMQ_ERL_COOKIE'],
  },
  {
    name: 'Kafka of Bitnami',
    image: 'kafka',
    kind: 'broker',
    ports: [[9092], [9093]],
    secrets: ['KAFKA_CLIENT_PASSWORDS', 'KAFKA_INTER_BROKER_PASSWORD'],
    more: {
      openingVariables: [
        {
          name: 'ALLOW_PLAINTEXT_LISTENER',
          values: ['yes', 'true', '1'],
          says: 'takes messages from everyone who reaches the port',
        },
      ],
    },
  },
  {
    name: 'ZooKeeper of Bitnami',
    image: 'zookeeper',
    kind: 'coordination',
    ports: [[2181], [2888, 3888, 8080]],
    secrets: ['ZOO_SERVER_PASSWORDS', 'ZOO_CLIENT_PASSWORD'],
    more: {
      openingVariables: [
        {
          name: 'ALLOW_ANONYMOUS_LOGIN',
          values: ['yes', 'true', '1'],
          says: 'lets everyone who reaches the port in without a password',
        },
      ],
    },
  },
  {
    name: 'etcd of Bitnami',
    image: 'etcd',
    kind: 'coordination',
    ports: [[2379], [2380]],
    secrets: ['ETCD_ROOT_PASSWORD'],
    more: {
      openingVariables: [
        {
          name: 'ALLOW_NONE_AUTHENTICATION',
          values: ['yes', 'true', '1'],
          says: 'lets everyone who reaches the port in without a password',
        },
      ],
    },
  },
];

export const bitnami: readonly KnownServer[] = rows.map(
  ({ name, image, kind, ports: [servicePorts, adminPorts], secrets, byFile, more }) => ({
    name,
    images: ['bitnami', 'bitnamilegacy', 'bitnamisecure'].map((owner) => `docker.io/${owner}/${image}`),
    kind,
    facts: {
      servicePorts,
      adminPorts,
      startsAs: { how: 'user', account: '1001', uid: 1001 },
      capabilities: [],
      secretVariables: secrets,
      ...(byFile && { fileVariables: [{ names: secrets, suffix: '_FILE' }] }),
      ...more,
    },
    sources: [onPage(`https://github.com/bitnami/containers/blob/main/bitnami/${image}/README.md`)],
  }),
);
