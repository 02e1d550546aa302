// Takes a package out of the command that installs it.
import type { Fix } from '../define-rule.ts';
import type { Model } from '../model/model.ts';
import type { ShippedPackage } from '../model/shipped-packages.ts';
import { removeWords } from './remove-word.ts';

/** Only where the command installs something else too. @param what said in the title: what the image loses */
export function* withoutPackage(
  model: Model,
  { name, word, among, instruction }: ShippedPackage,
): Iterable<Fix> {
  const { text } = model.dockerfile;
  if (!among || instruction.exec || text.slice(word.at.start, word.at.end) !== word.raw) return;
  const edit = removeWords(model.dockerfile, word.at);
  if (edit) yield { title: `Do not install \`${name}\``, safety: 'review', preferred: true, edits: [edit] };
}
