// A service's image without a tag, or with one that moves.
import { shownText } from '../../compose/values.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { exactTag } from '../../model/exact-tag.ts';
import { hasStopped, isOwnName, movingTag } from '../../model/moving-tags.ts';
import { onlyMovingTags } from '../../model/tag-habits.ts';
import type { ImageReference } from '../../parse/image-ref.ts';
import type { YamlScalar } from '../../parse/yaml/tree.ts';
import { pulledImage } from '../../service-facts/known-server.ts';
import { checkedFile, offer } from '../../service-facts/offer.ts';
import { replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly image: YamlScalar;
  readonly reference: ImageReference;
}

export default defineComposeRule<Data>({
  id: 'unpinned-service-image',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A service’s image without a tag, or with one that moves',
  why: 'The next pull brings another image, on each machine at another time, and what was tried is not what runs.',
  sources: ['compose-lint:CL-0004', 'dclint:service-image-require-explicit-tag', 'cis:5.28'],
  *check({ project, context, facts }) {
    const built = new Set(
      project.services.flatMap(({ build, image }) => (build && image?.text !== undefined ? image.text : [])),
    );
    const reported = new Set<number>();
    for (const service of project.services) {
      const { image } = service;
      const reference = pulledImage(service);
      if (!image || !reference || reference.digest !== undefined || onlyMovingTags(reference)) continue;
      if (reported.has(image.at.start) || built.has(image.text!)) continue;
      const policy = service.get('pull_policy');
      if (policy?.kind === 'scalar' && /^(never|build)$/.test(policy.text ?? '')) continue;
      const moving = movingTag(reference);
      // A name that only this machine has is built by another step.
      if (moving === undefined || isOwnName(reference)) continue;
      if (moving.severity === 'information' && hasStopped(reference, facts, context.today)) continue;
      reported.add(image.at.start);
      yield {
        at: image.at,
        severity: moving.severity,
        message: `\`${shownText(image)}\` ${moving.problem}`,
        data: { image, reference },
      };
    }
  },
  *fix({ data }, { project, facts }) {
    const file = checkedFile(project);
    const { image, reference } = data!;
    const tag = exactTag(facts, reference);
    if (file === undefined || tag === undefined || image.variables) return;
    const text = `${image.text!.slice(0, image.text!.length - (reference.tag?.length ?? -1) - 1)}:${tag}`;
    const title = `Name the version: \`${text}\` (the newest that this version of Plimsoll knows)`;
    yield* offer({ title, safety: 'review', preferred: true }, replaceScalar(file, image, text));
  },
});

export const docs = `
Silent for images that are built here, for a digest, where a variable has no known value, for images that only have moving tags (distroless,
Chainguard’s free ones), and for names that Docker Hub does not have: those are built by another step. A tag that names only a major version is
information.
`;

export const examples = [
  { bad: `services:\n  web:\n    image: «nginx»\n`, fixed: `services:\n  web:\n    image: nginx:1.31\n` },
  {
    bad: `services:\n  web:\n    image: «"node:latest"» # newest\n`,
    fixed: `services:\n  web:\n    image: "node:26.7" # newest\n`,
  },
  { bad: `services:\n  db:\n    image: «postgres:latest»\n`, fixed: false },
  { bad: `services:\n  auth:\n    image: «quay.io/keycloak/keycloak»\n`, fixed: false },
  {
    bad: `services:\n  cache:\n    image: «redis:\${TAG:-latest}»\n`,
    fixed: false,
    note: 'As long as `TAG` is not set.',
  },
  { bad: `services:\n  cache:\n    image: «redis:7»\n`, note: 'Information: a major version.' },
  { good: `services:\n  cache:\n    image: redis:\${TAG}\n`, note: 'What `TAG` holds is not known.' },
  { good: `services:\n  db:\n    image: postgres:17\n`, note: 'A line that only gets fixes.' },
  {
    good: `services:\n  web:\n    build: .\n    image: corp/shop\n  job:\n    image: corp/shop\n`,
    note: 'Built here.',
  },
  { good: `services:\n  web:\n    image: shop\n`, note: 'Docker Hub has no image of this name.' },
  { good: `services:\n  web:\n    image: gcr.io/distroless/static\n` },
  { good: `services:\n  web:\n    image: nginx@sha256:${'a'.repeat(64)}\n` },
] satisfies Example[];
