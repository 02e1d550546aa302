// The policies in an editor: judged by the project's settings file, with the open Dockerfile for the base image.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { hasParts, requirePart } from '../part.ts';
import { debianLayer, writeImage } from '../trivy/docker-tar.ts';
import { Editor, type EditorOptions } from './editor.ts';

const trivy = requirePart('trivy');
const cache = requirePart('trivy-cache');
const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-policy-'));
const tar = join(place, 'app.tar');

beforeAll(() => {
  if (!hasParts('trivy', 'trivy-cache')) return;
  symlinkSync(trivy, join(place, 'trivy'));
  const history = [
    { created_by: '# debian.sh' },
    { created_by: 'COPY . /srv # buildkit', comment: 'buildkit.dockerfile.v0' },
  ];
  writeImage(tar, 'example/app:1', [debianLayer, { 'srv/app': 'x' }], '2026-03-04T05:06:07Z', history);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

interface Page {
  done: boolean;
  message?: string;
  title?: string;
  markdown?: string;
  refused?: boolean;
  counts?: string;
  canAskRegistry?: boolean;
}

async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.start({
    initializationOptions: { plimsollClient: true },
    settings: { trivy: { offline: true } },
    ...options,
    env: {
      PATH: `${place}:${process.env['PATH']}`,
      DOCKER_HOST: 'unix:///nowhere.sock',
      TRIVY_CACHE_DIR: cache,
      XDG_CACHE_HOME: join(place, 'cache'),
    },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  return editor;
}

test('by the settings file nearest to the Dockerfile, whose FROM tells the base image', async () => {
  const policy = {
    approvedBases: ['registry.example.com/*'],
    forbiddenLicenses: ['MIT'],
    off: ['attestations'],
  };
  const text = 'FROM debian:10\nCOPY . /srv\n';
  const kev = { vulnerabilities: [{ cveID: 'CVE-2023-45853' }] };
  const editor = await start({
    files: {
      '.plimsoll.json': '{ "policy": { "off": ["non-root-user"] } }',
      'web/.plimsoll.json': JSON.stringify({ policy: { ...policy, kev: 'lists/kev.json' } }),
      'web/lists/kev.json': JSON.stringify(kev),
      'web/Dockerfile': text,
    },
  });
  const uri = await editor.open(text, 'web/Dockerfile');
  const page = await editor.command<Page>('plimsoll.server.checkPolicies', `tar:${tar}`, uri);
  expect(page).toMatchObject({ done: true, refused: true, title: `Policies for ${tar}` });
  expect(page.markdown).toMatch(/`approved-base-image`\) \| ❌ fail \| It was built on debian:10 /);
  expect(page.markdown).toMatch(
    /`supported-base-image`\) \| ❌ fail \| It is outdated: Debian 10 has had no support/,
  );
  expect(page.markdown).toMatch(/`non-root-user`\) \| ❌ fail \|/);
  expect(page.markdown).toMatch(
    /`no-high-profile-vulnerabilities`\) \| ❌ fail \| CVE\\-2023\\-45853 is in the image/,
  );
  expect(page.markdown).toMatch(/`attestations`\) \| ⏸ not judged \|/);
  expect(page.counts).toMatch(/^\d passed, 5 failed, /);
});

test('without a Dockerfile by the settings file of the folder; nothing is asked of a registry', async () => {
  const editor = await start({ files: { '.plimsoll.json': '{ "policy": { "off": ["non-root-user"] } }' } });
  const page = await editor.command<Page>('plimsoll.server.checkPolicies', `tar:${tar}`);
  expect(page.markdown).toMatch(/`non-root-user`\) \| ⏸ not judged \|/);
  expect(page.markdown).toMatch(/`attestations`\) \| ❔ not known \|/);
  // A file has no registry.
  expect(page.canAskRegistry).toBe(false);
});

test('a settings file with a mistake judges nothing', async () => {
  const editor = await start({ files: { '.plimsoll.json': '{ "policy": { "mostFixable": "many" } }' } });
  const page = await editor.command<Page>('plimsoll.server.checkPolicies', `tar:${tar}`);
  expect(page).toMatchObject({
    done: false,
    message: expect.stringContaining('policy.mostFixable must be a whole number'),
  });
});

test('an editor without our client has the result in its log', async () => {
  const editor = await start({ initializationOptions: {} });
  const page = await editor.command<Page>('plimsoll.server.checkPolicies', `tar:${tar}`);
  expect(page.refused).toBe(true);
  await editor.until(() => editor.messages.length > 0);
  expect(editor.messages[0]?.message).toContain('the result is in the log');
});
