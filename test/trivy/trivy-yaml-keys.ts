// A hostile value for each key of a trivy.yaml that Plimsoll does not take: what someone could put into a repository.

/** What the values may name: all of them lie outside the workspace, and none may be touched. */
export interface Traps {
  /** A folder in which nothing may appear. */
  readonly folder: string;
  /** `127.0.0.1:PORT`; whoever connects is noticed. */
  readonly listener: string;
  /** A file of Rego that finds fault with everything, a template, certificates, other images: real ones. */
  readonly file: (name: 'rego' | 'template' | 'image' | 'ignore' | 'vex' | 'secrets' | 'data') => string;
}

export interface HostileKey {
  readonly key: string;
  readonly value: unknown;
  /** What is scanned: an image, or configuration files. */
  readonly command: 'image' | 'config';
  /** What a Trivy that reads the file by itself does because of it, where that can be seen here: the trap is a real one. */
  readonly bites?: 'connects' | 'differs';
}

const row = (
  key: string,
  value: unknown,
  bites?: HostileKey['bites'],
  command: HostileKey['command'] = 'image',
): HostileKey => ({ key, value, command, ...(bites ? { bites } : {}) });

/** The keys of `trivy image|fs|config|sbom --generate-default-config` of 0.73.0 that are not taken, in its order. */
export function hostileKeys({ folder, listener, file }: Traps): readonly HostileKey[] {
  const repository = [`${listener}/hostile/db:2`];
  return [
    row('ansible.extra-vars', [`@${file('data')}`], undefined, 'config'),
    row('ansible.inventories', [file('data')], undefined, 'config'),
    row('ansible.playbooks', [file('data')], undefined, 'config'),
    row('cacert', file('data'), 'differs'),
    row('cache.backend', `redis://${listener}`, 'connects'),
    row('cache.dir', `${folder}/cache`),
    row('cache.redis.ca', file('data')),
    row('cache.redis.cert', file('data')),
    row('cache.redis.key', file('data')),
    row('cache.redis.tls', true),
    row('cache.ttl', '1ns'),
    row('config', file('data')),
    row('db.download-java-only', true),
    row('db.download-only', true, 'differs'),
    row('db.java-repository', repository),
    row('db.java-skip-update', true),
    row('db.no-progress', true),
    row('db.repository', repository),
    row('db.skip-update', false),
    row('debug', true, 'differs'),
    row('dependency-tree', true),
    row('exit-code', 9, 'differs'),
    row('exit-on-eol', 9),
    row('format', 'cyclonedx', 'differs'),
    row('ignore-policy', file('rego')),
    row('ignorefile', file('ignore'), 'differs'),
    row('image.docker.host', `tcp://${listener}`),
    row('image.image-config-scanners', ['misconfig', 'secret']),
    row('image.input', file('image'), 'differs'),
    row('image.max-size', '1B', 'differs'),
    row('image.platform', 'windows/arm64'),
    row('image.podman.host', `${folder}/podman.sock`),
    row('image.removed-pkgs', true),
    row('image.source', ['remote']),
    row('insecure', true),
    row('kubernetes.k8s-version', '1.1', undefined, 'config'),
    row('license.confidencelevel', 0.1),
    row('license.full', true),
    row('license.ignored', ['MIT']),
    row('list-all-pkgs', false, 'differs'),
    row('misconfiguration.checks-bundle-repository', `${listener}/hostile/checks:2`, undefined, 'config'),
    row('misconfiguration.cloudformation.params', [file('data')], undefined, 'config'),
    row('misconfiguration.config-file-schemas', [file('data')], undefined, 'config'),
    row('misconfiguration.helm.api-versions', ['v1'], undefined, 'config'),
    row('misconfiguration.helm.kube-version', '1.1', undefined, 'config'),
    row('misconfiguration.helm.set', ['a=b'], undefined, 'config'),
    row('misconfiguration.helm.set-file', [`a=${file('data')}`], undefined, 'config'),
    row('misconfiguration.helm.set-string', ['a=b'], undefined, 'config'),
    row('misconfiguration.helm.values', [file('data')], undefined, 'config'),
    row('misconfiguration.include-non-failures', true, undefined, 'config'),
    row('misconfiguration.raw-config-scanners', ['terraform'], undefined, 'config'),
    row('misconfiguration.render-cause', ['terraform'], undefined, 'config'),
    row('misconfiguration.scanners', ['terraform'], 'differs', 'config'),
    row('misconfiguration.terraform.exclude-downloaded-modules', true, undefined, 'config'),
    row('misconfiguration.terraform.vars', [file('data')], undefined, 'config'),
    row('module.dir', folder),
    row('module.enable-modules', ['hostile']),
    row('output', `${folder}/output`, 'differs'),
    row('output-plugin-arg', 'hostile'),
    row('pkg.include-dev-deps', true),
    row('pkg.relationships', ['indirect'], 'differs'),
    row('quiet', true, 'differs'),
    row('registry.password', ['hostile'], 'differs'),
    row('registry.password-stdin', true),
    row('registry.token', 'hostile'),
    row('registry.username', ['hostile'], 'differs'),
    row('rego.check', [file('rego')], undefined, 'config'),
    row('rego.data', [file('data')], 'differs', 'config'),
    row('rego.error-limit', 1, undefined, 'config'),
    row('rego.include-deprecated-checks', true, undefined, 'config'),
    row('rego.namespaces', ['user'], undefined, 'config'),
    row('rego.skip-check-update', false, undefined, 'config'),
    row('rego.trace', true, undefined, 'config'),
    row('report', 'all'),
    row('scan.detection-priority', 'comprehensive'),
    row('scan.disable-telemetry', false),
    row('scan.distro', 'alpine/3.19', 'differs'),
    row('scan.file-patterns', ['pip:.*']),
    row('scan.offline', false),
    row('scan.parallel', 500),
    row('scan.rekor-url', `http://${listener}`),
    row('scan.sbom-sources', ['rekor'], 'differs'),
    row('scan.show-suppressed', true),
    row('scan.skip-version-check', false),
    row('secret.config', file('secrets')),
    row('server.addr', `http://${listener}`, 'connects'),
    row('server.custom-headers', ['X-Hostile: 1']),
    row('server.token', 'hostile'),
    row('server.token-header', 'X-Hostile'),
    row('table-mode', ['summary'], 'differs'),
    row('template', `@${file('template')}`),
    row('version', true),
    row('vulnerability.ignore-status', ['fixed', 'affected'], 'differs'),
    row('vulnerability.severity-source', ['nvd'], 'differs'),
    row('vulnerability.skip-vex-repo-update', true),
    row('vulnerability.vex', [file('vex')], 'differs'),
  ];
}

/** Those that are taken (docs/scanning.md). */
export const takenKeys: readonly string[] = [
  'pkg.types',
  'scan.scanners',
  'scan.skip-dirs',
  'scan.skip-files',
  'severity',
  'timeout',
  'vulnerability.ignore-unfixed',
];
