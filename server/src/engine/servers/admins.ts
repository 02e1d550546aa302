// Interfaces through which people look into databases.
import { carriesLowPort } from './needed.ts';
import type { KnownServer } from './server-facts.ts';
import { inRepository, onPage } from './sources.ts';

export const admins: readonly KnownServer[] = [
  {
    name: 'Adminer',
    images: ['docker.io/library/adminer'],
    kind: 'admin',
    facts: {
      servicePorts: [],
      adminPorts: [8080],
      startsAs: { how: 'user', account: 'adminer' },
      capabilities: [],
      data: [],
      writes: [{ path: '/tmp', why: 'sessions', missedAt: 'use' }],
      writesMoreWith: { variables: ['ADMINER_DESIGN', 'ADMINER_PLUGINS'] },
      fileVariables: [],
      secretVariables: [],
    },
    sources: [
      inRepository('TimWolla/docker-adminer', '5/entrypoint.sh', '7088bf0', '2026-07-17'),
      inRepository(
        'TimWolla/docker-adminer',
        '5/Dockerfile',
        '7088bf0',
        '2026-07-17',
        'startsAs',
        'adminPorts',
      ),
    ],
  },
  {
    name: 'phpMyAdmin',
    images: ['docker.io/library/phpmyadmin', 'docker.io/phpmyadmin/phpmyadmin'],
    kind: 'admin',
    facts: {
      servicePorts: [],
      adminPorts: [80],
      startsAs: { how: 'drops itself', account: 'www-data' },
      data: [],
      fileVariables: [
        {
          names: [
            'PMA_USER',
            'PMA_PASSWORD',
            'MYSQL_ROOT_PASSWORD',
            'MYSQL_PASSWORD',
            'PMA_HOSTS',
            'PMA_HOST',
            'PMA_CONTROLHOST',
            'PMA_CONTROLUSER',
            'PMA_CONTROLPASS',
          ],
          suffix: '_FILE',
        },
      ],
      secretVariables: ['PMA_PASSWORD', 'PMA_CONTROLPASS', 'MYSQL_ROOT_PASSWORD', 'MYSQL_PASSWORD'],
    },
    sources: [inRepository('phpmyadmin/docker', 'docker-entrypoint.sh', '452a995', '2025-10-08')],
  },
  {
    name: 'mongo-express',
    images: ['docker.io/library/mongo-express'],
    kind: 'admin',
    facts: {
      servicePorts: [],
      adminPorts: [8081],
      startsAs: { how: 'root' },
      capabilities: [],
      data: [],
      secretVariables: [
        'ME_CONFIG_BASICAUTH_PASSWORD',
        'ME_CONFIG_MONGODB_ADMINPASSWORD',
        'ME_CONFIG_SITE_COOKIESECRET',
        'ME_CONFIG_SITE_SESSIONSECRET',
      ],
      openingVariables: ['ME_CONFIG_BASICAUTH', 'ME_CONFIG_BASICAUTH_ENABLED'].map((name) => ({
        name,
        values: ['false'],
        says: 'lets everyone who reaches the page into the database',
      })),
    },
    variants: [
      {
        from: '1',
        facts: {
          fileVariables: [
            {
              names: [
                'ME_CONFIG_MONGODB_URL',
                'ME_CONFIG_BASICAUTH_USERNAME',
                'ME_CONFIG_BASICAUTH_PASSWORD',
              ],
              suffix: '_FILE',
            },
          ],
        },
      },
    ],
    sources: [
      inRepository('mongo-express/mongo-express-docker', 'docker-entrypoint.sh', '0752343', '2024-04-11'),
      inRepository(
        'mongo-express/mongo-express',
        'config.default.js',
        '00db75a95f',
        undefined,
        'fileVariables',
        'openingVariables',
        'secretVariables',
      ),
    ],
  },
  {
    name: 'pgAdmin',
    images: ['docker.io/dpage/pgadmin4'],
    kind: 'admin',
    facts: {
      servicePorts: [],
      adminPorts: [80, 443],
      startsAs: { how: 'user', account: 'pgadmin', uid: 5050 },
      user: '5050:0',
      capabilities: [carriesLowPort],
      programCapabilities: [carriesLowPort],
      data: ['/var/lib/pgadmin'],
      fileVariables: [{ names: ['PGADMIN_DEFAULT_PASSWORD'], suffix: '_FILE' }],
      secretVariables: ['PGADMIN_DEFAULT_PASSWORD'],
      openingVariables: [
        {
          name: 'PGADMIN_CONFIG_SERVER_MODE',
          values: ['false'],
          says: 'asks nobody who opens the page for a password',
        },
      ],
    },
    sources: [
      inRepository('pgadmin-org/pgadmin4', 'Dockerfile', '0132ce2001', undefined),
      onPage(
        'https://www.pgadmin.org/docs/pgadmin4/latest/container_deployment.html',
        'fileVariables',
        'openingVariables',
      ),
    ],
    tried: ['programCapabilities'],
  },
  {
    name: 'Redis Commander',
    images: ['docker.io/rediscommander/redis-commander', 'ghcr.io/joeferner/redis-commander'],
    kind: 'admin',
    facts: {
      servicePorts: [],
      adminPorts: [8081],
      startsAs: { how: 'user', account: 'redis', uid: 1000 },
      capabilities: [],
      data: [],
      secretVariables: ['HTTP_PASSWORD', 'REDIS_PASSWORD', 'SENTINEL_PASSWORD'],
    },
    sources: [inRepository('joeferner/redis-commander', 'Dockerfile', '06facbddfc', undefined)],
  },
  {
    name: 'Redis Insight',
    images: ['docker.io/redis/redisinsight'],
    kind: 'admin',
    facts: { servicePorts: [], adminPorts: [5540], data: ['/data'] },
    sources: [onPage('https://redis.io/docs/latest/operate/redisinsight/install/install-on-docker/')],
  },
  {
    name: 'Kibana',
    images: ['docker.io/library/kibana', 'docker.elastic.co/kibana/kibana'],
    kind: 'admin',
    facts: {
      servicePorts: [],
      adminPorts: [5601],
      startsAs: { how: 'user', account: 'kibana', uid: 1000 },
      capabilities: [],
    },
    sources: [onPage('https://www.elastic.co/guide/en/kibana/current/docker.html')],
  },
  {
    name: 'OpenSearch Dashboards',
    images: ['docker.io/opensearchproject/opensearch-dashboards'],
    kind: 'admin',
    facts: {
      servicePorts: [],
      adminPorts: [5601],
      openingVariables: [
        {
          name: 'DISABLE_SECURITY_DASHBOARDS_PLUGIN',
          values: ['true'],
          says: 'asks nobody who opens the page for a password',
        },
      ],
    },
    sources: [onPage('https://docs.opensearch.org/latest/install-and-configure/install-dashboards/docker/')],
  },
  {
    name: 'Kafka UI',
    images: ['docker.io/provectuslabs/kafka-ui', 'docker.io/kafbat/kafka-ui', 'ghcr.io/kafbat/kafka-ui'],
    kind: 'admin',
    facts: { servicePorts: [], adminPorts: [8080] },
    sources: [onPage('https://github.com/provectus/kafka-ui'), onPage('https://github.com/kafbat/kafka-ui')],
  },
];
