// Statements, upgrades and explanations, from the light bulb on: a real image in a real Docker engine, the real Trivy.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TextEdit } from 'vscode-languageserver-protocol/node';
import { findingOf, ids, save, scannedProject, summary, text, titled } from './scanned-project.ts';

const start = scannedProject();

test('an OpenVEX statement, and a second one in the same document', async () => {
  const { editor, scan, shown, on, file } = await start();
  await scan();
  const before = ids(await shown());
  const action = titled(await on('CVE-2099-20001'), 'Write an OpenVEX');
  expect(action.command?.arguments?.[0]).toMatchObject({ isNew: true });
  // An image that was loaded and not pulled has no digest of a registry.
  expect(action.command?.arguments?.[0]).not.toHaveProperty('image');
  const finding = findingOf(action);
  const write = (more: object) => editor.command('plimsoll.server.writeVex', { finding, ...more });
  expect(await write({ status: 'not_affected' })).toMatchObject({
    done: false,
    message: expect.stringContaining('needs a justification'),
  });
  expect(await write({ status: 'affected' })).toMatchObject({ done: false });
  expect(await write({ status: 'harmless' })).toMatchObject({ done: false });
  expect(await write({ status: 'fixed', onlyImage: true })).toMatchObject({
    done: false,
    message: expect.stringContaining('has no digest'),
  });
  expect(await write({ status: 'under_investigation', author: 'Team' })).toMatchObject({ done: true });
  await scan();
  expect(ids(await shown())).toEqual(before);
  const justification = 'vulnerable_code_not_in_execute_path';
  expect(await write({ status: 'not_affected', justification, note: 'debug is off' })).toMatchObject({
    done: true,
  });
  const document = JSON.parse(file('.vex/images.openvex.json'));
  expect(document).toMatchObject({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    author: 'Team',
    version: 2,
    statements: [
      { status: 'under_investigation' },
      {
        vulnerability: { name: 'CVE-2099-20001' },
        products: [{ '@id': 'pkg:pypi/flask@2.0.0' }],
        status: 'not_affected',
        justification,
        impact_statement: 'debug is off',
      },
    ],
  });
  expect(document['@id']).toMatch(/^urn:uuid:/);
  await scan();
  expect(ids(await shown())).toEqual(before.filter((id) => id !== 'CVE-2099-20001'));
  expect(summary(await shown())).toContain('By images.openvex.json 1 finding was left out.');
});

test('why a package is there, and its advisory', async () => {
  const { editor, scan, on } = await start();
  const pages: { name: string; markdown: string }[] = [];
  const opened: object[] = [];
  editor.connection.onNotification('plimsoll/page', (page) => {
    pages.push(page);
  });
  editor.connection.onRequest('window/showDocument', (asked: object) => {
    opened.push(asked);
    return { success: true };
  });
  await scan();
  const run = async (id: string, title: string) => {
    const { command } = titled(await on(id), title);
    return editor.command(command!.command, ...command!.arguments!);
  };
  expect(await run('CVE-2023-31484', 'Show why')).toEqual({ done: true });
  expect(pages[0]?.name).toBe('Why perl-base is there');
  expect(pages[0]?.markdown).toContain('was brought by line 2.');
  expect(pages[0]?.markdown).toContain('- `tar 1.34+dfsg-1.2` → `perl-base 5.36.0-7`');
  expect(await run('CVE-2099-10001', 'Show why')).toEqual({ done: true });
  expect(pages[1]?.markdown).toContain('came with the base image of line 1.');
  expect(pages[1]?.markdown).toContain('No other installed package depends on it.');
  expect(await run('CVE-2099-10001', 'Open the advisory')).toEqual({ done: true });
  expect(opened).toEqual([{ uri: expect.stringMatching(/^https:\/\//), external: true }]);
});

test('upgrades where a line names the version: a pin in RUN, a requirement, the base image that a scan proves better', async () => {
  const settings = {
    trivy: { offline: true },
    scan: { diagnosticSeverity: { medium: 'warning' } },
  };
  const { editor, scan, on, uri } = await start({ settings });
  await scan();
  const tar = titled(await on('CVE-2099-10002'), 'Upgrade');
  expect(tar.title).toBe('Upgrade tar from 1.34+dfsg-1.2 to 99.0-1');
  expect(await editor.applied(uri, tar)).toBe(text.replace('1.34+dfsg-1.2', '99.0-1'));
  const flask = titled(await on('CVE-2099-20001'), 'Upgrade');
  expect(flask.title).toBe('Upgrade Flask from 2.0.0 to 99 in requirements.txt');
  const [change] = flask.edit!.documentChanges as { textDocument: { uri: string }; edits: TextEdit[] }[];
  save(change!.textDocument.uri, change!.edits);
  expect(readFileSync(join(editor.folder, 'requirements.txt'), 'utf8')).toBe('# pinned\nFlask==99  # web\n');
  // Nothing is known of another base image yet.
  expect((await on('CVE-2099-10001')).map(({ title }) => title).join()).not.toContain('Upgrade');
  expect((await on('CVE-2023-31484')).map(({ title }) => title).join()).not.toContain('Upgrade');
  await editor.command('plimsoll.server.scanTarget', 'example/deck:2');
  const base = titled(await on('CVE-2099-10001'), 'Upgrade');
  expect(base.title).toBe(
    'Upgrade the base image to example/deck:2 (its scan does not have CVE-2099-10001 in bash)',
  );
  expect(await editor.applied(uri, base)).toBe(text.replace('deck:1', 'deck:2'));
  // zlib1g is in both.
  expect((await on('CVE-2023-45853')).map(({ title }) => title).join()).not.toContain('Upgrade');
});

test('many findings on one line: a few in full, the others as one action each, all of them within reach', async () => {
  for (const own of [true, false]) {
    const { editor } = await start({ initializationOptions: { plimsollClient: own } });
    const uri = await editor.open('FROM example/full:1\nUSER 65532\nCMD ["bash"]\n', 'Dockerfile.full');
    await editor.command('plimsoll.server.scanBase', uri, 0);
    // Without diagnostics in the request everything on the line is meant.
    const actions = await editor.actions(uri, 'FROM');
    const count = (start: string) => actions.filter(({ title }) => title.startsWith(start)).length;
    expect([count('Ignore CVE'), count('Decide on'), count('Write an OpenVEX')]).toEqual(
      own ? [3, 2, 3] : [5, 0, 3],
    );
    if (!own) continue;
    const [decide] = titled(actions, 'Decide on').command!.arguments! as [{ choices: { command: string }[] }];
    expect(decide!.choices.map(({ command }) => command)).toEqual([
      'plimsoll.ignoreFinding',
      'plimsoll.writeVex',
      'plimsoll.server.openAdvisory',
    ]);
  }
});
