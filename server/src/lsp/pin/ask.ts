// Asks registries on the user's behalf, and remembers what they answered.
import type { ImagePlace } from '../../engine/pin/index.ts';
import {
  dockerLogins,
  type KnownDigest,
  Lookups,
  type PinMode,
  type PinResult,
  pinImages,
  registrySentence,
} from '../../registry/index.ts';
import type { UnderWay } from '../progress.ts';
import type { Session } from '../session.ts';

/** One result for each place. Credential helpers are run: only by the user's act, and never in Restricted Mode. */
export async function askRegistries(
  session: Session,
  places: readonly ImagePlace[],
  mode: PinMode,
  { signal, report }: UnderWay,
): Promise<readonly PinResult[]> {
  const { env, platform } = process;
  const logins = dockerLogins(env, { env, workspaceFolders: session.folders, platform });
  const answers = new Map<string, KnownDigest>();
  const results = await pinImages(places, mode, new Lookups({ env, logins, signal }), {
    signal,
    onAsked: ({ familiar }, done, all) =>
      report(`${done + 1} of ${all}: ${familiar}`, Math.round((100 * done) / all)),
    onAnswer: (name, answer) => answers.set(name, answer),
  });
  await session.digests.add(answers);
  if (answers.size > 0) session.refresh();
  return results;
}

/** The sentences of what failed, each once. */
export function failures(results: readonly PinResult[]): readonly string[] {
  const told = results.flatMap(({ place, error }) =>
    error ? [registrySentence(place.reference.registry, place.text, error)] : [],
  );
  return [...new Set(told)];
}
