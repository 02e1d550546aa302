// A base image without a tag, or with one that moves.
import { defineRule, type Example } from '../../define-rule.ts';
import type { Model } from '../../model/model.ts';
import { namesRelease, onlyMovingTags, releaseNumbers } from '../../model/tag-habits.ts';
import { readCopy, readMounts } from '../../parse/arguments.ts';
import { type ImageReference, parseImageReference } from '../../parse/image-ref.ts';
import type { Span } from '../../parse/syntax.ts';

export default defineRule<undefined>({
  id: 'unpinned-base-image',
  severity: 'warning',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A base image without a tag, or with one that moves',
  why: 'The same file builds another image tomorrow, and what was scanned is not what runs.',
  sources: ['hadolint:DL3006', 'hadolint:DL3007', 'trivy:DS-0001', 'checkov:CKV_DOCKER_7', 'cis:4.2'],
  *check({ model }) {
    for (const { reference, at, text } of imagesOf(model)) {
      if (reference.digest !== undefined) continue;
      const moving = movingTag(reference);
      if (moving === undefined) continue;
      yield { at, severity: moving.severity, message: `\`${text}\` ${moving.problem}` };
    }
  },
});

interface Named {
  readonly reference: ImageReference;
  readonly at: Span;
  readonly text: string;
}

function* imagesOf(model: Model): Iterable<Named> {
  for (const stage of model.stages) {
    if (stage.base.kind === 'image')
      yield {
        reference: stage.base.reference,
        at: stage.imageWord?.at ?? stage.from.at,
        text: stage.base.text,
      };
    for (const instruction of stage.instructions) {
      if (instruction.flags.length === 0) continue;
      const copy = readCopy(instruction);
      const sources = copy?.from ? [copy.from] : [];
      const mounts = readMounts(instruction);
      for (const [value, at] of [
        ...sources.map((flag) => [flag.value, flag.valueAt ?? flag.at] as const),
        ...mounts.map((mount) => [mount.from, mount.flag.at] as const),
      ]) {
        if (value === undefined || value.includes('$') || /^\d+$/.test(value)) continue;
        if (model.stages.some((other) => other.name === value.toLowerCase())) continue;
        const reference = parseImageReference(value);
        if (!('error' in reference)) yield { reference, at, text: value };
      }
    }
  }
}

function movingTag(
  reference: ImageReference,
): { problem: string; severity: 'warning' | 'information' | 'hint' } | undefined {
  const { tag } = reference;
  if (onlyMovingTags(reference)) {
    return {
      severity: 'hint',
      problem: 'has only tags that move. Pin its digest to build the same image again.',
    };
  }
  if (tag === undefined)
    return {
      severity: 'warning',
      problem: 'has no tag, which means `latest`: it moves to the next release by itself. Name a version.',
    };
  if (
    /^(latest|stable|oldstable|testing|unstable|sid|devel|edge|nightly|rolling|current|lts|mainline|main|master|dev)(-|$)/.test(
      tag,
    ) &&
    !namesBuild(tag)
  ) {
    return { severity: 'warning', problem: 'moves to the next release by itself. Name a version.' };
  }
  if (reference.repository.startsWith('library/') && /^[a-z]+(-[a-z]+)*$/.test(tag) && !namesRelease(tag)) {
    return {
      severity: 'warning',
      problem: 'names no version and moves to the next release by itself. Name one.',
    };
  }
  if (/^v?\d{1,3}(-[a-z][\w.]*)*$/.test(tag) && !releaseNumbers(reference)) {
    return {
      severity: 'information',
      problem: 'names only a major version and moves with every minor one. Name the minor version too.',
    };
  }
  return undefined;
}

/** A commit, a day or a version in the tag names one build of a line that otherwise moves. */
function namesBuild(tag: string): boolean {
  return /-(\d{4}-?\d\d-?\d\d|v?\d+\.\d+\.\d+|(?=[a-f]*\d)[0-9a-f]{7,40})(-|$)/.test(tag);
}

export const docs = `
A number that is a whole release of a distribution (\`debian:12\`, \`fedora:42\`, \`amazonlinux:2023\`) is no finding, nor is a
digest, \`scratch\` or another stage. Images that only have moving tags (distroless, Chainguard's free ones) get a hint to pin
the digest. \`COPY --from=IMAGE\` and \`RUN --mount=from=IMAGE\` are looked at too.
`;

export const examples = [
  { bad: `FROM «node»\nUSER node\nCMD ["node", "server.js"]\n` },
  { bad: `FROM «node:latest»\nUSER node\nCMD ["node", "server.js"]\n` },
  { bad: `FROM «node:lts-alpine»\nUSER node\nCMD ["node", "server.js"]\n` },
  { bad: `FROM «python:slim»\nUSER 10001\n` },
  { good: `FROM debian:bookworm-slim\nUSER 10001\n`, note: 'A release by its name.' },
  { bad: `FROM «python:3»\nUSER 10001\nCMD ["python"]\n` },
  { bad: `FROM debian:12\nCOPY --from=«busybox» /bin/wget /usr/local/bin/wget\nUSER 10001\n` },
  { bad: `FROM «debian:testing-slim»\nUSER 10001\n` },
  { good: `FROM example.com/app:main-1f3a9c2\nUSER 10001\n`, note: 'The tag names a commit.' },
  { good: `FROM debian:12\nUSER 10001\n` },
  { good: `FROM python:3.12-slim\nUSER 10001\n` },
  { good: `ARG BASE\nFROM \${BASE}\nUSER 10001\n`, note: 'What the build gives is not known.' },
  {
    good: `FROM python@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nUSER 10001\n`,
  },
] satisfies Example[];
