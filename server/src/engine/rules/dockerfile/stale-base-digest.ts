// A pinned image that was built too long ago.
import { defineRule, type Example } from '../../define-rule.ts';
import { imageUses } from '../../model/image-uses.ts';

export default defineRule<undefined, { maximumAge: number }>({
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
    for (const { reference, at, text } of imageUses(model)) {
      if (reference.digest === undefined) continue;
      const created = facts.lookup(reference)?.created;
      const built = dayNumber(created);
      if (built === undefined) continue;
      const age = today - built;
      if (age <= options.maximumAge) continue;
      const name = text.replace(/@.*$/s, '');
      yield {
        at,
        message: `The pinned build of \`${name}\` is ${age} days old (${created}), and ${options.maximumAge} are agreed. Renew the digest.`,
      };
    }
  },
});

/** Days since 1970-01-01; undefined for what is no day. */
function dayNumber(day: string | undefined): number | undefined {
  if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time / 86_400_000;
}

export const docs = `
The day on which an image was built comes from a scan of it or from the project's settings; without it, and without today's date,
the rule is silent. \`maximumAge\` is the agreed age in days.
`;

const digest = `sha256:${'a'.repeat(64)}`;
const built = (created: string) => [{ image: `python:3.13-slim@${digest}`, facts: { created } }];

export const examples = [
  { bad: `FROM «python:3.13-slim@${digest}»\nUSER 10001\n`, images: built('2026-11-01'), fixed: false },
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
