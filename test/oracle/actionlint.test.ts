// Every workflow that `plimsoll ci init github` can write, and this project's own action, as actionlint judges them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/root.ts';
import { type DockerfileBuild, makePipeline, type Phase, phases } from '../../server/src/pipeline/index.ts';
import { requirePart } from '../part.ts';

const actionlint = requirePart('actionlint');

// A repository of its own: actionlint looks upward for one.
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-actionlint-'));
mkdirSync(join(folder, '.git'));
mkdirSync(join(folder, '.github/workflows'), { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What actionlint prints of a workflow. Programs that may be on PATH or not are left out of it. */
function judge(name: string, text: string): string {
  const file = join(folder, '.github/workflows', `${name}.yml`);
  writeFileSync(file, text);
  const args = ['-no-color', '-oneline', '-shellcheck=', '-pyflakes=', file];
  const { stdout, stderr, status } = spawnSync(actionlint, args, { cwd: folder, encoding: 'utf8' });
  expect([0, 1]).toContain(status);
  return stdout + stderr;
}

const builds: Readonly<Record<string, readonly DockerfileBuild[]>> = {
  'no-image': [],
  'one-image': [{ dockerfile: 'Dockerfile', context: '.' }],
  'hostile-names': [
    { dockerfile: 'Dockerfile', context: '.', target: 'prod' },
    { dockerfile: `it's "a" \`b\` $(c) #d: &e/Dockerfile`, context: '*x' },
    { dockerfile: "Dockerfile.${{ github.event.issue.title }}'}}", context: '.' },
    { dockerfile: 'Dockerfile.\n  evil: true', context: '.' },
    { dockerfile: '- ? | > % @ !!x/Dockerfile', context: '- ? | > % @ !!x' },
  ],
};

const combinations: Phase[][] = [[]];
for (const phase of phases) combinations.push(...combinations.map((before) => [...before, phase]));

describe.each(Object.entries(builds))('%s', (name, list) => {
  test.each(combinations.map((chosen) => [chosen.join(' ') || 'nothing chosen', chosen] as const))(
    '%s',
    (_title, chosen) => {
      const made = makePipeline({ platform: 'github', phases: chosen, builds: list, version: '0.1.0' });
      expect(judge(`${name}-${chosen.join('-')}`, made.text)).toBe('');
    },
  );
});

test('actionlint refuses a workflow that is not right', () => {
  const { text } = makePipeline({ platform: 'github', phases: [], builds: [], version: '0.1.0' });
  expect(judge('wrong', text.replace('timeout-minutes', 'timeout'))).toContain('unexpected key "timeout"');
});

describe('the action of this project', () => {
  const workflow = (inputs: string) => `on: push
jobs:
  check:
    runs-on: ubuntu-24.04
    steps:
      - id: plimsoll
        uses: ./
        with: {${inputs}}
      - run: echo "$REPORT"
        env:
          REPORT: \${{ steps.plimsoll.outputs.sarif }}
`;
  copyFileSync(join(root, 'action.yml'), join(folder, 'action.yml'));

  test('takes its inputs and gives its output', () => {
    const inputs = "paths: '.', profile: strict, fail-on: error, sarif: out.sarif";
    expect(judge('action', workflow(inputs))).toBe('');
  });

  test('has no others', () => {
    expect(judge('action-wrong', workflow('path: x'))).toContain('input "path" is not defined');
  });
});
