// The fixes the product is known by, proven by building and running what they write.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Builder,
  type Registry,
  startBuilder,
  startStandInRegistry,
} from '../../scripts/parts/builder.ts';
import { cached } from '../../scripts/parts/cache.ts';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { applyEdits, fixesFor, lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';
import { hasParts, requirePart } from '../part.ts';
import { type Case, cases } from './fix-cases.ts';

// The base images are stand-ins made from Debian under the names of the real ones; scripts/parts/stand-ins/catalog.ts says how
// they differ.
const names = ['buildkitd', 'buildctl', 'runc', 'docker-registry', 'stand-ins', 'dockerd', 'docker'] as const;
const paths = Object.fromEntries(names.map((name) => [name, requirePart(name)])) as Record<
  (typeof names)[number],
  string
>;

let registry: Registry;
let builder: Builder;
let engine: DockerEngine;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fixes-'));

beforeAll(async () => {
  if (!hasParts(...names)) return;
  const { buildkitd, buildctl, runc } = paths;
  registry = await startStandInRegistry({
    registry: paths['docker-registry'],
    standIns: paths['stand-ins'],
  });
  [builder, engine] = await Promise.all([
    startBuilder({ buildkitd, buildctl, runc, mirror: registry.address, state: cached('buildkit-state') }),
    startDockerEngine(paths.dockerd, paths.docker),
  ]);
}, 300_000);

afterAll(async () => {
  await Promise.all([engine?.stop(), builder?.stop()]);
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

/** The file after the preferred fix of the named rules, one after the other, each on the text the one before left. */
function fixed(one: Case): string {
  let text = one.dockerfile;
  for (const ruleId of one.rules) {
    const result = lint({ text, facts, context: { files: one.files } });
    const finding = result.findings.find((candidate) => candidate.ruleId === ruleId);
    expect(finding, `${ruleId} in\n${text}`).toBeDefined();
    const { fixes, refusals } = fixesFor(result, finding!);
    const fix = fixes.find((candidate) => candidate.preferred) ?? fixes[0];
    expect(fix, refusals.map(({ reason }) => reason).join()).toBeDefined();
    text = applyEdits(text, fix!.edits);
  }
  return text;
}

async function build(one: Case, dockerfile: string, tag: string): Promise<void> {
  const context = join(folder, tag);
  for (const [path, content] of Object.entries(one.files)) {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    writeFileSync(join(context, path), content);
  }
  const { tar } = await builder.buildImage({ context, dockerfile, tag: `${tag}:1` });
  await engine.load(tar);
}

async function printed(image: string, script: readonly string[]): Promise<string> {
  const { stdout } = await engine.docker([
    'run',
    '--rm',
    '--network',
    'none',
    '--entrypoint',
    script[0]!,
    image,
    ...script.slice(1),
  ]);
  return stdout.trim();
}

describe.each(cases)('$name', (one) => {
  const tag = one.name.replaceAll(' ', '-').toLowerCase();

  test('before', async () => {
    if (one.before === 'does not start') {
      await build(one, one.dockerfile, `${tag}-before`);
      await expect(engine.runContainer(`${tag}-before:1`)).rejects.toThrow(/unable to find user/);
      return;
    }
    await build(one, one.dockerfile, `${tag}-before`);
    const container = await engine.runContainer(`${tag}-before:1`);
    const health = await engine.waitForHealth(container);
    expect(health.status, JSON.stringify(health)).toBe(one.before);
  }, 300_000);

  test('after', async () => {
    await build(one, fixed(one), `${tag}-after`);
    const container = await engine.runContainer(`${tag}-after:1`);
    const health = await engine.waitForHealth(container);
    expect(health.status, JSON.stringify(health)).toBe('healthy');
    for (const [script, expected] of one.prints ?? [])
      expect(await printed(`${tag}-after:1`, script)).toBe(expected);
  }, 300_000);
});
