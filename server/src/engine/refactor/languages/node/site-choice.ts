// The web server without root for front ends, where an image of it is known.
import { compareVersions } from '../../../model/official-tags.ts';
import { parseImageReference } from '../../../parse/image-ref.ts';
import type { Found, RuntimeChoice, SplitInput } from '../../plan.ts';
import type { Reading } from './reading.ts';
import { readSite } from './site.ts';

/** Undefined where the program is no site, or no image is known. */
export function siteChoice(input: SplitInput, reading: Reading): RuntimeChoice | undefined {
  if (!readSite(input, reading)) return undefined;
  const image = unprivilegedNginx(input);
  return image && { kind: 'nginx', ...image };
}

/** The newest stable line of nginx on Alpine, as its image that runs without root. */
function unprivilegedNginx({ facts, images }: SplitInput): Found | undefined {
  const lines = (facts.officialTags('library/nginx') ?? []).flatMap((tag) => {
    const [, minor] = /^1\.(\d+)-alpine$/.exec(tag) ?? [];
    // Even numbers are the stable lines. Source: nginx.org, “nginx: download”.
    return minor !== undefined && Number(minor) % 2 === 0 ? [Number(minor)] : [];
  });
  const [newest] = lines.sort((one, other) => compareVersions([other], [one]));
  const twin =
    newest === undefined ? undefined : images.official(`nginx:1.${newest}-alpine`)?.facts.unprivilegedTwin;
  const key = twin === undefined ? undefined : parseImageReference(twin);
  const found = key && !('error' in key) ? facts.lookup(key) : undefined;
  return found && { image: twin!, facts: found };
}
