// The names of Docker's official images: what a name without a slash can be on Docker Hub.

/**
 * Also those withdrawn, which can still be pulled. Source: the folder `library` of github.com/docker-library/official-images
 * with its history, as of 2026-08.
 */
const officialImages: ReadonlySet<string> = new Set(
  (
    'adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux backdrop bash bonita ' +
    'buildpack-deps busybox caddy cassandra celery centos chronograf cirros clearlinux clefos clickhouse clojure composer consul ' +
    'convertigo couchbase couchdb crate crux dart debian django docker docker-dev drupal eclipse-mosquitto eclipse-temurin ' +
    'eggdrop elasticsearch elixir emqx erlang euleros express-gateway fedora flink fluentd friendica fsharp gazebo gcc ' +
    'geonetwork ghost glassfish golang gradle groovy haproxy haskell haxe hello-seattle hello-world hipache hitch hola-mundo ' +
    'httpd hylang ibm-semeru-runtimes ibmjava influxdb iojs irssi java jenkins jetty jobber joomla jruby julia kaazing-gateway ' +
    'kapacitor kibana known kong krakend lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki memcached ' +
    'mongo mongo-express monica mono mysql nats nats-streaming neo4j neurodebian nextcloud nginx node notary nuodb nuxeo odoo ' +
    'open-liberty openjdk opensuse oraclelinux orientdb owncloud percona perl photon php php-zendserver phpmyadmin piwik ' +
    'plone postfixadmin postgres powershell pypy python r-base rabbitmq rails rakudo-star rapidoid redis redmine registry ' +
    'rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa scratch sentry silverpeas sl solr sonarqube source-mage ' +
    'spark spiped storm swarm swift swipl teamspeak telegraf thrift tomcat tomee traefik ubuntu ubuntu-debootstrap ' +
    'ubuntu-upstart unit valkey varnish vault websphere-liberty wordpress xwiki yourls znc zookeeper'
  ).split(' '),
);

/** @param name without a registry, a slash, a tag or a digest */
export function isOfficialImage(name: string): boolean {
  return officialImages.has(name);
}
