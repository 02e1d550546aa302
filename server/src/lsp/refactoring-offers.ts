// What refactorings are offered for a version of a document: made once, of a Compose file only for the services asked for.
import { dirname } from 'node:path';
import { type Refactoring, type RefactoringOffers, refactorings, type Span } from '../engine/index.ts';
import { withoutBlocked } from '../workspace/new-files.ts';
import { describeError } from './guard.ts';
import { type Checked, type CheckedCompose, isCompose, type Session } from './session.ts';

const made = new WeakMap<Checked, Map<string, RefactoringOffers>>();

/**
 * What is offered for this version of the text, made once; the places of new files are looked at each time.
 * @param services of a Compose file, by name; undefined for all
 */
export function offersOf(
  session: Session,
  checked: Checked,
  services?: readonly string[],
): RefactoringOffers {
  const known = made.get(checked) ?? new Map<string, RefactoringOffers>();
  made.set(checked, known);
  const key = JSON.stringify(services ?? null);
  const offers = known.get(key) ?? makeOffers(session, checked, services);
  known.set(key, offers);
  const { path } = checked.surroundings;
  return path === undefined ? offers : withoutBlocked(offers, dirname(path));
}

function makeOffers(
  { abilities }: Session,
  checked: Checked,
  services?: readonly string[],
): RefactoringOffers {
  const { refactorings: all, refusals } = refactorings(checked.result, services ? { services } : {});
  // A password that is taken out of the file must not get lost.
  const makesFiles =
    abilities.createsFiles && abilities.versionedEdits && checked.surroundings.path !== undefined;
  const isPossible = ({ files = [] }: Refactoring) => makesFiles || files.length === 0;
  return {
    refactorings: all.filter(isPossible),
    refusals: [
      ...refusals,
      ...all
        .filter((one) => !isPossible(one))
        .map(({ name, id, title, at }) => ({ name, id, title, at, cause: filesCause, reason: filesReason })),
    ],
  };
}

const filesCause = 'secret that cannot move' as const;
const filesReason =
  'It makes files beside this one, which is not possible here: save the file, or run `plimsoll refactor secrets-to-files`.';

/** Likewise beside other actions, which a fault of ours here must not cost the user. */
export function offersBeside(
  session: Session,
  checked: Checked,
  services?: readonly string[],
): RefactoringOffers {
  try {
    return offersOf(session, checked, services);
  } catch (error) {
    session.connection.console.error(`refactorings: ${describeError(error)}`);
    return { refactorings: [], refusals: [] };
  }
}

/** A service that is written in the checked file. */
export interface WrittenService {
  readonly name: string;
  readonly at: Span;
}

/** In the order of the text. */
export function servicesIn({ result: { project } }: CheckedCompose): readonly WrittenService[] {
  const root = project.files.get(project.path)?.root;
  const map = root?.kind === 'map' ? root.get('services') : undefined;
  if (map?.kind !== 'map') return [];
  return map.entries
    .filter(({ mergedBy, keyAt }) => !mergedBy && keyAt.file === project.path)
    .map(({ key, keyAt }) => ({ name: key, at: keyAt }))
    .sort((one, other) => one.at.start - other.at.start);
}

/** Which service of this file a place lies in, by its number. */
export function servicesByPlace(services: readonly WrittenService[]): (place: Span) => number {
  return ({ start }) => services.findLastIndex(({ at }) => at.start <= start);
}

/** The service that an id (`harden-service:web`) names, where it is that of a Compose file. */
export function servicesNamed(checked: Checked, id: string): readonly string[] | undefined {
  const colon = id.indexOf(':');
  return isCompose(checked) && colon >= 0 ? [id.slice(colon + 1)] : undefined;
}
