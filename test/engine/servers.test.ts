// What is known of server images: looked up by references, sound as a table, and at one with the other facts about images.
import { describe, expect, test } from 'vitest';
import { parseImageReference } from '../../server/src/engine/parse/image-ref.ts';
import {
  capabilitiesOf,
  capabilityNames,
  fileVariableOf,
  knownServers,
  serverOf,
} from '../../server/src/engine/servers/known-servers.ts';
import type { ServerFacts, ServerImage } from '../../server/src/engine/servers/server-facts.ts';
import { facts } from '../facts.ts';

function look(image: string): ServerImage | undefined {
  const reference = parseImageReference(image);
  if ('error' in reference) throw new Error(reference.error);
  return serverOf(reference);
}

const digest = `sha256:${'a'.repeat(64)}`;

/** Reference, one fact, its value. */
const looks: readonly (readonly [string, (server: ServerImage) => unknown, unknown])[] = [
  ['postgres:17', ({ data }) => data, ['/var/lib/postgresql/data']],
  ['postgres:17.2-bookworm', ({ data }) => data, ['/var/lib/postgresql/data']],
  ['postgres:18-alpine3.23', ({ data }) => data, ['/var/lib/postgresql']],
  ['postgres:18-alpine3.23', ({ user }) => user, '70:70'],
  ['postgres:18', ({ user }) => user, '999:999'],
  ['postgres', ({ data }) => data, undefined],
  ['postgres:alpine', ({ data }) => data, undefined],
  ['postgres:alpine', ({ user }) => user, '70:70'],
  [`postgres@${digest}`, ({ user, data }) => [user, data], [undefined, undefined]],
  [`postgres:17@${digest}`, ({ data }) => data, ['/var/lib/postgresql/data']],
  ['docker.io/library/postgres:9.6', ({ kind }) => kind, 'database'],
  ['postgis/postgis:17-3.5', ({ data }) => data, ['/var/lib/postgresql/data']],
  ['timescale/timescaledb:2.17.2-pg16', ({ data }) => data, ['/var/lib/postgresql/data']],
  ['timescale/timescaledb:latest-pg18', ({ data }) => data, ['/var/lib/postgresql']],
  ['timescale/timescaledb:2.17.2', ({ data }) => data, undefined],
  ['redis:7.4', ({ startsAs }) => startsAs, { how: 'steps down', account: 'redis', program: 'gosu' }],
  ['redis:8-alpine', ({ startsAs }) => startsAs, { how: 'steps down', account: 'redis', program: 'setpriv' }],
  ['redis', ({ startsAs }) => startsAs, undefined],
  ['haproxy:2.3', ({ startsAs }) => startsAs, undefined],
  ['haproxy:2.10', ({ user }) => user, '99:99'],
  // Which 2 it is, the tag does not say.
  ['haproxy:2', ({ user }) => user, undefined],
  ['haproxy:3', ({ user }) => user, '99:99'],
  ['influxdb:2.7', ({ data }) => data, ['/var/lib/influxdb2', '/etc/influxdb2']],
  ['influxdb:1.8', ({ data }) => data, undefined],
  ['quay.io/keycloak/keycloak:26.0', ({ adminPorts }) => adminPorts, [9000]],
  ['mcr.microsoft.com/mssql/server:2022-latest', ({ servicePorts }) => servicePorts, [1433]],
  ['gvenzl/oracle-free:23-slim', ({ servicePorts }) => servicePorts, [1521]],
  ['container-registry.oracle.com/database/free', ({ servicePorts }) => servicePorts, [1521]],
  ['provectuslabs/kafka-ui', ({ adminPorts }) => adminPorts, [8080]],
  ['jc21/nginx-proxy-manager:2', ({ adminPorts }) => adminPorts, [81]],
  ['amir20/dozzle', ({ adminPorts }) => adminPorts, [8080]],
  ['nodered/node-red', ({ adminPorts }) => adminPorts, [1880]],
  ['lscr.io/linuxserver/socket-proxy', ({ adminPorts }) => adminPorts, [2375]],
  ['tecnativa/docker-socket-proxy:v0.4', ({ adminPorts }) => adminPorts, [2375]],
  ['bitnamilegacy/redis:7.2', ({ startsAs }) => startsAs?.how, 'user'],
];

test.each(looks)('%s: fact %#', (image, fact, expected) => {
  const server = look(image);
  expect(server).toBeDefined();
  expect(fact(server!)).toEqual(expected);
});

test.each([
  'ghcr.io/acme/postgres:17',
  'registry.example.com/library/postgres:17',
  'acme/redis',
  'postgrest/postgrest',
])('%s is not known', (image) => {
  expect(look(image)).toBeUndefined();
});

