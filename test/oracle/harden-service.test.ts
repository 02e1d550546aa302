// Hardened services beside compose-go: what it made of the file before it makes of it after, apart from what was added.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { askCompose, type ComposeCase, composeOraclePath } from './compose.ts';

const folder = fileURLToPath(new URL('../engine/harden-service/', import.meta.url));

/** What hardening adds to or changes in a service of compose-go's JSON. */
const added = [
  'cap_add',
  'cap_drop',
  'deploy',
  'mem_limit',
  'pids_limit',
  'ports',
  'read_only',
  'security_opt',
  'tmpfs',
  'user',
];

/** The files before and after, of the cases that have an after. */
function casesOf(name: string): [ComposeCase, ComposeCase][] {
  const root = join(folder, name);
  const files = Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'hardened.yaml')
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
  const path = Object.keys(files).find((one) => files[one]!.startsWith('# harden: '))!;
  const expected = join(root, 'hardened.yaml');
  if (!existsSync(expected)) return [];
  const after = { ...files, [path]: readFileSync(expected, 'utf8') };
  // An override is loaded by the file that it overrides.
  const start = 'compose.yaml';
  return [
    [
      { name, files, path: start },
      { name, files: after, path: start },
    ],
  ];
}

it('loads hardened files as before, with what was added', (context) => {
  const program = composeOraclePath(context);
  const pairs = readdirSync(folder).flatMap(casesOf);
  expect(pairs.length).toBeGreaterThan(25);
  const befores = askCompose(
    program,
    pairs.map(([before]) => before),
  );
  const afters = askCompose(
    program,
    pairs.map(([, after]) => after),
  );
  for (const [index, [{ name, files }]] of pairs.entries()) {
    const [before, after] = [befores[index]!, afters[index]!];
    expect([name, before.error, after.error]).toEqual([name, '', '']);
    const text = Object.values(files).find((one) => one.startsWith('# harden: '))!;
    const service = /^# harden: (.*)/.exec(text)![1]!;
    // An internal network is one more, and services that use the hardened one are on it too.
    const isWide = after.project.networks?.internal?.internal === true;
    if (isWide) {
      const { internal: _, ...networks } = after.project.networks;
      after.project.networks = networks;
      for (const one of [before, after])
        for (const client of Object.values<{ networks?: unknown }>(one.project.services))
          delete client.networks;
    }
    const { [service]: was, ...others } = before.project.services;
    const { [service]: is, ...same } = after.project.services;
    for (const key of added) {
      delete was[key];
      delete is[key];
    }
    expect([name, is, same]).toEqual([name, was, others]);
    expect([name, after.project.networks, after.project.volumes]).toEqual([
      name,
      before.project.networks,
      before.project.volumes,
    ]);
  }
});
