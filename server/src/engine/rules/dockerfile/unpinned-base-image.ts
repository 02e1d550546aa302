// A base image without a tag, or with one that moves.
import { defineRule, type Example } from '../../define-rule.ts';
import { changeBases } from '../../edits/change-base.ts';
import { exactTag } from '../../model/exact-tag.ts';
import { type ImageUse, imageUses } from '../../model/image-uses.ts';
import { hasStopped, isOwnName, movingTag } from '../../model/moving-tags.ts';

export default defineRule<ImageUse>({
  id: 'unpinned-base-image',
  severity: 'warning',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A base image without a tag, or with one that moves',
  why: 'The same file builds another image tomorrow, and what was scanned is not what runs.',
  sources: [
    'hadolint:DL3006',
    'hadolint:DL3007',
    'trivy:DS-0001',
    'checkov:CKV_DOCKER_7',
    'kics:9efb0b2d-89c9-41a3-91ca-dcc0aec911fd',
    'kics:f45ea400-6bbe-4501-9fc7-1c3d75c32067',
    'cis:4.2',
  ],
  *check({ model, context, facts }) {
    for (const use of imageUses(model)) {
      const { reference, at, text } = use;
      if (reference.digest !== undefined) continue;
      const moving = movingTag(reference);
      if (moving === undefined) continue;
      // What nobody builds any more does not move, and has a finding of its own.
      if (moving.severity === 'information' && hasStopped(reference, facts, context.today)) continue;
      const severity = isOwnName(reference) ? 'information' : moving.severity;
      yield { at, severity, message: `\`${text}\` ${moving.problem}`, data: use };
    }
  },
  *fix(problem, { model, facts }) {
    const use = problem.data!;
    const tag = exactTag(facts, use.reference);
    if (tag === undefined) return;
    const image = `${use.text.slice(0, use.text.length - (use.reference.tag?.length ?? -1) - 1)}:${tag}`;
    const title = `Name the version: \`${image}\` (the newest that this version of Plimsoll knows)`;
    if (use.kind === 'files') {
      const { start, end } = use.at;
      if (model.dockerfile.text.slice(start, end) === use.text)
        yield { title, safety: 'review', edits: [{ start, end, text: image }] };
      return;
    }
    const edits = changeBases(model, new Map([[use.stage, image]]));
    if (typeof edits !== 'string') yield { title, safety: 'review', edits };
  },
});

export const docs = `
A number that is a whole release of a distribution (\`debian:12\`, \`fedora:42\`, \`amazonlinux:2023\`) is no finding, nor is a
digest, \`scratch\` or another stage. Images that only have moving tags (distroless, Chainguard's free ones) get a hint to pin
the digest. \`COPY --from=IMAGE\` and \`RUN --mount=from=IMAGE\` are looked at too.

A name that no image of Docker Hub has (\`FROM base\`) is an image built on this machine or a build context with a name: information.

For official images of languages and a few others the fix names the version that the tag meant when the lists of this version of Plimsoll were
made. Which digest a tag has, only the registry knows.
`;

export const examples = [
  { bad: `FROM «node»\nUSER node\nCMD ["node", "server.js"]\n` },
  {
    bad: `FROM «node:latest»\nUSER node\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:26.7\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  { bad: `FROM «node:lts-alpine»\nUSER node\nCMD ["node", "server.js"]\n`, fixed: false },
  { bad: `FROM «python:slim»\nUSER 10001\n`, fixed: `FROM python:3.14-slim\nUSER 10001\n` },
  {
    bad: `FROM «docker.io/library/alpine» AS run\nUSER 10001\n`,
    fixed: `FROM docker.io/library/alpine:3.24 AS run\nUSER 10001\n`,
  },
  {
    bad: `ARG TAG=22-alpine\nFROM «node:$TAG»\nUSER node\n`,
    fixed: `ARG TAG=22.23-alpine\nFROM node:$TAG\nUSER node\n`,
  },
  { good: `FROM debian:bookworm-slim\nUSER 10001\n`, note: 'A release by its name.' },
  { bad: `FROM «python:3»\nUSER 10001\nCMD ["python"]\n` },
  { bad: `FROM debian:12\nCOPY --from=«busybox» /bin/wget /usr/local/bin/wget\nUSER 10001\n` },
  { bad: `FROM «debian:testing-slim»\nUSER 10001\n` },
  { good: `FROM example.com/app:main-1f3a9c2\nUSER 10001\n`, note: 'The tag names a commit.' },
  {
    bad: `FROM alpine:3.22\nRUN «--mount=type=bind,from=ghcr.io/astral-sh/uv:latest,source=/uv,target=/bin/uv» uv sync\nUSER 10001\n`,
  },
  {
    bad: `FROM «alpine» AS fetch\nFROM alpine:3.22\nCOPY --from=fetch /a /a\nCOPY --from=0 /b /b\nUSER 10001\n`,
    note: 'Stages, by name or number, are no images.',
  },
  { good: `FROM debian:12\nUSER 10001\n` },
  { good: `FROM python:3.12-slim\nUSER 10001\n` },
  { good: `FROM eclipse-temurin:21-jre\nUSER 10001\n`, note: 'A line of Java that only gets fixes.' },
  {
    good: `FROM python:2-alpine\nUSER 10001\n`,
    note: 'It does not move any more: end-of-life-base says so.',
  },
  { good: `ARG BASE\nFROM \${BASE}\nUSER 10001\n`, note: 'What the build gives is not known.' },
  {
    good: `FROM python@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nUSER 10001\n`,
  },
] satisfies Example[];
