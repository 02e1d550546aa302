// What watches other servers.
import type { KnownServer, ServerFacts } from './server-facts.ts';
import { inRepository, onPage } from './sources.ts';

/** Prometheus' own programs: static, started as nobody, without a word of configuration from the environment. */
const exporter: ServerFacts = {
  servicePorts: [],
  startsAs: { how: 'user', account: 'nobody', uid: 65534 },
  user: '65534:65534',
  capabilities: [],
  data: [],
  writes: [],
};

export const monitoring: readonly KnownServer[] = [
  {
    name: 'Grafana',
    images: [
      'docker.io/grafana/grafana',
      'docker.io/grafana/grafana-oss',
      'docker.io/grafana/grafana-enterprise',
    ],
    kind: 'monitoring',
    facts: {
      servicePorts: [],
      adminPorts: [],
      startsAs: { how: 'user', account: 'grafana', uid: 472 },
      user: '472:0',
      capabilities: [],
      data: ['/var/lib/grafana'],
      dataInNoVolume: ['/var/lib/grafana'],
      writes: [{ path: '/tmp', why: 'sockets of plugins', missedAt: 'use' }],
      writesMoreWith: { variables: ['GF_AWS_PROFILES'] },
      fileVariables: [{ prefix: 'GF_', suffix: '__FILE' }],
      secretVariables: [
        'GF_SECURITY_ADMIN_PASSWORD',
        'GF_SECURITY_SECRET_KEY',
        'GF_DATABASE_PASSWORD',
        'GF_SMTP_PASSWORD',
      ],
      openingVariables: [
        {
          name: 'GF_AUTH_ANONYMOUS_ENABLED',
          values: ['true', '1'],
          says: 'shows the dashboards to everyone who opens the page',
        },
      ],
    },
    sources: [
      inRepository('grafana/grafana', 'packaging/docker/run.sh', '07754534fb', undefined),
      onPage(
        'https://grafana.com/docs/grafana/latest/setup-grafana/configure-docker/',
        'startsAs',
        'user',
        'data',
        'dataInNoVolume',
        'openingVariables',
      ),
      onPage(
        'https://github.com/prometheus-operator/kube-prometheus/blob/main/manifests/grafana-deployment.yaml',
        'writes',
      ),
    ],
  },
  {
    name: 'Prometheus',
    images: ['docker.io/prom/prometheus', 'quay.io/prometheus/prometheus'],
    kind: 'monitoring',
    facts: { ...exporter, adminPorts: [9090], data: ['/prometheus'] },
    sources: [onPage('https://github.com/prometheus/prometheus/blob/main/Dockerfile')],
  },
  {
    name: 'Alertmanager',
    images: ['docker.io/prom/alertmanager', 'quay.io/prometheus/alertmanager'],
    kind: 'monitoring',
    facts: { ...exporter, adminPorts: [9093, 9094], data: ['/alertmanager'] },
    sources: [onPage('https://github.com/prometheus/alertmanager/blob/main/Dockerfile')],
  },
  {
    name: 'Node exporter',
    images: ['docker.io/prom/node-exporter', 'quay.io/prometheus/node-exporter'],
    kind: 'monitoring',
    facts: { ...exporter, adminPorts: [9100] },
    sources: [inRepository('prometheus/node_exporter', 'Dockerfile', '0c561fa1c9', undefined)],
  },
  {
    name: 'Postgres exporter',
    images: [
      'docker.io/prometheuscommunity/postgres-exporter',
      'quay.io/prometheuscommunity/postgres-exporter',
    ],
    kind: 'monitoring',
    facts: {
      ...exporter,
      adminPorts: [9187],
      fileVariables: [
        { names: ['DATA_SOURCE_USER', 'DATA_SOURCE_PASS', 'DATA_SOURCE_URI'], suffix: '_FILE' },
      ],
      secretVariables: ['DATA_SOURCE_PASS', 'DATA_SOURCE_NAME'],
    },
    sources: [
      inRepository('prometheus-community/postgres_exporter', 'Dockerfile', '0421dd126a', undefined),
      onPage(
        'https://github.com/prometheus-community/postgres_exporter#environment-variables',
        'fileVariables',
        'secretVariables',
      ),
    ],
  },
  {
    name: 'cAdvisor',
    images: ['gcr.io/cadvisor/cadvisor', 'ghcr.io/google/cadvisor', 'docker.io/google/cadvisor'],
    kind: 'monitoring',
    facts: { servicePorts: [], adminPorts: [8080], startsAs: { how: 'root' }, data: [], fileVariables: [] },
    sources: [inRepository('google/cadvisor', 'deploy/Dockerfile', '0061d10d0c', undefined)],
  },
  {
    name: 'Dozzle',
    images: ['docker.io/amir20/dozzle'],
    kind: 'monitoring',
    facts: { servicePorts: [], adminPorts: [8080] },
    sources: [onPage('https://dozzle.dev/guide/getting-started')],
  },
];
