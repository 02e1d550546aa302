// uv may download a Python where the image's own is not the one that the project wants: the runtime would not have it.
import type { Instruction } from '../../../parse/syntax.ts';
import { type Piece, SplitRefusal } from '../../plan.ts';
import { namedVersion } from './images.ts';
import type { Reading } from './reading.ts';

/**
 * What keeps uv to the image's own Python, and where it has to stand; undefined where uv is not used, or the file says so itself.
 * @throws SplitRefusal where the project asks for another Python than the image has
 */
export function ownInterpreter({
  input,
  calls,
}: Reading): { readonly at: Instruction; readonly pieces: readonly Piece[] } | undefined {
  const first = calls.find(
    ({ python }) =>
      (python.manager === 'uv' && python.purpose === 'install') ||
      (python.manager === 'uv' && python.purpose === 'environment'),
  );
  if (!first) return undefined;
  const wanted = /^\s*(?:cpython-?|python)?(\d\.\d+)/.exec(
    input.context.files?.['.python-version'] ?? '',
  )?.[1];
  const image = namedVersion(input);
  if (wanted !== undefined && image !== undefined && wanted !== image)
    throw new SplitRefusal(
      `\`.python-version\` asks for Python ${wanted}, which uv downloads, because \`${input.base.text}\` has ${image}. Start from an image with ${wanted}.`,
      'files needed are not known',
      first.command.command.at,
    );
  const { env } = first.before;
  if (env.has('UV_PYTHON_DOWNLOADS') || env.get('UV_PYTHON_PREFERENCE') === 'only-system') return undefined;
  return {
    at: first.instruction,
    pieces: [
      {
        kind: 'added',
        text: 'ENV UV_PYTHON_DOWNLOADS=never',
        why: 'uv takes the Python of the image, which the runtime has too; one that it downloads would be missing there.',
      },
    ],
  };
}
