// The report of the CIS Docker Benchmark: each control passed, failed, accepted, or not to be told from files.
import { describe, expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

interface CheckedFile {
  readonly path: string;
  readonly controls: readonly { readonly id: string; readonly status: string; readonly reason?: string }[];
}

function fileOf(path: string, files: Record<string, string>): CheckedFile {
  const cwd = workspace(files);
  const { out } = plimsoll(['check', '--profile', 'cis', '--format', 'json'], { cwd });
  return (JSON.parse(out).files as CheckedFile[]).find((file) => file.path === path)!;
}

const statuses = (file: CheckedFile): Record<string, string> =>
  Object.fromEntries(file.controls.map(({ id, status }) => [id, status]));

function controls(dockerfile: string, more: Record<string, string> = {}): Record<string, string> {
  return statuses(fileOf('Dockerfile', { Dockerfile: dockerfile, ...more }));
}

const good =
  'FROM debian:12.5-slim\nCOPY app /app\nUSER 65532\nHEALTHCHECK CMD ["/app", "health"]\nCMD ["/app"]\n';

describe('the controls of section 4', () => {
  test('all twelve are listed, in order', () =>
    expect(Object.keys(controls(good))).toEqual(Array.from({ length: 12 }, (_, index) => `4.${index + 1}`)));

  test.each([
    ['4.1', good, 'passed'],
    ['4.1', good.replace('USER 65532\n', ''), 'failed'],
    ['4.1', good.replace('USER 65532\n', '').replace('debian:12.5-slim', 'own/image:1'), 'not decidable'],
    ['4.1', `# plimsoll ignore-file=root-user reason="r"\n${good.replace('USER 65532\n', '')}`, 'accepted'],
    ['4.2', good, 'not decidable'],
    ['4.2', good.replace(':12.5-slim', ''), 'failed'],
    ['4.5', good, 'not decidable'],
    ['4.6', good, 'passed'],
    ['4.6', good.replace(/HEALTHCHECK.*\n/, 'EXPOSE 8080\n'), 'failed'],
    ['4.7', good, 'passed'],
    ['4.7', good.replace('COPY', 'RUN apt-get update\nRUN apt-get install -y git\nCOPY'), 'failed'],
    ['4.9', good, 'passed'],
    ['4.9', good.replace('COPY', 'ADD'), 'failed'],
    ['4.10', good, 'passed'],
    ['4.10', good.replace('USER', 'ENV API_TOKEN=8f2d0b6c1e5a4937\nUSER'), 'failed'],
    ['4.11', good.replace('COPY', 'RUN curl https://a.example/x | sh\nCOPY'), 'failed'],
    ['4.12', good, 'not decidable'],
  ])('%s in %j: %s', (id, text, status) => {
    expect(controls(text)[id]).toBe(status);
  });

  test('trust is decided where the project says whom it trusts', () => {
    const settings = '{ "rules": { "unapproved-registry": { "allow": ["docker.io"] } } }';
    expect(controls(good, { '.plimsoll.json': settings })['4.2']).toBe('passed');
  });

  test('as text and as Markdown; not in other profiles', () => {
    const cwd = workspace({ Dockerfile: good });
    const run = (...args: string[]) => plimsoll(['check', ...args], { cwd }).out;
    expect(run('--profile', 'cis')).toMatch(/4\.1 +passed +The container runs as a user of its own/);
    expect(run('--profile', 'cis', '--format', 'markdown')).toContain('| 4.5 | not decidable |');
    expect(run()).not.toContain('CIS');
  });
});

const compose = `services:
  api:
    image: example.com/team/api:1.4.2
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    mem_limit: 256m
    cpus: 0.5
    pids_limit: 100
    restart: on-failure:5
    healthcheck:
      test: ["CMD", "/api", "health"]
`;

/** Each text in a folder of its own, all of them checked in one run. */
function checkedTogether(
  name: string,
  texts: readonly string[],
): ReadonlyMap<string, Record<string, string>> {
  const all = [...new Set(texts)];
  const cwd = workspace(Object.fromEntries(all.map((text, index) => [`case-${index}/${name}`, text])));
  const { out } = plimsoll(['check', '--profile', 'cis', '--format', 'json'], { cwd });
  const files = new Map((JSON.parse(out).files as CheckedFile[]).map((file) => [file.path, file]));
  return new Map(all.map((text, index) => [text, statuses(files.get(`case-${index}/${name}`)!)]));
}

describe('the controls of section 5', () => {
  let checked: ReadonlyMap<string, Record<string, string>> | undefined;
  const statusesOf = (text: string) => {
    checked ??= checkedTogether(
      'compose.yaml',
      cases.map(([, each]) => each),
    );
    return checked.get(text)!;
  };

  test('all thirty-two are listed, in order', () =>
    expect(Object.keys(statusesOf(compose))).toEqual(
      Array.from({ length: 32 }, (_, index) => `5.${index + 1}`),
    ));

  const with_ = (line: string) => compose.replace('    read_only', `    ${line}\n    read_only`);
  const without = (key: string) => compose.replace(new RegExp(`    ${key}: .*\\n`), '');
  const cases: readonly (readonly [id: string, text: string, status: string])[] = [
    ['5.1', compose, 'not decidable'],
    ['5.2', compose, 'not decidable'],
    ['5.2', compose.replace('["no', '["apparmor=unconfined", "no'), 'failed'],
    ['5.3', compose.replace('["no', '["apparmor=unconfined", "no'), 'not decidable'],
    ['5.4', compose, 'passed'],
    ['5.4', without('cap_drop'), 'failed'],
    ['5.4', with_('cap_add: [SYS_ADMIN]'), 'failed'],
    ['5.5', compose, 'passed'],
    ['5.5', with_('privileged: true'), 'failed'],
    ['5.5', with_('privileged: ${RIGHTS}'), 'not decidable'],
    ['5.6', with_('volumes: ["/etc:/host/etc:ro"]'), 'failed'],
    ['5.8', with_('ports: ["443:8443"]'), 'not decidable'],
    ['5.8', with_('ports: ["127.0.0.1:8443:8443"]'), 'passed'],
    ['5.10', compose, 'passed'],
    ['5.10', with_('network_mode: host'), 'failed'],
    ['5.16', with_('network_mode: host'), 'passed'],
    ['5.16', with_('pid: host'), 'failed'],
    ['5.11', without('mem_limit'), 'failed'],
    ['5.12', without('cpus'), 'failed'],
    ['5.13', compose, 'passed'],
    ['5.13', without('read_only'), 'failed'],
    ['5.14', with_('ports: ["8443:8443"]'), 'not decidable'],
    ['5.15', compose, 'passed'],
    ['5.15', without('restart'), 'failed'],
    ['5.15', compose.replace('on-failure:5', 'always'), 'not decidable'],
    ['5.20', with_('volumes: ["/srv:/srv:rshared"]'), 'failed'],
    ['5.22', compose, 'passed'],
    ['5.22', compose.replace('["no', '["seccomp=unconfined", "no'), 'failed'],
    ['5.26', compose, 'passed'],
    ['5.26', without('security_opt'), 'failed'],
    ['5.27', compose, 'passed'],
    ['5.29', without('pids_limit'), 'failed'],
    ['5.30', with_('network_mode: bridge'), 'failed'],
    ['5.32', with_('volumes: ["/var/run/docker.sock:/var/run/docker.sock"]'), 'failed'],
    ['5.32', compose, 'passed'],
    [
      '5.13',
      compose
        .replace('api:', '# plimsoll ignore=writable-root-filesystem reason="r"\n  api:')
        .replace('    read_only: true\n', ''),
      'accepted',
    ],
    ['5.5', `${compose}    privileged: [\n`, 'not decidable'],
    ['5.13', `${compose}  web:\n    image: example.com/web:1\n`, 'failed'],
  ];
  test.each(cases)('%s in %j: %s', (id, text, status) => {
    expect(statusesOf(text)[id]).toBe(status);
  });
});

describe('the controls of section 2', () => {
  const all =
    '{ "icc": false, "userns-remap": "default", "no-new-privileges": true, "live-restore": true, "userland-proxy": false, "hosts": ["fd://"] }';

  let checked: ReadonlyMap<string, Record<string, string>> | undefined;
  const statusesOf = (text: string) => {
    checked ??= checkedTogether(
      'docker/daemon.json',
      cases.map(([, each]) => each),
    );
    return checked.get(text)!;
  };

  test('all eighteen are listed, in order', () =>
    expect(Object.keys(statusesOf(all))).toEqual(Array.from({ length: 18 }, (_, index) => `2.${index + 1}`)));

  const cases: readonly (readonly [id: string, text: string, status: string])[] = [
    ['2.1', all, 'not decidable'],
    ['2.2', all, 'passed'],
    ['2.2', '{}', 'failed'],
    ['2.3', '{ "log-level": "debug" }', 'failed'],
    ['2.3', '{ "log-level": "error" }', 'failed'],
    ['2.3', all, 'passed'],
    ['2.4', '{ "iptables": false }', 'failed'],
    ['2.5', '{ "insecure-registries": ["r.lan"] }', 'failed'],
    ['2.5', all, 'passed'],
    ['2.7', '{ "hosts": ["tcp://0.0.0.0:2375"] }', 'failed'],
    ['2.7', all, 'passed'],
    ['2.7', '{}', 'not decidable'],
    ['2.9', all, 'passed'],
    ['2.14', '{ "no-new-privileges": false }', 'failed'],
    ['2.15', all, 'passed'],
    ['2.16', all, 'passed'],
    ['2.18', '{ "experimental": true }', 'failed'],
    ['2.2', '{ "icc": false, }', 'not decidable'],
  ];
  test.each(cases)('%s in %s: %s', (id, text, status) => {
    expect(statusesOf(text)[id]).toBe(status);
  });

  test('as text', () => {
    const cwd = workspace({ 'docker/daemon.json': all });
    const { out } = plimsoll(['check', '--profile', 'cis'], { cwd });
    expect(out).toContain('CIS Docker Benchmark, section 2: ');
  });
});
