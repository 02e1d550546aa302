// A service runs as root: it says so, or its image does and nothing changes it.
import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { roleOf } from '../../hardening/file-role.ts';
import { accountOf, givesRootUp, setsUp } from '../../hardening/own-account.ts';
import { ownService } from '../../hardening/own-service.ts';
import { purposesOf } from '../../hardening/purpose.ts';
import { isPrivileged, isWhole, userOf } from '../../hardening/runs.ts';
import { isJob } from '../../service-facts/missing-limit.ts';
import { insertKey, isRefused, replaceScalar } from '../../yaml-edits/index.ts';

export default defineComposeRule<ComposeService>({
  id: 'service-runs-as-root',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A service runs as root',
  why: 'A process that breaks out of its container, or writes to a mounted path, does so with the rights it has inside.',
  sources: ['cis:4.1', 'semgrep:service-runs-as-root', 'compose-lint:CL-0018'],
  *check({ project, imageOf }) {
    if (roleOf(project)) return;
    for (const service of project.services) {
      // Such a service is reported for more than being root.
      if (!isWhole(service) || isPrivileged(service) !== false) continue;
      const image = imageOf(service);
      if (purposesOf(service, image).size > 0 || isJob(service, project.services)) continue;
      if (setsUp(service)) continue;
      const user = userOf(service);
      if (user === 'root') {
        if (image && givesRootUp(service, image)) continue;
        const node = service.get('user')!;
        const account = image && accountOf(service, image);
        yield {
          at: node.at,
          message: `\`${service.name}\` runs as root because of this line. ${account === undefined ? 'Name another user, or take the line out if the image has one.' : `Its image can run as \`${account}\`.`}`,
          data: service,
        };
      } else if (user === 'none' && image?.state.runsAsRoot === true && image.dockerfile === undefined) {
        if (givesRootUp(service, image)) continue;
        const account = accountOf(service, image);
        const named = service.image ?? service.build?.inline;
        yield {
          at: (image.kind === 'pulled' ? service.image?.at : undefined) ?? named?.at ?? service.keyAt,
          message: `\`${service.name}\` runs as root: its image does, and no \`user\` changes that. ${
            account === undefined
              ? 'Name a user that can read its files and write its volumes, as in `user: "1000:1000"`.'
              : `The image has the user \`${account}\` for it: add \`user: ${account}\`.`
          }`,
          data: service,
        };
      }
    }
  },
  *fix({ data }, { project, imageOf }) {
    const service = data!;
    const own = ownService(project, service);
    const image = imageOf(service);
    const account = image && accountOf(service, image);
    if (!own || account === undefined) return;
    const title = `Run \`${service.name}\` as \`${account}\` (it can no longer write what belongs to root)`;
    const there = service.get('user');
    const edits =
      there?.kind === 'scalar'
        ? replaceScalar(own.file, there, account)
        : insertKey(own.file, own.map, 'user', account, { after: ['image'] });
    yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
  },
});

export const docs = `
A service is reported for \`user: root\` (or 0), and for an image of which it is known that it starts as root. Images that give root up by themselves are
silent (PostgreSQL, Redis, MySQL, MongoDB, nginx and others whose entrypoint or server does), and so is every image of which nothing is known.
A service that is built from a Dockerfile of the project is reported there, by root-user.

Silent for privileged services, for images whose work is on the host (monitors, proxies of the container engine, VPNs), and in files for development, tests
and examples. The fix names the account that the image is made to run as, where no volume or folder of the host would have to be given to it first.
`;

export const examples = [
  {
    bad: `services:
  api:
    image: example.com/api:1
    user: «root»
`,
    fixed: false,
  },
  {
    bad: `services:
  api:
    image: «node:22-slim»
    working_dir: /app
    command: ["node", "server.js"]
    volumes:
      - ./dist:/app:ro
`,
    fixed: `services:
  api:
    image: node:22-slim
    user: node
    working_dir: /app
    command: ["node", "server.js"]
    volumes:
      - ./dist:/app:ro
`,
  },
  {
    bad: `services:\n  api:\n    image: «python:3.12-slim»\n    command: python /app/main.py\n    volumes: ["./app:/app"]\n`,
    fixed: false,
  },
  {
    good: `services:\n  db:\n    image: postgres:16\n    user: root\n`,
    note: 'Its entrypoint gives root up.',
  },
  { good: `services:\n  api:\n    image: example.com/api:1\n`, note: 'Its user is not known.' },
  { good: `services:\n  api:\n    image: python:3.12-slim\n    user: \${UID}:\${GID}\n` },
  {
    good: `services:
  permissions:
    image: alpine:3.22
    user: root
    command: chown -R 1000:1000 /data
    volumes: [data:/data]
volumes: { data: {} }
`,
    note: 'That takes root, and is over soon.',
  },
  {
    good: `services:\n  api:\n    build: .\n`,
    files: { Dockerfile: 'FROM python:3.12-slim\nCMD ["python", "main.py"]\n' },
    note: 'The Dockerfile has the finding.',
  },
  {
    good: `services:\n  fpm:\n    image: php:8.4-fpm\n  web:\n    image: php:8.4-apache\n    command: apache2-foreground\n`,
    note: 'Their workers are www-data.',
  },
  {
    bad: `services:\n  worker:\n    image: «php:8.4-fpm»\n    command: php /srv/worker.php\n    restart: always\n  cli:\n    image: «php:8.4-cli»\n    command: php -S 0.0.0.0:80\n`,
  },
] satisfies Example[];
