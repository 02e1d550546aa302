// The report of the CIS Docker Benchmark: each control passed, failed, accepted, or not to be told from files.
import { describe, expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

function controls(dockerfile: string, more: Record<string, string> = {}): Record<string, string> {
  const cwd = workspace({ Dockerfile: dockerfile, ...more });
  const { out } = plimsoll(['check', '--profile', 'cis', '--format', 'json'], { cwd });
  const [file] = JSON.parse(out).files as { controls: { id: string; status: string }[] }[];
  return Object.fromEntries(file!.controls.map(({ id, status }) => [id, status]));
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
