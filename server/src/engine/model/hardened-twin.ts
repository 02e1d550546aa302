// The Docker Hardened Image with the same program in the same version, where the catalogue has it.
import type { FactsTable, ImageFacts, ImageKey } from './facts.ts';
import { HARDENED, originOf } from './image-mirrors.ts';

/**
 * Official images whose hardened counterpart runs the same program.
 * Source: the names that the catalogue and the official library share, and the renamed ones of the migration guides.
 */
const twins: ReadonlyMap<string, string> = new Map([
  ...'amazoncorretto cassandra clojure couchdb eclipse-mosquitto eclipse-temurin elixir fluentd haproxy httpd influxdb jruby kapacitor kong liquibase mariadb memcached mysql nats neo4j nginx node perl php postgres python rabbitmq redis ruby solr sonarqube telegraf tomcat traefik varnish zookeeper caddy'
    .split(' ')
    .map((name) => [`docker.io/library/${name}`, name] as const),
  ['docker.io/library/mongo', 'mongodb'],
  ['docker.io/library/erlang', 'erlang-otp'],
  ['docker.io/nginxinc/nginx-unprivileged', 'nginx'],
  ['docker.io/prom/prometheus', 'prometheus'],
  ['docker.io/grafana/grafana', 'grafana'],
  ['mcr.microsoft.com/dotnet/aspnet', 'aspnetcore'],
  ['mcr.microsoft.com/dotnet/runtime', 'dotnet'],
]);

/** A hardened image that exists. */
export interface HardenedTwin {
  /** `dhi.io/python:3.13-debian13`. */
  readonly image: string;
  readonly facts: ImageFacts | undefined;
}

/** Undefined: there is none of the same version and family of distribution in the catalogue's snapshot. */
export function hardenedTwin(
  table: FactsTable,
  key: ImageKey,
  facts: ImageFacts | undefined,
): HardenedTwin | undefined {
  const { registry, repository } = originOf(key, () => false);
  const name = twins.get(`${registry}/${repository}`);
  const tag = key.tag ?? '';
  const version = /^v?(\d+(?:\.\d+){0,2})(?=-|$)/.exec(tag)?.[1];
  if (name === undefined || version === undefined) return undefined;
  // Variants that are other programs: Apache's module of PHP, browsers, database extensions.
  const rest = tag.slice(tag.indexOf(version) + version.length);
  const words = rest.split('-').filter((word) => word !== '');
  if (words.some((word) => !plain.test(word))) return undefined;
  const alpine = facts?.distro === 'alpine' || words.some((word) => word.startsWith('alpine'));
  const release = /alpine(\d+\.\d+)/.exec(rest)?.[1];
  const own = facts?.distro === 'debian' && facts.release ? `-debian${facts.release}` : undefined;
  const fpm = words.includes('fpm') ? '-fpm' : '';
  const endings = alpine
    ? [...(release ? [`-alpine${release}`] : []), '-alpine']
    : [...(own ? [own] : []), '-debian13', '-debian', ''];
  for (const ending of endings) {
    const twin: ImageKey = { registry: HARDENED, repository: name, tag: `${version}${ending}${fpm}` };
    if (table.exists(twin) === true)
      return { image: `${HARDENED}/${name}:${twin.tag}`, facts: table.lookup(twin) };
  }
  return undefined;
}

/** Words of a tag that name only the distribution or its size, or a JRE. */
const plain = /^(slim|alpine[\d.]*|bookworm|trixie|bullseye|buster|noble|jammy|resolute|fpm|jre|management)$/;
