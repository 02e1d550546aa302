// Message brokers.
import { givesAway, stepsDownTo } from './needed.ts';
import type { KnownServer } from './server-facts.ts';
import { inRepository, onPage } from './sources.ts';

export const brokers: readonly KnownServer[] = [
  {
    name: 'RabbitMQ',
    images: ['docker.io/library/rabbitmq'],
    kind: 'broker',
    facts: {
      servicePorts: [5671, 5672],
      adminPorts: [4369, 15671, 15672, 15691, 15692, 25672],
      data: ['/var/lib/rabbitmq'],
      fileVariables: [],
      noFileVariables: ['RABBITMQ_DEFAULT_PASS', 'RABBITMQ_DEFAULT_USER'],
      secretVariables: ['RABBITMQ_DEFAULT_PASS', 'RABBITMQ_ERLANG_COOKIE'],
      healthcheck: {
        test: ['CMD', 'rabbitmq-diagnostics', '-q', 'ping'],
        note: 'Starts an Erlang runtime each time: an interval of 30 seconds or more.',
      },
    },
    variants: [
      {
        flavour: 'default',
        facts: { user: '999:999', startsAs: { how: 'steps down', account: 'rabbitmq', program: 'gosu' } },
      },
      {
        flavour: 'alpine',
        facts: { user: '100:101', startsAs: { how: 'steps down', account: 'rabbitmq', program: 'su-exec' } },
      },
    ],
    sources: [
      inRepository('docker-library/rabbitmq', 'docker-entrypoint.sh', '9193c1d', '2026-06-15'),
      inRepository(
        'docker-library/rabbitmq',
        '4.2/ubuntu/Dockerfile',
        '9193c1d',
        '2026-06-15',
        'user',
        'data',
        'servicePorts',
        'adminPorts',
      ),
    ],
  },
  {
    name: 'Apache Kafka',
    images: ['docker.io/apache/kafka', 'docker.io/apache/kafka-native'],
    kind: 'broker',
    facts: {
      servicePorts: [9092],
      adminPorts: [9093],
      startsAs: { how: 'user', account: 'appuser' },
      capabilities: [],
      data: ['/var/lib/kafka/data', '/etc/kafka/secrets', '/mnt/shared/config'],
      fileVariables: [],
    },
    sources: [inRepository('apache/kafka', 'docker/jvm/Dockerfile', '120d52df7d', undefined)],
  },
  {
    name: 'Kafka of Confluent',
    images: [
      'docker.io/confluentinc/cp-kafka',
      'docker.io/confluentinc/cp-server',
      'docker.io/confluentinc/confluent-local',
    ],
    kind: 'broker',
    facts: { servicePorts: [9092], adminPorts: [9093, 9101] },
    sources: [onPage('https://docs.confluent.io/platform/current/installation/docker/image-reference.html')],
  },
  {
    name: 'NATS',
    images: ['docker.io/library/nats'],
    kind: 'broker',
    facts: {
      servicePorts: [4222],
      adminPorts: [6222, 8222],
      startsAs: { how: 'root' },
      capabilities: [],
      fileVariables: [],
    },
    sources: [inRepository('nats-io/nats-docker', '2.12.x/scratch/Dockerfile', 'aa0caa5', '2026-08-12')],
  },
  {
    name: 'Mosquitto',
    images: ['docker.io/library/eclipse-mosquitto'],
    kind: 'broker',
    facts: {
      servicePorts: [1883],
      adminPorts: [],
      startsAs: { how: 'drops itself', account: 'mosquitto' },
      user: '1883:1883',
      capabilities: [givesAway('the data folder', 'mosquitto'), ...stepsDownTo('mosquitto')],
      data: ['/mosquitto/data', '/mosquitto/log'],
      fileVariables: [],
      secretVariables: [],
    },
    sources: [
      inRepository(
        'eclipse-mosquitto/mosquitto',
        'docker/2.1-alpine/docker-entrypoint.sh',
        '7b8aba10',
        '2026-06-30',
      ),
      inRepository(
        'eclipse-mosquitto/mosquitto',
        'docker/2.1-alpine/Dockerfile',
        '7b8aba10',
        '2026-06-30',
        'user',
        'data',
        'servicePorts',
      ),
    ],
  },
];
