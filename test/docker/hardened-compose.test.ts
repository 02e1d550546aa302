// “Harden this service”, proven: what it writes starts and serves in a real Docker engine, and needs all that it keeps.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Builder,
  type Registry,
  startBuilder,
  startStandInRegistry,
} from '../../scripts/parts/builder.ts';
import { cached } from '../../scripts/parts/cache.ts';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { applyEdits, dockerfileKey, lint, refactorings } from '../../server/src/engine/index.ts';
import { parseImageReference } from '../../server/src/engine/parse/image-ref.ts';
import { capabilitiesOf, serverOf } from '../../server/src/engine/servers/known-servers.ts';
import { facts } from '../facts.ts';
import { hasParts, requirePart } from '../part.ts';
import { applicationDockerfile, provideServerImages } from './compose/images.ts';
import { type ComposeCase, composeCases } from './compose/services.ts';
import { tryService } from './compose/try-service.ts';
import { Turns } from './turns.ts';

// The images are stand-ins made from Debian under the names of the real ones; compose/images/Dockerfile says how they are made.
const names = ['buildkitd', 'buildctl', 'runc', 'docker-registry', 'stand-ins', 'dockerd', 'docker'] as const;
const paths = Object.fromEntries(names.map((name) => [name, requirePart(name)])) as Record<
  (typeof names)[number],
  string
>;

let engine: DockerEngine;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-compose-'));
const turns = new Turns(3);
let count = 0;

beforeAll(async () => {
  if (!hasParts(...names)) return;
  const { buildkitd, buildctl, runc } = paths;
  const registry: Registry = await startStandInRegistry({
    registry: paths['docker-registry'],
    standIns: paths['stand-ins'],
  });
  const state = cached('buildkit-state');
  const started: [Builder, DockerEngine] = await Promise.all([
    startBuilder({ buildkitd, buildctl, runc, mirror: registry.address, state }),
    startDockerEngine(paths.dockerd, paths.docker),
  ]);
  engine = started[1];
  try {
    await provideServerImages(started[0], registry, engine);
  } finally {
    await started[0].stop();
    await registry.stop();
  }
}, 300_000);

afterAll(async () => {
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

/** The file as the refactoring writes it. */
function hardened({ text }: ComposeCase): string {
  const dockerfiles = { [dockerfileKey('Dockerfile', '')]: { text: applicationDockerfile(), context: {} } };
  const offers = refactorings(
    lint({ language: 'compose', text, facts, context: { path: 'compose.yaml', dockerfiles } }),
  );
  const offer = offers.refactorings.find(({ name }) => name === 'harden-service');
  expect(offer, offers.refusals.map(({ reason }) => reason).join()).toBeDefined();
  return applyEdits(text, offer!.edits);
}

/** Starts it once, and, if that went well, again with the same volumes; in an own folder. */
function tryTwice(one: ComposeCase, text: string) {
  return turns.take(async () => {
    count += 1;
    const place = { folder: join(folder, String(count)), prefix: `trial${count}` };
    mkdirSync(join(place.folder, 'data'), { recursive: true });
    const secret = join(place.folder, 'db_password.txt');
    writeFileSync(secret, 'correct horse battery staple\n');
    chmodSync(secret, 0o644);
    const first = await tryService(engine, one, text, place, false);
    if (first.outcome !== 'serves') return { first };
    return { first, later: await tryService(engine, one, text, place, true) };
  });
}

/** The line of a list with this item, with its comment. */
function without(text: string, item: string): string {
  const lines = text.split('\n').filter((line) => !line.trim().startsWith(`- ${item} #`));
  expect(lines.length, `${item} in\n${text}`).toBe(text.split('\n').length - 1);
  // A list that has become empty would be null.
  return lines.join('\n').replace(/^ +(cap_add|tmpfs):\n(?! +- )/m, '');
}

/** What the table says that this start needs, each with the start at which it is missed. */
function needs({ image, text }: ComposeCase): { readonly item: string; readonly missedAt: string }[] {
  const reference = parseImageReference(image);
  const server = 'error' in reference ? undefined : serverOf(reference);
  if (!server) return [];
  const start = { asUser: /^ +user:/m.test(text), hostNetwork: false, foreignFolder: /- \.\//.test(text) };
  const paths = (server.writes ?? []).filter(({ missedAt }) => missedAt === 'start');
  return [
    ...(capabilitiesOf(server, start) ?? []).map(({ name, needed }) => ({ item: name, missedAt: needed })),
    ...paths.map(({ path, optionsAsUser }) => ({
      item: start.asUser && optionsAsUser !== undefined ? `${path}:${optionsAsUser}` : path,
      missedAt: 'every start',
    })),
  ];
}

/** Milliseconds, waiting for a turn included. */
const timeout = 600_000;

describe.concurrent.each(composeCases)('$name', (one) => {
  test('starts hardened, serves, and starts again', { timeout }, async () => {
    const text = hardened(one);
    const { first, later } = await tryTwice(one, text);
    expect(first.outcome, text).toBe('serves');
    expect(later?.outcome, text).toBe('serves');
    expect([first.health, later?.health]).toEqual(['healthy', 'healthy']);
    const { ReadonlyRootfs, CapDrop, CapAdd, SecurityOpt, PidsLimit, Memory } = first.told;
    expect({ ReadonlyRootfs, CapDrop, SecurityOpt }).toEqual({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
    });
    expect(PidsLimit).toBeGreaterThan(0);
    expect(Memory).toBeGreaterThan(0);
    const capabilities = needs(one).filter(({ item }) => /^[A-Z_]+$/.test(item));
    expect([...(CapAdd ?? [])].sort()).toEqual(capabilities.map(({ item }) => item).sort());
  });

  const needed = needs(one).filter(({ missedAt }) => one.lacks === 'everything' || one.lacks === missedAt);
  test.runIf(needed.length > 0).each(needed)(
    'needs $item at $missedAt',
    { timeout },
    async ({ item, missedAt }) => {
      const { first, later } = await tryTwice(one, without(hardened(one), item));
      if (missedAt === 'later starts') {
        expect(first.outcome).toBe('serves');
        expect(later?.outcome).toEqual({ fails: expect.any(String) });
      } else {
        expect(first.outcome).toEqual({ fails: expect.any(String) });
      }
    },
  );
});
