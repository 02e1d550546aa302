// Digests that are looked up when a file is opened or saved: only where the user has turned that on, and only what is not known.
import type { ImageReference } from '../../engine/parse/image-ref.ts';
import { dockerLogins, fourAtATime, type KnownDigest, Lookups, taggedName } from '../../registry/index.ts';
import { describeError } from '../guard.ts';
import type { Session } from '../session.ts';
import { placesOf } from './places.ts';

/** Milliseconds that an answer is good for, and that a registry which failed is left in peace. */
const goodFor = 24 * 60 * 60 * 1000;
const leftFor = 60 * 60 * 1000;
const mostImages = 20;

/** Begins to listen. */
export function lookUpDigests(session: Session): void {
  const { connection, documents } = session;
  /** When each image was last asked for. */
  const asked = new Map<string, number>();
  const look = (uri: string) => {
    lookUp(session, uri, asked).catch((error) => connection.console.error(describeError(error)));
  };
  documents.onDidOpen(({ document }) => look(document.uri));
  documents.onDidSave(({ document }) => look(document.uri));
}

async function lookUp(session: Session, uri: string, asked: Map<string, number>): Promise<void> {
  const checked = await session.check(uri);
  if (!checked?.surroundings.settings['registry.checkDigests'] || !session.trusted) return;
  const now = Date.now();
  const known = session.digests.all();
  const wanted = new Map<string, ImageReference>();
  for (const { reference } of placesOf(checked)) {
    const name = taggedName(reference);
    const isKnown = now - Date.parse(known[name]?.at ?? '1970-01-01T00:00:00Z') < goodFor;
    // Only what is pinned can be out of date.
    if (reference.digest === undefined || reference.tag === undefined || isKnown) continue;
    if (now - (asked.get(name) ?? 0) >= leftFor && wanted.size < mostImages) wanted.set(name, reference);
  }
  if (wanted.size === 0) return;
  for (const name of wanted.keys()) asked.set(name, now);
  const { env } = process;
  const { signal } = session.stop;
  // Nobody clicked: credential helpers, which may ask the user, are not run.
  const lookups = new Lookups({ env, logins: dockerLogins(env, undefined), signal });
  const answers = new Map<string, KnownDigest>();
  await fourAtATime([...wanted], signal, async ([name, reference]) => {
    const { value, error } = await lookups.digest(reference, false);
    if (value) answers.set(name, { digest: value.digest, at: new Date().toISOString() });
    else session.connection.console.log(`The digest of ${name} was not learned: ${error?.message}.`);
  });
  await session.digests.add(answers);
  if (answers.size > 0) session.refresh();
}
