// Which keys of a Compose file are merged in a way of their own.
// From compose-go's override/merge.go (v2.16.2).

/**
 * `replace`: the later value counts. `pairs`: `NAME=value` by name. `sequence`: one value or a list, put behind each
 * other. `names`, `dependencies`: a list of names or a map. `build`, `logging`, `limit`: as their keys need it.
 */
export type MergeRule =
  | 'replace'
  | 'pairs'
  | 'sequence'
  | 'names'
  | 'dependencies'
  | 'build'
  | 'logging'
  | 'limit';

const ofService: Readonly<Record<string, MergeRule>> = {
  annotations: 'pairs',
  build: 'build',
  'build.args': 'pairs',
  'build.additional_contexts': 'pairs',
  'build.extra_hosts': 'sequence',
  'build.labels': 'pairs',
  command: 'replace',
  'deploy.labels': 'pairs',
  depends_on: 'dependencies',
  dns: 'sequence',
  dns_opt: 'sequence',
  dns_search: 'sequence',
  entrypoint: 'replace',
  env_file: 'sequence',
  environment: 'pairs',
  extra_hosts: 'sequence',
  'healthcheck.test': 'replace',
  label_file: 'sequence',
  labels: 'pairs',
  logging: 'logging',
  models: 'names',
  networks: 'names',
  sysctls: 'pairs',
  tmpfs: 'sequence',
};

const withLabels = new Set(['networks', 'volumes', 'secrets', 'configs']);

/** The rule for a path of keys from the file's top; undefined for the general one. */
export function mergeRule(path: readonly string[]): MergeRule | undefined {
  const [section = '', , ...keys] = path;
  if (section === 'services' || section === 'jobs') {
    if (keys.length === 2 && keys[0] === 'ulimits') return 'limit';
    const key = keys.join('.');
    return Object.hasOwn(ofService, key) ? ofService[key] : undefined;
  }
  return withLabels.has(section) && keys.length === 1 && keys[0] === 'labels' ? 'pairs' : undefined;
}
