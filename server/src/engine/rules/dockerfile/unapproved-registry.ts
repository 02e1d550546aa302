// An image from a registry that the project does not allow.
import { defineRule, type Example } from '../../define-rule.ts';
import { imageUses } from '../../model/image-uses.ts';
import type { ImageReference } from '../../parse/image-ref.ts';

export default defineRule<undefined, { allow: readonly string[] }>({
  id: 'unapproved-registry',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'An image from a registry that is not allowed',
  why: 'An image from elsewhere was built by people whom the project did not choose to trust.',
  sources: ['hadolint:DL3026', 'cis:4.2'],
  options: {
    allow: {
      default: [],
      description:
        'Registries, or beginnings of image names up to a slash, that images may come from: `docker.io/library`, `*.example.com`. Empty: all.',
    },
  },
  *check({ model, options }) {
    const allowed = options.allow.map(normal).filter((entry) => entry !== '');
    if (allowed.length === 0) return;
    for (const { reference, at, text } of imageUses(model)) {
      if (allowed.some((entry) => stands(entry, reference))) continue;
      const list = options.allow.slice(0, 5).join('`, `');
      yield {
        at,
        message: `\`${text}\` comes from \`${reference.registry}\`, and this project allows only \`${list}\`${options.allow.length > 5 ? ' and others' : ''}.`,
      };
    }
  },
});

/** Without a closing slash or `/*`; Docker Hub by its one name. */
function normal(entry: string): string {
  let end = entry.endsWith('/*') ? entry.length - 2 : entry.length;
  while (end > 0 && entry[end - 1] === '/') end--;
  return entry
    .slice(0, end)
    .replace(/^(index\.|registry-1\.|registry\.hub\.)?docker\.(io|com)(?=\/|$)/, 'docker.io');
}

/** The entry is the image's registry (`*.example.com`: any below it), or a whole number of leading parts of its full name. */
function stands(entry: string, { registry, repository }: ImageReference): boolean {
  const [host = '', ...parts] = entry.split('/');
  if (!host.startsWith('*')) return `${registry}/${repository}/`.startsWith(`${entry}/`);
  return (
    registry.endsWith(host.slice(1)) && `${repository}/`.startsWith(parts.map((part) => `${part}/`).join(''))
  );
}

export const docs = `
Silent until the project says what is allowed: \`"unapproved-registry": { "allow": ["docker.io/library", "registry.example.com"] }\`.
An entry is a registry or the beginning of an image's full name and counts up to a slash: \`docker.io/library\` allows the official
images and nobody else's, \`*.example.com\` all registries below that name. \`COPY --from=IMAGE\` and \`RUN --mount=from=IMAGE\` count too; images whose name the build gives do not.
`;

const allow = { allow: ['docker.io/library', 'registry.example.com/base/'] };

export const examples = [
  { bad: `FROM «quay.io/team/app:1.0»\nUSER 10001\n`, options: allow, fixed: false },
  { bad: `FROM «someone/python:3.13»\nUSER 10001\n`, options: allow },
  { bad: `FROM debian:12\nCOPY --from=«ghcr.io/astral-sh/uv:0.9» /uv /bin/uv\nUSER 10001\n`, options: allow },
  { bad: `FROM «registry.example.com/baseline/app:1»\nUSER 10001\n`, options: allow },
  { good: `FROM python:3.13-slim\nUSER 10001\n`, options: allow, note: 'An official image.' },
  { good: `FROM registry.example.com/base/python:3.13\nUSER 10001\n`, options: allow },
  { good: `FROM quay.io/team/app:1.0\nUSER 10001\n`, note: 'Nothing is said to be allowed.' },
  {
    good: `FROM a.example.com/team/app:1.0\nUSER 10001\n`,
    options: { allow: ['*.example.com'] },
    note: 'A registry below that name.',
  },
  { bad: `FROM «notexample.com/app:1.0»\nUSER 10001\n`, options: { allow: ['*.example.com'] } },
  {
    good: `ARG BASE\nFROM \${BASE}\nUSER 10001\n`,
    options: allow,
    note: 'What the build gives is not known.',
  },
] satisfies Example[];
