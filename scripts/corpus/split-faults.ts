// What must hold for every split and every move to a hardened image, for tests and for the run over real files.
import { applyEdits, type DockerfileResult, lint, refactorings } from '../../server/src/engine/index.ts';
import type { Refactoring } from '../../server/src/engine/refactor/refactoring.ts';
import { imageFaults } from './split-image.ts';
import { commentFaults, instructionFaults, mountFaults } from './split-instructions.ts';
import type { TriedOffer } from './split-offers.ts';

/** The properties by the letter they are counted under. */
export const splitProperties = {
  parses: 'The result parses as the file did',
  instructions: 'Every instruction is in one stage, or a change says what became of it',
  comments: 'Every comment is there once',
  twice: 'Applied again, nothing is offered',
  breaks: 'With CRLF line ends the result is the same with CRLF line ends',
  image: 'The shipped image starts, listens, is labelled and is set up as before, but for what is named',
  mounts: 'Secret and cache mounts and parser directives are still there',
  edits: 'The edits lie in the text, in order, and do not overlap',
} as const;

export type SplitProperty = keyof typeof splitProperties;

/** A property that does not hold. */
export interface SplitFault {
  readonly property: SplitProperty;
  /** One sentence without a full stop. */
  readonly what: string;
}

/** What is wrong with an offer. BuildKit's own judgement is asked elsewhere, for many texts at once. */
export function faultsOfSplit(tried: TriedOffer): SplitFault[] {
  const all: Readonly<Record<SplitProperty, () => readonly string[]>> = {
    parses: () => tried.after.dockerfile.errors.map(({ message }) => message),
    instructions: () => instructionFaults(tried),
    comments: () => commentFaults(tried),
    twice: () => againFaults(tried),
    breaks: () => lineBreakFaults(tried),
    image: () => imageFaults(tried),
    mounts: () => mountFaults(tried),
    edits: () => editFaults(tried),
  };
  return Object.entries(all).flatMap(([property, find]) =>
    [...new Set(find())].map((what) => ({ property: property as SplitProperty, what })),
  );
}

function againFaults({ after, offer }: TriedOffer): string[] {
  const again = refactorings(after).refactorings;
  const split = again.find(({ name }) => name === 'split');
  if (split) return [`the result is split again: ${split.title}`];
  // An image that is hardened already has nowhere to move to.
  const harden = /:hardened$/.test(offer.id) && again.find(({ name }) => name === 'harden');
  return harden ? [`the result is hardened again: ${harden.title}`] : [];
}

/** The files with the other line ends and what is offered for them: the same for every offer of a file. */
const turnedResults = new WeakMap<DockerfileResult, DockerfileResult>();
const turnedOffers = new WeakMap<DockerfileResult, readonly Refactoring[]>();

/** The same file with the other line ends. */
function lineBreakFaults({ before, offer, text }: TriedOffer): string[] {
  const source = before.input.text;
  const isCrlf = source.includes('\r\n');
  // A file with both kinds has no other one; the lines of a here-document are content, which the shell reads with their ends.
  if (isCrlf && /(?<!\r)\n/.test(source)) return [];
  if (before.dockerfile.instructions.some(({ heredocs }) => heredocs.length > 0)) return [];
  const turned = (one: string) => (isCrlf ? one.replaceAll('\r\n', '\n') : one.replaceAll('\n', '\r\n'));
  const other: DockerfileResult =
    turnedResults.get(before) ?? lint({ ...before.input, text: turned(source) });
  turnedResults.set(before, other);
  const offers = turnedOffers.get(other) ?? refactorings(other).refactorings;
  turnedOffers.set(other, offers);
  const same = offers.find(({ id }) => id === offer.id);
  if (!same) return [`it is not offered for the same file with ${isCrlf ? 'LF' : 'CRLF'}`];
  const made = applyEdits(other.input.text, same.edits);
  if (made === turned(text)) return [];
  const [one, two] = [made.split('\n'), turned(text).split('\n')];
  const line = one.findIndex((each, index) => each !== two[index]);
  return [`line ${line + 1} differs: ${JSON.stringify(one[line])} and ${JSON.stringify(two[line])}`];
}

function editFaults({ before, offer, text }: TriedOffer): string[] {
  const faults: string[] = [];
  let last = 0;
  let made = '';
  const source = before.input.text;
  for (const { start, end, text: written } of offer.edits) {
    if (start < last || end < start || end > source.length) {
      faults.push(`an edit from ${start} to ${end} after ${last}`);
      break;
    }
    made += source.slice(last, start) + written;
    last = end;
  }
  if (faults.length === 0 && made + source.slice(last) !== text) faults.push('the edits give another text');
  if (text === source) faults.push('it changes nothing');
  return faults;
}
