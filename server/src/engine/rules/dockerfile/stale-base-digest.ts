// A pinned image that was built too long ago.
import { defineRule, type Example } from '../../define-rule.ts';
import { type ImageUse, imageUses } from '../../model/image-uses.ts';
import { knownDigest, knownDigestFix } from '../../pin/known-digest.ts';

export default defineRule<ImageUse, { maximumAge: number }>({
  id: 'stale-base-digest',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'A pinned base image is older than agreed',
  why: 'A digest never changes, so that the image gets no security fixes until somebody renews the digest.',
  sources: ['cis:4.4'],
  options: {
    maximumAge: {
      default: 14,
      minimum: 0,
      maximum: 3650,
      description: 'How many days old a pinned base image may be.',
    },
  },
  *check({ model, context, facts, options }) {
    const today = dayNumber(context.today);
    if (today === undefined) return;
    for (const use of imageUses(model)) {
      const { reference, at, text } = use;
      if (reference.digest === undefined) continue;
      const name = text.replace(/@.*$/s, '');
      const known = reference.tag === undefined ? undefined : knownDigest(reference, context);
      const asked = dayNumber(known?.at.slice(0, 10));
      const created = facts.lookup(reference)?.created;
      const built = dayNumber(created);
      const age = built === undefined ? undefined : today - built;
      if (age !== undefined && age <= options.maximumAge) continue;
      // Where the tag still has this digest, there is nothing newer to take.
      const isNewest = known?.digest === reference.digest;
      if (isNewest && asked !== undefined && today - asked <= options.maximumAge) continue;
      const isMoved = known !== undefined && !isNewest;
      const answer = isMoved
        ? ` The tag had another digest when ${reference.registry} was asked on ${known.at.slice(0, 10)}.`
        : '';
      if (age !== undefined)
        yield {
          at,
          data: use,
          message: `The pinned build of \`${name}\` is ${age} days old (${created}), and ${options.maximumAge} are agreed.${answer} Renew the digest.`,
        };
      else if (isMoved)
        // How old the pinned build is, is not known: only that there is another one.
        yield {
          at,
          data: use,
          severity: 'information',
          message: `\`${name}\` is pinned to another build than its tag names.${answer} Renew the digest.`,
        };
    }
  },
  *fix({ data }, { model, context }) {
    const fix = data && knownDigestFix(model, data, context);
    if (fix) yield fix;
  },
});

/** Days since 1970-01-01; undefined for what is no day. */
function dayNumber(day: string | undefined): number | undefined {
  if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time / 86_400_000;
}

export const docs = `
The day on which an image was built comes from a scan of it or from the project's settings. \`maximumAge\` is the agreed age in days.
Where that day is not known, but a registry has answered that the tag has another digest now, the finding is an information. The
registry is asked only when you choose so (“Refresh the digest”, “Update Base Image Digests”, \`plimsoll pin\`) or by the setting
\`plimsoll.registry.checkDigests\`; the message names the day of its answer. Without all that, the rule is silent.
`;

const digest = `sha256:${'a'.repeat(64)}`;
const newer = `sha256:${'b'.repeat(64)}`;
const answered = (known: string) => ({
  digests: { 'docker.io/library/python:3.13-slim': { digest: known, at: '2026-11-20T08:00:00Z' } },
});
const built = (created: string) => [{ image: `python:3.13-slim@${digest}`, facts: { created } }];

export const examples = [
  { bad: `FROM «python:3.13-slim@${digest}»\nUSER 10001\n`, images: built('2026-11-01'), fixed: false },
  {
    bad: `FROM «python:3.13-slim@${digest}»\nUSER 10001\n`,
    fixed: `FROM python:3.13-slim@${newer}\nUSER 10001\n`,
    context: answered(newer),
    note: 'The registry was asked on 2026-11-20.',
  },
  {
    good: `FROM python:3.13-slim@${digest}\nUSER 10001\n`,
    images: built('2026-10-01'),
    context: answered(digest),
    note: 'It is old, and the newest that the tag has.',
  },
  {
    good: `FROM python:3.13-slim@${digest}\nUSER 10001\n`,
    images: built('2026-11-19'),
    context: answered(newer),
    note: 'There is a newer one, and this one is young enough.',
  },
  {
    bad: `FROM «python:3.13-slim@${digest}»\nUSER 10001\n`,
    images: built('2026-11-19'),
    options: { maximumAge: 1 },
  },
  {
    good: `FROM python:3.13-slim@${digest}\nUSER 10001\n`,
    images: built('2026-11-07'),
    note: '14 days old.',
  },
  { good: `FROM python:3.13-slim@${digest}\nUSER 10001\n`, note: 'When it was built is not known.' },
  {
    good: `FROM python:3.13-slim\nUSER 10001\n`,
    images: [{ image: 'python:3.13-slim', facts: { created: '2026-01-01' } }],
    note: 'Without a digest the next build takes the newest image.',
  },
  {
    good: `FROM python:3.13-slim@${digest}\nUSER 10001\n`,
    images: built('2026-01-01'),
    options: { maximumAge: 400 },
  },
] satisfies Example[];
