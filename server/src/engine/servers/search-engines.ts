// Search engines.
import type { KnownServer } from './server-facts.ts';
import { inRepository, onPage } from './sources.ts';

export const searchEngines: readonly KnownServer[] = [
  {
    name: 'Elasticsearch',
    images: ['docker.io/library/elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
    kind: 'search',
    facts: {
      servicePorts: [9200],
      adminPorts: [9300],
      data: ['/usr/share/elasticsearch/data'],
      // ELASTIC_PASSWORD_FILE is read too, but only from a file of mode 400 or 600, so that it is not proposed.
      secretVariables: ['ELASTIC_PASSWORD', 'KEYSTORE_PASSWORD'],
      openingVariables: [
        {
          name: 'xpack.security.enabled',
          values: ['false'],
          says: 'lets everyone who reaches the port in without a password',
        },
      ],
    },
    variants: [
      {
        from: '8',
        facts: {
          startsAs: { how: 'user', account: 'elasticsearch', uid: 1000 },
          user: '1000:0',
          capabilities: [],
        },
      },
    ],
    sources: [
      inRepository(
        'elastic/elasticsearch',
        'distribution/docker/src/docker/Dockerfile',
        '000e018384',
        undefined,
      ),
      inRepository(
        'elastic/elasticsearch',
        'distribution/docker/src/docker/bin/docker-entrypoint.sh',
        '05a01332fe',
        undefined,
        'secretVariables',
      ),
      onPage('https://www.elastic.co/guide/en/elasticsearch/reference/8.19/docker.html', 'openingVariables'),
    ],
  },
  {
    name: 'OpenSearch',
    images: ['docker.io/opensearchproject/opensearch'],
    kind: 'search',
    facts: {
      servicePorts: [9200],
      adminPorts: [9300, 9600, 9650],
      startsAs: { how: 'user', account: 'opensearch', uid: 1000 },
      user: '1000:1000',
      capabilities: [],
      data: ['/usr/share/opensearch/data'],
      fileVariables: [],
      secretVariables: ['OPENSEARCH_INITIAL_ADMIN_PASSWORD'],
      openingVariables: [
        {
          name: 'DISABLE_SECURITY_PLUGIN',
          values: ['true'],
          says: 'lets everyone who reaches the port in without a password',
        },
        {
          name: 'plugins.security.disabled',
          values: ['true'],
          says: 'lets everyone who reaches the port in without a password',
        },
      ],
    },
    sources: [
      inRepository(
        'opensearch-project/opensearch-build',
        'docker/release/config/opensearch/opensearch-docker-entrypoint-2.x.sh',
        'c66fe25d6c',
        undefined,
      ),
      onPage(
        'https://docs.opensearch.org/latest/install-and-configure/install-opensearch/docker/',
        'startsAs',
        'user',
        'data',
        'servicePorts',
        'adminPorts',
      ),
    ],
  },
];