describe('what a start needs', () => {
  const usual = { asUser: false, hostNetwork: false, foreignFolder: false };
  const cases: readonly (readonly [string, Partial<typeof usual>, readonly string[] | undefined])[] = [
    ['postgres:17', {}, ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID']],
    ['postgres:17', { asUser: true }, []],
    ['redis:8', {}, ['SETGID', 'SETPCAP', 'SETUID']],
    ['redis:8', { foreignFolder: true }, ['CHOWN', 'SETGID', 'SETPCAP', 'SETUID']],
    ['redis:7', {}, ['DAC_OVERRIDE', 'SETGID', 'SETUID']],
    ['redis', { foreignFolder: true }, ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETPCAP', 'SETUID']],
    ['nginx', {}, ['CHOWN', 'SETGID', 'SETUID']],
    ['nginx', { hostNetwork: true }, ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID']],
    ['caddy:2', { asUser: true }, ['NET_BIND_SERVICE']],
    ['memcached', {}, []],
    ['rabbitmq', {}, undefined],
    ['rabbitmq', { asUser: true }, undefined],
  ];
  test.each(cases)('%s %o', (image, start, expected) => {
    const needed = capabilitiesOf(look(image)!, { ...usual, ...start });
    expect(needed && capabilityNames(needed)).toEqual(expected);
  });
});

test.each([
  ['postgres', 'POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE'],
  ['postgres', 'POSTGRES_HOST_AUTH_METHOD', undefined],
  ['mariadb', 'MYSQL_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD_FILE'],
  ['grafana/grafana', 'GF_SECURITY_ADMIN_PASSWORD', 'GF_SECURITY_ADMIN_PASSWORD__FILE'],
  ['grafana/grafana', 'GF_SECURITY_ADMIN_PASSWORD__FILE', undefined],
  ['rabbitmq', 'RABBITMQ_DEFAULT_PASS', undefined],
  ['redis', 'REDIS_PASSWORD', undefined],
])('%s reads %s by %s', (image, variable, expected) => {
  expect(fileVariableOf(look(image)!, variable)).toBe(expected);
});

/** Every set of facts of an entry. */
function allFacts(server: (typeof knownServers)[number]): readonly ServerFacts[] {
  return [server.facts, ...(server.variants ?? []).map((variant) => variant.facts)];
}

describe.each(knownServers.map((server) => ({ server, name: server.name })))('$name', ({ server }) => {
  test('is told apart and found by each of its images', () => {
    for (const image of server.images) {
      const reference = parseImageReference(image);
      expect(reference).toMatchObject({ full: image });
      expect(look(image)?.server).toBe(server);
    }
  });

  test('has facts that hold together', () => {
    for (const one of allFacts(server)) {
      for (const port of [...(one.servicePorts ?? []), ...(one.adminPorts ?? [])])
        expect(port > 0 && port < 65_536, String(port)).toBe(true);
      for (const path of [...(one.data ?? []), ...(one.writes ?? []).map((written) => written.path)])
        expect(path).toMatch(/^(\/[\w.@-]+)+$/);
      // A program's own capability is needed whoever starts it, so also by root.
      for (const needed of one.programCapabilities ?? []) expect(one.capabilities).toContain(needed);
      for (const { why } of one.capabilities ?? []) expect(why).toMatch(/^[^.#\n]+$/);
      const given = (one.fileVariables ?? []).flatMap(({ names = [] }) => names);
      for (const name of one.noFileVariables ?? []) expect(given).not.toContain(name);
      if (one.user !== undefined) expect(one.user).toMatch(/^\d+:\d+$/);
    }
  });

  test('says where it was read', () => {
    expect(server.sources.length).toBeGreaterThan(0);
    for (const { url, read } of server.sources) {
      expect(url).toMatch(/^https:\/\/\S+$/);
      expect(read).toMatch(/\S/);
    }
  });

  test('agrees with the table of images about stepping down', () => {
    for (const image of server.images) {
      const reference = parseImageReference(image);
      if ('error' in reference) continue;
      const how = serverOf(reference)?.startsAs?.how;
      if (facts.lookup(reference)?.stepsDownItself === true && how !== undefined)
        expect(['steps down', 'drops itself'], image).toContain(how);
    }
  });
});

test('no image stands twice', () => {
  const images = knownServers.flatMap((server) => server.images);
  expect(new Set(images).size).toBe(images.length);
});

test.each(['9'.repeat(128), `alpine${'-alpine'.repeat(17)}`, `pg${'-pg'.repeat(42)}`, '18.', '18.-1'])(
  'a tag like %s does no harm',
  (tag) => {
    for (const image of ['postgres', 'timescale/timescaledb', 'haproxy']) {
      const reference = {
        registry: 'docker.io',
        repository: image.includes('/') ? image : `library/${image}`,
      };
      expect(serverOf({ ...reference, tag, familiar: image, full: image })).toBeDefined();
    }
  },
);
