// The shipped image could stand on a hardened or a smaller one with the same program.
import { defineRule, type Example } from '../../define-rule.ts';
import { deprecatedImage } from '../../model/deprecated-images.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { hardenedTwin } from '../../model/hardened-twin.ts';
import { smallerTag } from '../../model/smaller-tag.ts';

export default defineRule({
  id: 'hardened-base-available',
  severity: 'hint',
  profiles: ['strict', 'hardened-images', 'cis'],
  summary: 'A hardened or smaller image with the same program exists',
  why: 'Every program that the image does not need adds vulnerabilities and serves an intruder.',
  sources: ['cis:4.3'],
  refactoring: 'harden',
  *check({ model, facts }) {
    const stage = model.finalChain.at(-1);
    if (stage?.base.kind !== 'image' || isDevelopment(model)) return;
    const { base } = stage;
    const known = base.facts;
    if (known?.hardened || known?.distroless || known?.role === 'builder') return;
    if (deprecatedImage(facts, base.reference)) return;
    const twin = hardenedTwin(facts, base.reference, known);
    const slim = known?.bloated ? smallerTag(facts, base.reference) : undefined;
    if (twin === undefined && slim === undefined) return;
    const small =
      slim && `${base.text.slice(0, base.text.length - (base.reference.tag?.length ?? 0))}${slim}`;
    const offers = [
      ...(twin ? [`\`${twin.image}\` is the hardened image of the same version${traits(twin.facts)}`] : []),
      ...(small ? [`\`${small}\` has the same program without the compilers`] : []),
    ];
    yield {
      at: stage.imageWord?.at ?? stage.from.at,
      message: `${offers.join(', and ')}.`,
    };
  },
});

function traits(
  facts: { readonly shell?: unknown; readonly user?: { readonly name: string } } | undefined,
): string {
  const list = [
    ...(facts?.shell === false ? ['no shell'] : []),
    ...(facts?.user && facts.user.name !== 'root' ? [`user \`${facts.user.name}\``] : []),
  ];
  return list.length === 0 ? '' : ` (${list.join(', ')})`;
}

export const docs = `
On in \`strict\` and \`hardened-images\` only. Named are a Docker Hardened Image whose tag with the same version is in the catalogue of
this version of Plimsoll, and the \`-slim\` tag of a full image. There is no guess: no image of another version, another
distribution family or with another module (\`php:8.4-apache\`) is proposed, and the move is a refactoring, because users, paths, the entrypoint and the lack of a shell change what has to stand in the file.
`;

export const examples = [
  { bad: `FROM «python:3.13-slim»\nUSER 10001\nCMD ["python", "app.py"]\n`, fixed: false },
  {
    bad: `FROM node:24 AS build\nRUN npm ci\nFROM «node:24»\nCOPY --from=build /app /app\nUSER node\nCMD ["node", "/app/main.js"]\n`,
    fixed: false,
  },
  { bad: `FROM «nginx:1.30-alpine»\n`, fixed: false },
  { good: `FROM dhi.io/python:3.13\nCMD ["python", "app.py"]\n` },
  { good: `FROM php:8.4-apache\nUSER www-data\n`, note: 'Apache with its module is in no hardened image.' },
  { good: `FROM node:14-alpine\nUSER node\n`, note: 'There is no hardened image of that version.' },
  { good: `FROM gcr.io/distroless/static-debian12\nCOPY app /app\nUSER nonroot\n` },
  { good: `FROM ubuntu:24.04\nUSER 10001\n`, note: 'No counterpart.' },
] satisfies Example[];
