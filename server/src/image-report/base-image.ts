// The image that another one was built on, and whether it is approved and still supported. Pure.
import { attribute } from '../attribution/index.ts';
import type { DockerfileResult, FactsTable } from '../engine/index.ts';
import { hasEnded, releasesOf } from '../engine/model/end-of-life.ts';
import { rootBase } from '../engine/model/root-image.ts';
import { supportedTag } from '../engine/model/supported-tag.ts';
import { parseImageReference } from '../engine/parse/image-ref.ts';
import type { TrivyReport } from '../trivy/index.ts';

/** A base image, and who says that it is one. */
export interface BaseImage {
  /** As in FROM; `scratch`. */
  readonly image: string;
  readonly source: 'Dockerfile' | 'label';
}

/** From the Dockerfile, unless the image was certainly made from something else; else from the image's own label. */
export function baseImageOf(
  report: TrivyReport,
  dockerfile: DockerfileResult | undefined,
): BaseImage | undefined {
  const { diffIds, history } = report.image;
  const built = dockerfile && attribute(dockerfile.model, { diffIds, history }, []);
  const base = built && built.match !== 'foreign' ? rootBase(built.stage) : undefined;
  if (base?.kind === 'scratch') return { image: 'scratch', source: 'Dockerfile' };
  if (base?.kind === 'image') return { image: base.text, source: 'Dockerfile' };
  const label = report.image.config?.baseName;
  return label === undefined ? undefined : { image: label, source: 'label' };
}

/** Whether a base image fits one of the patterns, in which `*` stands for anything. */
export function isApproved(image: string, patterns: readonly string[]): boolean {
  const reference = parseImageReference(image);
  const { familiar, full, digest } =
    'error' in reference ? { familiar: image, full: image, digest: undefined } : reference;
  const names = [image, familiar, full];
  // A pattern says nothing of digests unless it wants one.
  if (digest !== undefined) names.push(...[familiar, full].map((name) => name.replace(`@${digest}`, '')));
  return patterns.some((pattern) => names.some((name) => fits(pattern, name)));
}

/** Linear in the text for each part of the pattern. */
function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (!text.startsWith(first)) return false;
  if (rest.length === 0) return text === first;
  const last = rest.pop()!;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** What of a base image is outdated, as clauses, and the tag to take instead. */
export interface Outdated {
  readonly reasons: readonly string[];
  /** What was looked at: `debian 12`, `Python 3.12`. Empty: nothing is known. */
  readonly known: readonly string[];
  readonly instead?: string;
}

/** @param today YYYY-MM-DD */
export function outdated(
  report: TrivyReport,
  base: BaseImage | undefined,
  facts: FactsTable,
  today: string,
): Outdated {
  const reasons: string[] = [];
  const known: string[] = [];
  const { os } = report.image;
  if (os) {
    known.push(`${os.family} ${os.name}`);
    if (os.endOfLife) reasons.push(`${os.family} ${os.name} is no longer supported`);
  }
  const key = base === undefined || base.image === 'scratch' ? undefined : parseImageReference(base.image);
  if (!key || 'error' in key || !base) return { reasons, known };
  const own = facts.lookup(key);
  for (const release of releasesOf(facts.endOfLife, key, own)) {
    known.push(release.title);
    if (hasEnded(release, today))
      reasons.push(`${release.title} has had no support since ${release.endOfLife}`);
  }
  if (own?.deprecated) reasons.push(`${base.image} is withdrawn or replaced`);
  if (reasons.length === 0) return { reasons, known };
  const next = supportedTag(facts, key, today);
  if (!('tag' in next) || next.tag === key.tag) return { reasons, known };
  const { tag: _, ...name } = key;
  const repository = parseImageReference(`${name.registry}/${name.repository}:${next.tag}`);
  return { reasons, known, ...('error' in repository ? {} : { instead: repository.familiar }) };
}
