// Web servers and proxies.
import { carriesLowPort, givesAway, opensLowPort, stepsDownTo, writesForeignFolder } from './needed.ts';
import type { KnownServer } from './server-facts.ts';
import { inRepository, onPage } from './sources.ts';

export const webServers: readonly KnownServer[] = [
  {
    name: 'nginx',
    images: ['docker.io/library/nginx'],
    kind: 'web',
    facts: {
      servicePorts: [],
      adminPorts: [],
      startsAs: { how: 'drops itself', account: 'nginx' },
      capabilities: [
        givesAway('its temporary folders', 'nginx', 'every start'),
        ...stepsDownTo('nginx'),
        opensLowPort,
      ],
      data: [],
      writes: [
        {
          path: '/var/cache/nginx',
          why: 'bodies of requests and answers',
          missedAt: 'start',
          optionsAsUser: 'uid=101,gid=101',
        },
        { path: '/run', why: 'pid file', missedAt: 'start', optionsAsUser: 'uid=101,gid=101' },
      ],
      writesMoreWith: { mounts: ['/etc/nginx/templates'] },
      fileVariables: [],
      secretVariables: [],
    },
    sources: [
      inRepository('nginx/docker-nginx', 'stable/debian/Dockerfile', '0d7f438', '2026-04-14'),
      inRepository(
        'nginx/docker-nginx',
        'entrypoint/20-envsubst-on-templates.sh',
        '0d7f438',
        '2026-04-14',
        'writesMoreWith',
      ),
    ],
    tried: ['startsAs', 'capabilities', 'writes'],
  },
  {
    name: 'nginx without root',
    images: ['docker.io/nginxinc/nginx-unprivileged', 'ghcr.io/nginx/nginx-unprivileged'],
    kind: 'web',
    facts: {
      servicePorts: [],
      adminPorts: [],
      startsAs: { how: 'user', account: 'nginx', uid: 101 },
      user: '101:101',
      capabilities: [],
      data: [],
      writes: [{ path: '/tmp', why: 'pid file, bodies of requests and answers', missedAt: 'start' }],
      writesMoreWith: { mounts: ['/etc/nginx/templates'] },
      fileVariables: [],
      secretVariables: [],
    },
    sources: [
      inRepository('nginxinc/docker-nginx-unprivileged', 'stable/debian/Dockerfile', '8ead5ce', '2025-03-27'),
    ],
  },
  {
    name: 'Apache',
    images: ['docker.io/library/httpd'],
    kind: 'web',
    facts: {
      servicePorts: [],
      adminPorts: [],
      startsAs: { how: 'drops itself', account: 'www-data' },
      capabilities: [...stepsDownTo('www-data'), opensLowPort],
      data: [],
      writes: [{ path: '/usr/local/apache2/logs', why: 'pid file', missedAt: 'start' }],
      fileVariables: [],
      secretVariables: [],
    },
    sources: [
      inRepository('docker-library/httpd', '2.4/Dockerfile', '9b63b37', '2026-06-10'),
      inRepository('docker-library/httpd', '2.4/httpd-foreground', '9b63b37', '2026-06-10', 'writes'),
    ],
  },
  {
    name: 'Traefik',
    images: ['docker.io/library/traefik'],
    kind: 'proxy',
    facts: {
      servicePorts: [],
      adminPorts: [8080],
      startsAs: { how: 'root' },
      capabilities: [writesForeignFolder, opensLowPort],
      data: [],
      fileVariables: [],
    },
    sources: [
      inRepository('traefik/traefik-library-image', 'v3.2/alpine/Dockerfile', '6973938', '2026-08-19'),
      onPage('https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/', 'adminPorts'),
    ],
  },
  {
    name: 'Caddy',
    images: ['docker.io/library/caddy'],
    kind: 'web',
    facts: {
      servicePorts: [],
      adminPorts: [2019],
      startsAs: { how: 'root' },
      capabilities: [carriesLowPort, writesForeignFolder],
      programCapabilities: [carriesLowPort],
      // The image declares none, but certificates and keys lie there.
      data: ['/data', '/config'],
      writes: [],
      fileVariables: [],
      secretVariables: [],
    },
    sources: [inRepository('caddyserver/caddy-docker', '2.11/alpine/Dockerfile', '62d1326', '2026-03-05')],
    tried: ['programCapabilities'],
  },
  {
    name: 'HAProxy',
    images: ['docker.io/library/haproxy'],
    kind: 'proxy',
    facts: { servicePorts: [], adminPorts: [], data: [], fileVariables: [], secretVariables: [] },
    variants: [
      {
        from: '2.4',
        facts: {
          startsAs: { how: 'user', account: 'haproxy', uid: 99 },
          user: '99:99',
          capabilities: [],
          writes: [],
        },
      },
    ],
    sources: [
      inRepository('docker-library/haproxy', '3.2/Dockerfile', 'ec437dd', '2026-07-22'),
      inRepository('docker-library/haproxy', '3.2/docker-entrypoint.sh', 'ec437dd', '2026-07-22', 'writes'),
    ],
  },
  {
    name: 'Nginx Proxy Manager',
    images: ['docker.io/jc21/nginx-proxy-manager'],
    kind: 'proxy',
    facts: { servicePorts: [], adminPorts: [81] },
    sources: [onPage('https://nginxproxymanager.com/setup/')],
  },
];
