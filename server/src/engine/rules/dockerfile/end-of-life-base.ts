// A base whose distribution, language or server gets no more security fixes.
import { defineRule, type Example } from '../../define-rule.ts';
import { changeBases } from '../../edits/change-base.ts';
import { deprecatedImage } from '../../model/deprecated-images.ts';
import { hasEnded, type NamedRelease, releasesOf } from '../../model/end-of-life.ts';
import { type ImageUse, imageUses } from '../../model/image-uses.ts';
import type { Stage } from '../../model/model.ts';
import { supportedTag } from '../../model/supported-tag.ts';

/** All places with the same repository and the same ended releases. */
interface Data {
  readonly uses: readonly ImageUse[];
  readonly ended: readonly NamedRelease[];
}

export default defineRule<Data>({
  id: 'end-of-life-base',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'A base that gets no more security fixes',
  why: 'What is found from then on stays in the image, however often it is built again.',
  sources: ['tally:ruby/eol-ruby-version', 'cis:4.2'],
  checksFixes: true,
  *check({ model, context, facts }) {
    const { today } = context;
    if (today === undefined) return;
    const groups = new Map<string, { uses: ImageUse[]; ended: readonly NamedRelease[] }>();
    for (const use of imageUses(model)) {
      const { reference } = use;
      if (deprecatedImage(facts, reference)) continue;
      const known = facts.lookup(reference);
      const ended = releasesOf(facts.endOfLife, reference, known).filter((release) =>
        hasEnded(release, today),
      );
      if (known?.hardened && known.eol !== undefined && known.eol < today)
        ended.push({
          product: reference.repository,
          title: `\`${use.text}\``,
          release: '',
          endOfLife: known.eol,
        });
      if (ended.length === 0) continue;
      const key = `${reference.registry}/${reference.repository} ${ended.map(({ title }) => title).join()}`;
      const group = groups.get(key) ?? { uses: [], ended };
      group.uses.push(use);
      groups.set(key, group);
    }
    for (const { uses, ended } of groups.values()) {
      const first = uses.find((use) => use.shipped) ?? uses[0]!;
      const since = ended.map(({ title, endOfLife }) => `${title} since ${endOfLife}`).join(', and ');
      const subject = ended[0]?.title === `\`${first.text}\`` ? since : `\`${first.text}\`: ${since}`;
      yield {
        at: first.at,
        severity: first.shipped ? 'warning' : 'information',
        message: `No more security fixes for ${subject}. Move to a supported release.`,
        related: uses
          .filter((use) => use !== first)
          .slice(0, 20)
          .map((use) => ({ at: use.at, message: 'The same release here.' })),
        tags: ['deprecated'],
        data: { uses, ended },
      };
    }
  },
  *fix(problem, { model, context, facts }) {
    const { uses, ended } = problem.data!;
    const today = context.today ?? '';
    const images = new Map<Stage, string>();
    const titles = new Set<string>();
    const title = `Move to a supported release of ${ended.map((release) => release.title).join(' and ')}`;
    for (const use of uses) {
      const next = supportedTag(facts, use.reference, today);
      if ('reason' in next) {
        yield { title, reason: next.reason };
        return;
      }
      if (use.kind !== 'base') {
        yield {
          title,
          reason: 'Files are copied out of the image, and where the next one has them is not known.',
        };
        return;
      }
      const image = `${use.text.slice(0, use.text.length - (use.reference.tag?.length ?? 0))}${next.tag}`;
      // Where only the new image is known, what was not known before would be found then.
      if (facts.lookup(use.reference) === undefined && facts.lookup({ ...use.reference, tag: next.tag })) {
        yield { title, reason: `What \`${use.text}\` holds is not known.` };
        return;
      }
      images.set(use.stage, image);
      titles.add(`\`${image}\``);
    }
    const edits = changeBases(model, images);
    if (typeof edits === 'string') yield { title, reason: edits };
    else
      yield {
        title: `Build on ${[...titles].slice(0, 3).join(' and ')}, the next supported release (what is installed may change)`,
        safety: 'review',
        edits,
      };
  },
});

export const docs = `
The days come from a dated table (\`server/data/end-of-life.json\`), taken from the policies of the projects themselves, and from the catalogue of the
Docker Hardened Images. Debian's long-term support counts as support, because its fixes come through the same archive; Ubuntu's paid
extension does not. A tag that names a day, or only a distribution whose release is not known, is no finding. Where an image is built in a
stage that is not shipped, it is a matter of hygiene.

The fix takes the nearest supported version of the same variant whose tag was published when this version's lists were made. It is
not offered across major versions of a language (Node.js and Java, whose releases are major versions, excepted), nor for database
servers, whose data would have to be migrated.
`;

export const examples = [
  {
    bad: `FROM «python:3.8-slim»\nUSER 10001\n`,
    fixed: `FROM python:3.11-slim\nUSER 10001\n`,
  },
  {
    bad: `FROM «node:14-alpine» AS build\nFROM nginx:1.30-alpine\nCOPY --from=build /app /app\nUSER nginx\n`,
    fixed: `FROM node:22-alpine AS build\nFROM nginx:1.30-alpine\nCOPY --from=build /app /app\nUSER nginx\n`,
    note: 'In a stage that is not shipped: information.',
  },
  {
    bad: `ARG PYTHON=3.9\nFROM python:\${PYTHON} AS build\nFROM «python:\${PYTHON}-slim»\nUSER 10001\n`,
    fixed: `ARG PYTHON=3.11\nFROM python:\${PYTHON} AS build\nFROM python:\${PYTHON}-slim\nUSER 10001\n`,
  },
  { bad: `FROM «debian:buster-slim»\nUSER 10001\n`, fixed: `FROM debian:bookworm-slim\nUSER 10001\n` },
  { bad: `FROM «php:7.4-apache»\nUSER www-data\n`, fixed: false },
  { bad: `FROM «postgres:12»\n`, fixed: false },
  { bad: `FROM «python:2-slim»\nUSER 10001\n`, fixed: false },
  { bad: `FROM «mcr.microsoft.com/dotnet/aspnet:6.0-alpine3.18»\nUSER 10001\n`, fixed: false },
  {
    bad: `FROM «alpine:3.19@sha256:${'a'.repeat(64)}»\nUSER 10001\n`,
    fixed: false,
    note: 'A digest with its tag.',
  },
  { good: `FROM python:3.12-slim\nUSER 10001\n` },
  { good: `FROM debian:12\nUSER 10001\n`, note: 'Long-term support goes on.' },
  { good: `FROM example.com/python:3.8\nUSER 10001\n`, note: 'Whose version that is, is not known.' },
  {
    good: `FROM python:3.8-slim\nUSER 10001\n`,
    context: { today: '2024-01-01' },
    note: 'Still supported on that day.',
  },
  { good: `FROM golang:1.26-alpine3.24 AS build\nFROM scratch\nCOPY --from=build /a /a\nUSER 10001\n` },
] satisfies Example[];
