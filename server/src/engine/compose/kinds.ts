// Which kinds of values the keys of a Compose file take, and which keys there are.
// From compose-go's schema/compose-spec.json (v2.16.2), as far as a service and the top level go.
import { nearest, quoted } from '../parse/errors/problem.ts';
import type { Place, YamlEntry, YamlMap, YamlNode } from '../parse/yaml/tree.ts';
import type { ComposeProject } from './project.ts';
import { mapOf } from './values.ts';

/** `t`: a text, `n`: a number, `b`: true or false, `l`: a list, `m`: a map, `z`: nothing at all. */
type Kinds = ReadonlyMap<string, string>;

function kinds(table: Readonly<Record<string, string>>): Kinds {
  return new Map(
    Object.entries(table).flatMap(([kind, keys]) => keys.split(' ').map((key) => [key, kind] as const)),
  );
}

const top = kinds({
  m: 'configs jobs models networks secrets services volumes',
  l: 'include',
  t: 'name version',
});

const service = kinds({
  lm: 'annotations depends_on environment extra_hosts labels models networks sysctls',
  bt: 'attach init oom_kill_disable privileged read_only stdin_open tty',
  m: 'blkio_config credential_spec healthcheck logging provider storage_opt ulimits',
  mt: 'build extends',
  l: 'cap_add cap_drop configs device_cgroup_rules devices dns_opt expose external_links group_add links ports post_start pre_start pre_stop profiles secrets security_opt volumes volumes_from',
  t: 'cgroup cgroup_parent container_name cpuset domainname hostname image ipc isolation mac_address network_mode platform pull_policy pull_refresh_after restart runtime stop_grace_period stop_signal user userns_mode uts working_dir',
  ltz: 'command entrypoint',
  nt: 'cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus mem_limit mem_reservation mem_swappiness memswap_limit oom_score_adj pids_limit scale shm_size',
  mz: 'deploy develop',
  lt: 'dns dns_search env_file label_file tmpfs',
  tz: 'pid',
  ntz: 'umask',
  b: 'use_api_socket',
  // Text or list, and it has a form of its own.
  ltbmnz: 'gpus',
});

const build = kinds({
  lm: 'additional_contexts args extra_hosts labels ssh',
  l: 'cache_from cache_to entitlements platforms secrets tags',
  t: 'context dockerfile dockerfile_inline isolation network target',
  bt: 'no_cache privileged provenance pull sbom',
  lt: 'no_cache_filter',
  nt: 'shm_size',
  m: 'ulimits',
});

const healthcheck = kinds({
  bt: 'disable',
  t: 'interval start_interval start_period timeout',
  nt: 'retries',
  lt: 'test',
});

const deploy = kinds({
  t: 'endpoint_mode mode',
  lm: 'labels',
  m: 'placement resources restart_policy rollback_config update_config',
  nt: 'replicas',
});

const names: Readonly<Record<string, string>> = {
  t: 'a text',
  n: 'a number',
  b: 'true or false',
  l: 'a list',
  m: 'a map',
};

/** The letter of a value's kind; undefined when it is made of variables, so that Compose makes of it what it needs. */
function kindOf(node: YamlNode): string | undefined {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'm' : 'l';
  if (node.value === undefined || node.variables !== undefined) return undefined;
  if (node.value === null) return 'z';
  return { string: 't', number: 'n', boolean: 'b' }[typeof node.value as 'string' | 'number' | 'boolean'];
}

/** What a value is, in words, and what to do when it should be something else. */
function advice(kind: string, wanted: string, node: YamlNode): string {
  if (kind === 'z') return 'Write the value, or remove the key.';
  const isPlain = node.kind === 'scalar' && node.style === 'plain';
  if ((kind === 'n' || kind === 'b') && wanted.includes('t') && isPlain) return 'Put it in quotes.';
  if (wanted.includes('l') && node.kind === 'scalar') return 'Write it behind a dash.';
  return 'Write it so.';
}

class KindCheck {
  private readonly refuse: (at: Place, message: string) => void;
  private readonly isWhole: boolean;

  constructor(refuse: (at: Place, message: string) => void, isWhole: boolean) {
    this.refuse = refuse;
    this.isWhole = isWhole;
  }

  map(map: YamlMap | undefined, known: Kinds): void {
    for (const entry of map?.entries ?? []) this.entry(entry, known);
  }

  private entry({ key, keyAt, value }: YamlEntry, known: Kinds): void {
    const wanted = known.get(key);
    if (wanted === undefined) {
      // Later versions of Compose may know more keys, but hardly ones that are a slip away from these.
      const near = key.startsWith('x-') || key.length < 4 ? undefined : nearest(key, known.keys());
      if (near !== undefined) {
        this.refuse(
          keyAt,
          `Compose knows no key ${quoted(key)} here. Write ${quoted(near)} if that is meant.`,
        );
      }
      return;
    }
    const kind = kindOf(value);
    if (kind === undefined || wanted.includes(kind) || (kind === 'z' && !this.isWhole)) return;
    const list = [...wanted].flatMap((letter) => names[letter] ?? []);
    const words = list.length > 1 ? `${list.slice(0, -1).join(', ')} or ${list.at(-1)}` : list[0];
    const is = kind === 'z' ? 'nothing' : names[kind];
    const at = kind === 'z' ? keyAt : value.at;
    this.refuse(
      at,
      `The key ${quoted(key)} is ${is} here, and Compose takes ${words} only. ${advice(kind, wanted, value)}`,
    );
  }
}

/**
 * Says where values have kinds that Compose refuses, and where keys are misspelt.
 * @param isWhole nothing else is merged onto the project: a key without a value stays one
 */
export function checkKinds(
  project: Pick<ComposeProject, 'root' | 'services'>,
  refuse: (at: Place, message: string) => void,
  isWhole: boolean,
): void {
  const check = new KindCheck(refuse, isWhole);
  check.map(project.root, top);
  for (const { key, keyAt, value } of mapOf(project.root.get('services'))?.entries ?? []) {
    const kind = kindOf(value);
    if (kind !== undefined && kind !== 'm' && (kind !== 'z' || isWhole)) {
      const what = kind === 'z' ? 'nothing' : names[kind];
      refuse(
        keyAt,
        `The service ${quoted(key)} is ${what}, and Compose wants a map. Write its image or build below it.`,
      );
    }
  }
  for (const { node } of project.services) {
    check.map(node, service);
    check.map(mapOf(node.get('build')), build);
    check.map(mapOf(node.get('healthcheck')), healthcheck);
    check.map(mapOf(node.get('deploy')), deploy);
  }
}
