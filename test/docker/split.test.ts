// The split into builder and runtime, proven: applications are built as they are and after the split, and both are run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/root.ts';
import { applyEdits, lint, refactorings } from '../../server/src/engine/index.ts';
import { gatherContext } from '../../server/src/workspace/context.ts';
import { facts } from '../facts.ts';
import { hasParts, requirePart } from '../part.ts';
import { type App, apps } from './apps.ts';
import { type AppSizes, type Measured, unwanted } from './measure.ts';
import { type Ran, startWorkshop, type Workshop, type WorkshopPaths, workshopParts } from './workshop.ts';

const paths = Object.fromEntries(
  workshopParts.map((name) => [name, requirePart(name)]),
) as unknown as WorkshopPaths;

/** Milliseconds for one build and run, waiting for its turn included. */
const timeout = 900_000;

let workshop: Workshop;
const sizes = new Map<string, AppSizes>();

beforeAll(async () => {
  if (hasParts(...workshopParts)) workshop = await startWorkshop(paths);
}, 300_000);

afterAll(async () => {
  // A run of some of them would leave a page with holes.
  if (sizes.size === apps.length) {
    mkdirSync(join(root, '.reports'), { recursive: true });
    const measured = [...sizes.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    writeFileSync(join(root, '.reports', 'split-sizes.json'), `${JSON.stringify(measured, null, 2)}\n`);
  }
  await workshop?.stop();
}, 120_000);

interface Split {
  readonly text: string;
  readonly title: string;
}

/** What is offered in the surroundings that the editor and the command line gather too. */
async function split(app: App, id: string): Promise<Split> {
  const place = await workshop.contextOf(app);
  const text = app.dockerfile;
  const { context } = await gatherContext({ path: join(place, 'Dockerfile'), root: place, text });
  const offers = refactorings(lint({ text, facts, context }));
  const offer = offers.refactorings.find((one) => one.id === id);
  const told = [
    ...offers.refactorings.map((one) => `offered: ${one.id}`),
    ...offers.refusals.map((one) => `refused: ${one.id}: ${one.reason}`),
  ];
  expect(offer, `${app.name}: ${id}\n${told.join('\n')}`).toBeDefined();
  return { text: applyEdits(text, offer!.edits), title: offer!.title };
}

function measured({ dockerfile, compressed, seen }: Ran): Measured {
  return { dockerfile, compressed, unpacked: seen.unpacked, uids: [...new Set(seen.uids)] };
}

describe.each(apps.map((app) => ({ app, name: app.name })))('$name', ({ app }) => {
  test.concurrent('before', { timeout }, async () => {
    const { seen } = await workshop.before(app);
    expect(seen.health, seen.account).toBe(app.before);
    expect(seen.answers).toEqual(app.answers);
  });

  test.concurrent.each(app.choices)('%s', { timeout }, async (id) => {
    const old = await workshop.before(app);
    const { text, title } = await split(app, id);
    const made = await workshop.buildAndRun(app, id, text).catch((error: Error) => {
      throw new Error(`${error.message}\n${text}`);
    });
    const { seen, compressed } = made;
    expect(seen.health, `${seen.account}\n${text}`).toBe(app.before === 'none' ? 'none' : 'healthy');
    expect(seen.answers, text).toEqual(app.answers);
    expect(seen.uids.length).toBeGreaterThan(0);
    expect(seen.uids, text).not.toContain(0);
    expect(unwanted(seen.programs, id, app.absent), text).toEqual([]);
    expect(compressed, text).toBeLessThan(old.compressed);
    expect(seen.unpacked, text).toBeLessThan(old.seen.unpacked);
    const { name, language, what } = app;
    const known = sizes.get(name) ?? { name, language, what, before: measured(old), after: [] };
    sizes.set(name, { ...known, after: [...known.after, { id, title, ...measured(made) }] });
  });
});
