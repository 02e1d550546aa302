// The engine stays pure: the compiler and the linter refuse what would tie it to Node, an editor or the protocol.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the compiler says of a file that is compiled with the engine's own settings. */
function compile(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-boundary-'));
  try {
    writeFileSync(join(folder, 'probe.ts'), source);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(root, 'server/src/engine/tsconfig.json'),
        compilerOptions: {
          rootDir: folder,
          outDir: join(folder, 'out'),
          tsBuildInfoFile: join(folder, 'info'),
        },
        include: [join(folder, 'probe.ts')],
      }),
    );
    const program = join(root, 'node_modules/typescript/bin/tsc');
    return spawnSync(process.execPath, [program, '-p', folder], { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The linter's messages for a file at the engine's place, with the project's own settings. */
function lint(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-boundary-'));
  try {
    const { $schema: _, vcs: __, ...settings } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(settings));
    mkdirSync(join(folder, 'server/src/engine'), { recursive: true });
    writeFileSync(join(folder, 'server/src/engine/probe.ts'), source);
    const program = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const { stdout, stderr } = spawnSync(process.execPath, [program, 'lint', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout).toContain('Checked 2 files');
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  ["import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n", /TS\d+: Cannot find/],
  ["export const read = process.env['HOME'];\n", /TS\d+: Cannot find name 'process'/],
  ["export const asked = fetch('https://example.com');\n", /TS\d+: Cannot find name 'fetch'/],
  ['export const one: number = 1;\n', /^$/],
])('the compiler says of %j', (source, said) => {
  expect(compile(source)).toMatch(said);
});

test.each([
  ["import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n", true],
  ["import type { Uri } from 'vscode';\nexport type Place = Uri;\n", true],
  ["import type { Range } from 'vscode-languageserver-types';\nexport type Place = Range;\n", true],
  ["import { runTrivy } from '../trivy/index.ts';\nexport const run = runTrivy;\n", true],
  ["import { parse } from 'unbash';\nexport const read = parse;\n", false],
])('the linter is asked about %j', (source, refused) => {
  expect(lint(source).includes('The engine is pure')).toBe(refused);
});
