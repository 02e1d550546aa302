// The slim variant of a full official image, for the same version, as it can stand after FROM.
import type { RuntimeChoice, SplitInput } from './plan.ts';

/** Debian's releases in tags of official images. */
const suite = /^(.*?)-?(jessie|stretch|buster|bullseye|bookworm|trixie)$/;

/** `python:3.12-slim` for `python:3.12`; variables stay where what follows them can be said behind them. Undefined: none is known. */
export function slimTwin({ base, images, stage }: SplitInput): RuntimeChoice | undefined {
  const { tag = 'latest' } = base.reference;
  const raw = stage.imageWord?.raw.split('@', 1)[0] ?? '';
  const named = suite.exec(tag);
  const wanted = [
    [tag === 'latest' ? 'slim' : `${tag}-slim`, ''],
    ...(named ? [[`${named[1] ? `${named[1]}-` : ''}slim-${named[2]}`, `-${named[2]}`]] : []),
  ] as const;
  for (const [twin = '', ending = ''] of wanted) {
    const found = images.official(`${nameOf(base.text)}:${twin}`);
    if (!found) continue;
    if (!raw.includes('$')) return { kind: 'slim', ...found };
    const head = raw.endsWith(ending) ? raw.slice(0, raw.length - ending.length) : undefined;
    if (head !== undefined && /:[^/]*\$/.test(head))
      return { kind: 'slim', image: `${head}-slim${ending}`, facts: found.facts };
  }
  return undefined;
}

/** An image without tag and digest. */
function nameOf(text: string): string {
  const name = text.split('@', 1)[0]!;
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}
