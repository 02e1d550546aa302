// Ignoring a finding, from the light bulb to the next scan: a real image in a real Docker engine, the real Trivy.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modern } from './editor.ts';
import { findingOf, ids, scannedProject, summary, titled } from './scanned-project.ts';

const start = scannedProject();

test('an entry of the ignore file: asked for by the light bulb, written beside the Dockerfile, heeded by the next scan', async () => {
  const { editor, scan, shown, on, file, uri } = await start();
  await scan();
  const before = ids(await shown());
  expect(before).toContain('CVE-2023-31484');
  const actions = (await on('CVE-2023-31484')).map(({ title }) => title);
  expect(actions).toEqual(
    expect.arrayContaining([
      'Ignore CVE-2023-31484 in perl-base with a reason…',
      'Write an OpenVEX statement on CVE-2023-31484 in perl-base…',
      'Show why perl-base is there',
    ]),
  );
  // Of the others on the line nothing is offered: the editor asked about one.
  expect(actions.join()).not.toContain('CVE-2099');
  const action = titled(await on('CVE-2023-31484'), 'Ignore CVE');
  expect(action.command).toMatchObject({
    command: 'plimsoll.ignoreFinding',
    arguments: [{ only: 'perl-base 5.36.0-7', file: join(editor.folder, '.trivyignore.yaml') }],
  });
  expect(action.diagnostics).toMatchObject([{ code: 'CVE-2023-31484' }]);
  const finding = findingOf(action);
  const told = { finding, reason: 'CPAN is not used: "never"', expires: '2099-01-01' };
  expect(await editor.command('plimsoll.server.ignoreFinding', told)).toMatchObject({
    done: true,
    wasOpen: false,
    message: expect.stringContaining('stands in .trivyignore.yaml'),
    again: { command: 'plimsoll.server.scanImage', arguments: [uri] },
  });
  expect(file('.trivyignore.yaml')).toBe(
    `vulnerabilities:
  - id: CVE-2023-31484
    purls:
      - pkg:deb/debian/perl-base@5.36.0-7
    statement: 'CPAN is not used: "never"'
    expired_at: 2099-01-01
`,
  );
  // Once more: no second entry.
  await editor.command('plimsoll.server.ignoreFinding', { ...told, reason: 'looked at again' });
  expect(file('.trivyignore.yaml').match(/CVE-2023-31484/g)).toHaveLength(1);
  await scan();
  expect(ids(await shown())).toEqual(before.filter((id) => id !== 'CVE-2023-31484'));
  expect(summary(await shown())).toContain('By .trivyignore.yaml 1 finding was left out.');
  const pages: { name: string; markdown: string }[] = [];
  editor.connection.onNotification('plimsoll/page', (page) => {
    pages.push(page);
  });
  const { command } = titled(await editor.actions(uri, 'FROM'), 'Show the finding left out of example/app:1');
  expect(await editor.command(command!.command, ...command!.arguments!)).toEqual({ done: true });
  expect(pages[0]?.markdown).toMatch(
    /\| high \| `perl-base` \| .*looked at again \| &#46;trivyignore&#46;yaml \|/,
  );
  expect(await editor.command('plimsoll.server.ignoreFinding', told)).toMatchObject({
    done: false,
    message: 'This finding is no longer there. Scan again.',
  });
  expect(await editor.command('plimsoll.server.ignoreFinding', { finding: { uri } })).toMatchObject({
    done: false,
  });
});

test('an ignore file that is there is added to, a plain one in its own form', async () => {
  const plain = '# old\nCVE-2000-0001\n';
  const { editor, scan, shown, on, file } = await start({ files: { '.trivyignore': plain } });
  await scan();
  const action = titled(await on('CVE-2099-20001'), 'Ignore CVE');
  expect(action.command?.arguments?.[0]).not.toHaveProperty('only');
  const told = { finding: findingOf(action), reason: 'only in CI', expires: '2099-01-01' };
  await editor.command('plimsoll.server.ignoreFinding', told);
  expect(file('.trivyignore')).toBe(`${plain}\n# only in CI\nCVE-2099-20001 exp:2099-01-01\n`);
  await scan();
  expect(ids(await shown())).not.toContain('CVE-2099-20001');
});

test('an ignore file that Trivy would stop at is told of before a scan', async () => {
  const { scan, editor } = await start({ files: { '.trivyignore.yaml': 'vulnerabilities:\n  - CVE-1\n' } });
  expect(await scan()).toMatchObject({
    done: false,
    message: expect.stringMatching(/\.trivyignore\.yaml, line 2: Trivy expects an entry with an id/),
  });
  expect(editor.messages.at(-1)?.message).toContain('line 2');
});

test('an editor without our client: the entry has a text that asks for a reason, and the file says so', async () => {
  const { editor, scan, on, file } = await start({ initializationOptions: {}, capabilities: modern });
  await scan();
  const { command, title } = titled(await on('CVE-2023-31484'), 'Ignore CVE');
  expect(title).toBe('Ignore CVE-2023-31484 in perl-base with a reason');
  expect(await editor.command(command!.command, ...command!.arguments!)).toMatchObject({ done: true });
  const written = file('.trivyignore.yaml');
  expect(written).toMatch(/statement: "?TODO: say why this is accepted"?\n {4}expired_at: \d{4}-\d\d-\d\d\n/);
  const ignore = await editor.open(written, '.trivyignore.yaml');
  const found = await editor.pull(ignore);
  expect(found).toMatchObject([{ code: 'suppression-without-reason', severity: 3 }]);
  const vex = titled(await on('CVE-2023-31484'), 'Write an OpenVEX');
  expect(await editor.command(vex.command!.command, ...vex.command!.arguments!)).toMatchObject({
    done: true,
  });
  expect(JSON.parse(file('.vex/images.openvex.json')).statements).toMatchObject([
    { status: 'under_investigation' },
  ]);
});

test('an entry that no scan of the project needs any more is told of, once all of it was scanned', async () => {
  const kept =
    'vulnerabilities:\n  - id: CVE-2000-0001\n    statement: long gone\n  - id: CVE-2023-31484\n    statement: CPAN is not used\n';
  const { editor, scan } = await start({ files: { '.trivyignore.yaml': kept } });
  const ignore = await editor.open(kept, '.trivyignore.yaml');
  expect(await editor.pull(ignore)).toEqual([]);
  await scan();
  const found = await editor.pull(ignore);
  expect(found).toMatchObject([
    { code: 'ignore-entry-stale', severity: 3, range: { start: { line: 1 } }, tags: [1] },
  ]);
  const removal = titled(await editor.actions(ignore, 'CVE-2000-0001'), 'Remove the entry');
  expect(await editor.applied(ignore, removal)).toBe(
    'vulnerabilities:\n  - id: CVE-2023-31484\n    statement: CPAN is not used\n',
  );
  const hover = await editor.at<{ contents: { value: string } }>('textDocument/hover', ignore, 'CVE-2023-');
  expect(hover.contents.value).toContain('left out in `example/app:1`: `perl-base 5.36.0-7` (high');
});
