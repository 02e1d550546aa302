// The keys of daemon.json and what each holds.

/**
 * What a key's value must be. `texts`: a list of texts; `textMap`, `flagMap`, `networkOptions`: texts, booleans, maps of
 * texts by name; `map`: an object; `pools`, `ulimits`, `runtimes`: what is documented for that one key.
 */
export type DaemonType =
  | 'flag'
  | 'text'
  | 'integer'
  | 'texts'
  | 'textMap'
  | 'flagMap'
  | 'networkOptions'
  | 'map'
  | 'pools'
  | 'ulimits'
  | 'runtimes';

/**
 * Every key that dockerd reads from its configuration file.
 * Source: the JSON names of `Config`, `CommonConfig`, `BridgeConfig`, `NetworkConfig`, `TLSOptions`, `DNSConfig`,
 * `LogConfig` and `Proxies` in moby/moby daemon/config/config.go, config_linux.go and config_windows.go (29.x), of
 * `ServiceOptions` in daemon/pkg/registry/config.go, and the options in daemon/command/config.go and config_unix.go.
 */
export const daemonKeys = {
  'allow-direct-routing': 'flag',
  'allow-nondistributable-artifacts': 'texts',
  'authorization-plugins': 'texts',
  bip: 'text',
  bip6: 'text',
  bridge: 'text',
  'bridge-accept-fwmark': 'text',
  builder: 'map',
  'cdi-spec-dirs': 'texts',
  'cgroup-parent': 'text',
  containerd: 'text',
  'containerd-namespace': 'text',
  'cpu-rt-period': 'integer',
  'cpu-rt-runtime': 'integer',
  'cri-containerd': 'flag',
  'data-root': 'text',
  debug: 'flag',
  'default-address-pools': 'pools',
  'default-cgroupns-mode': 'text',
  'default-gateway': 'text',
  'default-gateway-v6': 'text',
  'default-ipc-mode': 'text',
  'default-network-opts': 'networkOptions',
  'default-runtime': 'text',
  'default-shm-size': 'text',
  'default-ulimits': 'ulimits',
  dns: 'texts',
  'dns-opts': 'texts',
  'dns-search': 'texts',
  'exec-opts': 'texts',
  'exec-root': 'text',
  experimental: 'flag',
  features: 'flagMap',
  'firewall-backend': 'text',
  'fixed-cidr': 'text',
  'fixed-cidr-v6': 'text',
  group: 'text',
  'host-gateway-ip': 'text',
  'host-gateway-ips': 'texts',
  hosts: 'texts',
  'http-proxy': 'text',
  'https-proxy': 'text',
  icc: 'flag',
  init: 'flag',
  'init-path': 'text',
  'insecure-registries': 'texts',
  ip: 'text',
  'ip-forward': 'flag',
  'ip-forward-no-drop': 'flag',
  'ip-masq': 'flag',
  ip6tables: 'flag',
  iptables: 'flag',
  ipv6: 'flag',
  labels: 'texts',
  'live-restore': 'flag',
  'log-driver': 'text',
  'log-format': 'text',
  'log-level': 'text',
  'log-opts': 'textMap',
  'max-concurrent-downloads': 'integer',
  'max-concurrent-uploads': 'integer',
  'max-download-attempts': 'integer',
  'metrics-addr': 'text',
  mtu: 'integer',
  'network-control-plane-mtu': 'integer',
  'network-diagnostic-port': 'integer',
  'nri-opts': 'map',
  'no-new-privileges': 'flag',
  'no-proxy': 'text',
  'node-generic-resources': 'texts',
  pidfile: 'text',
  proxies: 'map',
  'raw-logs': 'flag',
  'registry-mirrors': 'texts',
  rootless: 'flag',
  runtimes: 'runtimes',
  'seccomp-profile': 'text',
  'selinux-enabled': 'flag',
  'shutdown-timeout': 'integer',
  'storage-driver': 'text',
  'storage-opts': 'texts',
  'swarm-default-advertise-addr': 'text',
  tls: 'flag',
  tlscacert: 'text',
  tlscert: 'text',
  tlskey: 'text',
  tlsverify: 'flag',
  'userland-proxy': 'flag',
  'userland-proxy-path': 'text',
  'userns-remap': 'text',
} as const satisfies Readonly<Record<string, DaemonType>>;

export type DaemonKey = keyof typeof daemonKeys;

/** Whether it is a key of daemon.json. */
export function isDaemonKey(key: string): key is DaemonKey {
  return Object.hasOwn(daemonKeys, key);
}

/**
 * Flags of dockerd that stand for one value of a list, by the key that holds the list. dockerd takes them for known, but
 * reads them nowhere: seen with dockerd 20.10, and in `findConfigurationConflicts` of moby's daemon/config/config.go.
 */
export const flagNames: ReadonlyMap<string, DaemonKey> = new Map([
  ['add-runtime', 'runtimes'],
  ['authorization-plugin', 'authorization-plugins'],
  ['cdi-spec-dir', 'cdi-spec-dirs'],
  ['default-address-pool', 'default-address-pools'],
  ['default-network-opt', 'default-network-opts'],
  ['default-ulimit', 'default-ulimits'],
  ['dns-opt', 'dns-opts'],
  ['exec-opt', 'exec-opts'],
  ['feature', 'features'],
  ['host', 'hosts'],
  ['insecure-registry', 'insecure-registries'],
  ['label', 'labels'],
  ['log-opt', 'log-opts'],
  ['node-generic-resource', 'node-generic-resources'],
  ['registry-mirror', 'registry-mirrors'],
  ['storage-opt', 'storage-opts'],
]);

/** Keys that some releases take and others refuse, or that are flags without a list: nothing is said of them. */
export const uncheckedKeys: ReadonlySet<string> = new Set([
  'config-file',
  'containerd-plugin-namespace',
  'containerd-plugins-namespace',
  'default-init',
  'deprecated-key-path',
  'help',
  'resolv-conf',
  'restart',
  'swarm-raft-election-tick',
  'swarm-raft-heartbeat-tick',
  'validate',
  'version',
]);

/** Keys of older releases. Source: docs.docker.com/engine/deprecated and docker/cli pull request 5723. */
export const removedKeys: ReadonlyMap<string, { readonly in: string; readonly instead: string }> = new Map([
  ['api-cors-header', { in: '28', instead: 'Remove it, and let a reverse proxy send the headers.' }],
  ['cluster-advertise', { in: '23', instead: 'Remove it.' }],
  ['cluster-store', { in: '23', instead: 'Remove it.' }],
  ['cluster-store-opts', { in: '23', instead: 'Remove it.' }],
  ['disable-legacy-registry', { in: '19.03', instead: 'Remove it.' }],
  ['graph', { in: '23', instead: 'Write data-root.' }],
  ['oom-score-adjust', { in: '26', instead: 'Remove it, and set the score where dockerd is started.' }],
]);
