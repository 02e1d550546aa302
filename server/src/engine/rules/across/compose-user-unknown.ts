// `user` of a service names an account that its image does not have.
import { imageLacks, imagePlace } from '../../compose/image-words.ts';
import type { ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { mayBringAccounts } from '../../compose/service-start.ts';
import { defineComposeRule, type Example, type Fix, type Refusal } from '../../define-rule.ts';
import { numericUser } from '../../edits/create-user.ts';
import { ownService } from '../../hardening/own-service.ts';
import { missingAccount } from '../../model/account-uses.ts';
import { provable } from '../../model/confidence.ts';
import type { YamlScalar } from '../../parse/yaml/tree.ts';
import { serverOf } from '../../servers/known-servers.ts';
import { isRefused, removeEntry, replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly image: ServiceImage;
  readonly scalar: YamlScalar;
  readonly user: string;
  readonly kind: 'user' | 'group';
}

export default defineComposeRule<Data>({
  id: 'compose-user-unknown',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'A service runs as a user that its image does not have',
  why: 'Docker looks the name up in the image when the container starts, and where it is missing it does not start.',
  sources: [],
  *check({ project, imageOf }) {
    for (const service of project.services) {
      const scalar = service.get('user');
      if (!service.complete || scalar?.kind !== 'scalar' || scalar.text === undefined) continue;
      const image = imageOf(service);
      const [user = '', group] = scalar.text.split(':');
      const missing = image && user !== '' ? missingAccount(image.state, user, group) : undefined;
      if (image === undefined || missing === undefined || mayBringAccounts(service)) continue;
      const { kind, name } = missing;
      yield {
        at: scalar.at,
        severity: provable(image.state, 'error', 'users'),
        message: `${imageLacks(service, image)} ${kind} \`${name}\`: the container of \`${service.name}\` does not start. ${image.kind === 'built' ? `Create the ${kind} in the Dockerfile, or use a number.` : 'Use a number, or one of its own accounts.'}`,
        related: imagePlace(service),
        data: { service, image, scalar, user, kind },
      };
    }
  },
  *fix(problem, { project }) {
    const { service, image, scalar, user, kind } = problem.data!;
    const file = project.files.get(scalar.at.file);
    if (file === undefined) return;
    const own = image.state.facts?.runsAs;
    const server = image.reference && serverOf(image.reference);
    const offers: (readonly [title: string, value: string])[] = [];
    // Without a group Docker takes the one that the account has.
    if (kind === 'group') offers.push([`Run as \`${user}\` with the group that it has`, user]);
    else if (own !== undefined && image.state.account(own) === 'present')
      offers.push([`Use the image's own user \`${own}\``, own]);
    if (server === undefined)
      offers.push([`Use the number ${numericUser}, which needs no account`, numericUser]);
    // A server's files belong to its own account; one that gives root up by itself is to be started as root.
    else if (kind === 'user' && offers.length === 0) {
      if (server.user !== undefined)
        offers.push([`Use \`${server.user}\`, the image's own account`, server.user]);
      else if (/^(steps down|drops itself)$/.test(server.startsAs?.how ?? '')) {
        const lines = ownService(project, service);
        const title = `Remove \`user\`: ${server.name} goes on as its own account by itself`;
        const edits =
          lines === undefined
            ? { reason: 'The service is not written out in this file.' }
            : removeEntry(lines.file, lines.map, 'user');
        yield isRefused(edits)
          ? { title, reason: edits.reason }
          : { title, safety: 'review', preferred: true, edits };
      }
    }
    for (const [index, [title, value]] of offers.entries()) {
      const edits = replaceScalar(file, scalar, value);
      const offer: Fix | Refusal = isRefused(edits)
        ? { title, reason: edits.reason }
        : { title, safety: 'review', preferred: index === 0, edits };
      yield offer;
    }
  },
});

export const docs = `
The rule speaks only where every account of the image is known: the base image's own ones, and those that the Dockerfile creates.
Numbers need no account, and a name in a variable is not known. It is silent where something is mounted over \`/etc/passwd\`.
`;

export const examples = [
  {
    bad: `services:\n  api:\n    build: .\n    user: «app»\n`,
    files: { Dockerfile: 'FROM node:22-slim\nCMD ["node", "server.js"]\n' },
    fixed: `services:\n  api:\n    build: .\n    user: node\n`,
  },
  {
    bad: `services:\n  api:\n    image: python:3.12-slim\n    user: «"nonroot"»\n    command: ["python", "-m", "http.server"]\n`,
    fixed: `services:\n  api:\n    image: python:3.12-slim\n    user: "65532:65532"\n    command: ["python", "-m", "http.server"]\n`,
  },
  {
    bad: `services:\n  api:\n    build: .\n    user: «node:app»\n`,
    files: { Dockerfile: 'FROM node:22-slim\nCMD ["node", "server.js"]\n' },
    fixed: `services:\n  api:\n    build: .\n    user: node\n`,
  },
  {
    bad: `services:\n  web:\n    image: nginx:1.29-alpine\n    user: «nobodyelse»\n`,
    fixed: `services:\n  web:\n    image: nginx:1.29-alpine\n`,
  },
  {
    good: `services:\n  api:\n    build: .\n    user: app\n`,
    files: { Dockerfile: 'FROM debian:12\nRUN useradd --uid 10001 app\nUSER app\nCMD ["sleep", "1"]\n' },
  },
  { good: `services:\n  api:\n    image: python:3.12-slim\n    user: "10001:10001"\n` },
  { good: `services:\n  api:\n    image: python:3.12-slim\n    user: "\${UID}:\${GID}"\n` },
  {
    good: `services:\n  api:\n    image: python:3.12-slim\n    user: app\n    volumes:\n      - /etc/passwd:/etc/passwd:ro\n`,
  },
] satisfies Example[];
