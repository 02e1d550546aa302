// Images whose work explains rights that others should not have. By the repository's name, wherever it is copied to.
import type { ComposeService } from '../compose/project.ts';
import type { ServiceImage } from '../compose/service-image.ts';

export type Purpose =
  /** Lets through single calls of Docker's API. */
  | 'socket proxy'
  /** Starts, stops and updates containers. */
  | 'container manager'
  /** Reads which containers there are. */
  | 'container reader'
  /** Runs jobs in containers of its own. */
  | 'job runner'
  | 'docker in docker'
  /** Measures the host, or reads the logs on it. */
  | 'host monitor'
  | 'disk monitor'
  /** Builds tunnels, or sets up networks and firewalls. */
  | 'network'
  /** Is found by other devices by broadcast, or talks to hardware. */
  | 'home automation'
  | 'browser'
  /** Mounts file systems for others. */
  | 'mounter';

// Each says in its documentation what it wants. Names are those of the repository without registry and `library/`.
const purposes: readonly (readonly [Purpose, RegExp])[] = [
  ['socket proxy', /(^|\/)(docker-)?socket-?proxy$|(^|\/)docker-proxy$|docker-socket-proxy$/],
  [
    'container manager',
    /(^|\/)(portainer(-ce|-ee)?|portainer\/agent|watchtower|dockge|yacht|komodo-?(core|periphery)?|periphery|arcane|dockhand|what-?s-?up-?docker|wud|tugtainer|shepherd|ouroboros|autoheal|docker-autoheal|coolify|caprover|easypanel|dokploy|ofelia|docker-volume-backup|lazydocker|swarmpit|swarm-cronjob|rancher|orbit)$/,
  ],
  [
    'container reader',
    /(^|\/)(traefik|diun|dozzle|cadvisor|promtail|alloy|(grafana|datadog|datadoghq)\/agent|docker-bench-security|telegraf|homepage|homarr|glances|nginx-proxy|caddy-docker-proxy|filebeat|metricbeat|fluent-bit|fluentd|vector|netdata|beszel-agent|logspout|uptime-kuma|docker-hosts|cloudflare-companion|docker_exporter|docker-exporter|docker_stats_exporter|scrutiny|otel-collector|opentelemetry-collector(-contrib)?|docker-flow-swarm-listener|swag|datadog-agent|scope)$/,
  ],
  [
    'job runner',
    /(^|\/)(gitlab-runner|act_runner|woodpecker-agent|(drone|jenkins|buildkite|concourse)\/(ssh-)?agent|drone-runner-docker|drone|jenkins|buildkite-agent|github-runner|actions-runner|teamcity-agent|(forgejo|gitea|actions|github)\/runner|localstack(-pro)?|airflow|dagster)$/,
  ],
  [
    'docker in docker',
    /^docker$|(^|\/)(dind|k3s|k3d-proxy|kindest\/node|buildkit|buildkit-service|rke2|k0s)$|docker-in-docker/,
  ],
  [
    'host monitor',
    /(^|\/)(node-exporter|node_exporter|cadvisor|netdata|telegraf|glances|promtail|alloy|filebeat|metricbeat|auditbeat|fluent-bit|fluentd|vector|beszel-agent|datadog-agent|(grafana|datadog|datadoghq|newrelic)\/agent|[\w-]*ebpf-profiler|zabbix-agent2?|process-exporter|falco(-no-driver)?|docker-bench-security|sysdig|osquery|crowdsec|fail2ban|loki|otel-collector|opentelemetry-collector(-contrib)?|newrelic-infra|infrastructure|scope|dcgm-exporter|windows-exporter|ebpf-agent|tetragon|trivy|logrotate|journalbeat|lynis|homepage)$/,
  ],
  ['disk monitor', /(^|\/)(scrutiny|scrutiny-collector|smartctl[-_]exporter|smartmontools)$/],
  [
    'network',
    /(netfilter|watchyourlan|netalertx|pialert|upsnap|wireguard|openvpn|gluetun|tailscale|zerotier|headscale|netbird|softether|strongswan|ipsec|nordlynx|nordvpn|protonvpn|wg-easy|wg-access|wg-portal|vpn|pihole|adguardhome|technitium|dns-server|dhcp|keepalived|frr|bird|unifi|omada|crowdsec|fail2ban|ntopng|suricata|zeek|iperf3?|netshoot|toxiproxy|pumba|softflowd|hostapd|clash|mihomo|v2ray|xray|sing-box|firezone|warp|amnezia|outline|shadowsocks)/,
  ],
  [
    'home automation',
    /(^|\/)(home-assistant|homeassistant|homebridge|scrypted|esphome|zigbee2mqtt|zwave-js-ui|matter-server|python-matter-server|otbr|openhab|plex|jellyfin|emby|emby_server|embyserver|pms-docker|roon|music-assistant-server|mdns-repeater|avahi|airconnect|shairport-sync|snapserver|snapclient|nodered|node-red|octoprint|frigate|iobroker|fhem|domoticz|deconz|unmanic|tvheadend|minidlna)$/,
  ],
  [
    'browser',
    /(chrome|chromium|selenium|playwright|puppeteer|browserless|firefox|webtop|kasm|steam|guacd|splash)/,
  ],
  [
    'mounter',
    /(^|\/)(rclone|mergerfs|zurg|seaf-fuse|sshfs|s3fs|csi|cloudplow|nfs-server|samba|juicefs|goofys)/,
  ],
];

/** The repository without registry and tag, also where only the tag is made of variables; `library/` left out. */
export function repositoryOf({ image }: ComposeService): string | undefined {
  if (image === undefined) return undefined;
  const [name = ''] = (image.text ?? image.written).replace(/\$\{[^{}]*\}|\$\w+/g, '\0').split('@', 1);
  const plain = name.replace(/:[^/]*$/, '');
  if (plain === '' || plain.slice(plain.lastIndexOf('/') + 1).includes('\0')) return undefined;
  const [first = '', ...rest] = plain.split('/');
  const isRegistry = rest.length > 0 && (/[.:\0]/.test(first) || first === 'localhost');
  return (isRegistry ? rest.join('/') : plain).replace(/^library\//, '').toLowerCase();
}

/** What the image of a service is for, or the one that its image is built on; empty when nothing is known. */
export function purposesOf(service: ComposeService, image?: ServiceImage): ReadonlySet<Purpose> {
  const base = service.build && image?.reference?.repository.replace(/^library\//, '');
  const names = [repositoryOf(service), base].flatMap((name) => name?.slice(0, 255) ?? []);
  return new Set(
    purposes.filter(([, form]) => names.some((name) => form.test(name))).map(([purpose]) => purpose),
  );
}
