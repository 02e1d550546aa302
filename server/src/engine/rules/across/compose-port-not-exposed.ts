// A published port of a container on which its server certainly does not listen.
import { imagePlace } from '../../compose/image-words.ts';
import type { ComposePort, ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { type Listener, listenerOf, namesPort } from '../../model/listening.ts';
import { quoted } from '../../parse/errors/problem.ts';
import { isRefused, replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly port: ComposePort;
  readonly listener: Listener;
}

export default defineComposeRule<Data>({
  id: 'compose-port-not-exposed',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'A port is published on which nothing listens',
  why: 'Docker accepts the connection on the host and closes it again, because the container has no server on that port.',
  sources: [],
  *check({ project, imageOf }) {
    for (const service of project.services) {
      const [port, more] = service.ports.filter(({ protocol }) => protocol === 'tcp');
      // With several ports it is not to be told which one is meant for what.
      if (!service.complete || port === undefined || more !== undefined || port.target[0] !== port.target[1])
        continue;
      if (service.command || service.entrypoint || service.networks === undefined) continue;
      const image = imageOf(service);
      const listener = image && listenerOf(image.model, image.stage);
      const [target] = port.target;
      if (!image || !listener || listener.port === target || namesPort(image.model, image.stage, target))
        continue;
      if (mayListenElsewhere(service, listener, target)) continue;
      yield {
        at: port.at,
        message: `${quoted(service.name)} publishes port ${target} of its container, and \`${listener.program}\` listens on ${listener.port} there. Publish port ${listener.port}.`,
        related: imagePlace(service),
        data: { port, listener },
      };
    }
  },
  *fix(problem, { project }) {
    const { port, listener } = problem.data!;
    const title = `Publish port ${listener.port}, where ${listener.program} listens`;
    const file = project.files.get(port.at.file);
    const { node } = port;
    const scalar = node.kind === 'map' ? node.get('target') : node;
    if (file === undefined || scalar?.kind !== 'scalar') return;
    const value =
      node.kind === 'map'
        ? listener.port
        : scalar.written.replace(
            /(^|:)\d+(\/\w+)?$/,
            (_, before, behind) => `${before}${listener.port}${behind ?? ''}`,
          );
    const edits = replaceScalar(file, scalar, value);
    yield isRefused(edits)
      ? { title, reason: edits.reason }
      : { title, safety: 'review', preferred: true, edits };
  },
});

/** Content and data; what lies elsewhere may be a configuration. */
const content =
  /^\/(usr\/share\/nginx\/html|usr\/local\/apache2\/htdocs|srv|var\/www|var\/lib|var\/log|data|tmp|run)(\/|$)/;

/** The service tells the server something that may be another port: by a variable, a file, or a mounted configuration. */
function mayListenElsewhere(service: ComposeService, { said }: Listener, target: number): boolean {
  const number = new RegExp(`(^|\\D)${target}(\\D|$)`);
  const { environment, envFiles, mounts, configs, secrets } = service;
  if (environment.some(({ value }) => value === undefined || value === null || number.test(value)))
    return true;
  if (said) return false;
  const speaksOfPorts = environment.some(({ name }) =>
    /PORT|LISTEN|BIND|ADDR|CONF|URL|HOST|ARGS|OPTS|SSL|TLS|ROOT/i.test(name),
  );
  const isConfigured = mounts.some(
    ({ target: at, type }) => type !== 'tmpfs' && (at === undefined || !content.test(at)),
  );
  return speaksOfPorts || envFiles.length > 0 || configs.length > 0 || secrets.length > 0 || isConfigured;
}

export const docs = `
The rule speaks only where it is certain on which port the server listens: the Dockerfile's command names it, or the image is a known
server that nothing configures anew, neither the Dockerfile nor a variable, a mount or another command of the service. With several
published ports it is silent.
`;

const uvicorn =
  'FROM python:3.12-slim\nCOPY app.py /\nUSER 10001\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n';

export const examples = [
  {
    bad: `services:\n  api:\n    build: .\n    ports:\n      - «"127.0.0.1:8080:8080"»\n`,
    files: { Dockerfile: uvicorn },
    fixed: `services:\n  api:\n    build: .\n    ports:\n      - "127.0.0.1:8080:8000"\n`,
  },
  {
    bad: `services:\n  web:\n    image: nginx:1.29-alpine\n    ports:\n      - «target: 8080\n        published: "8080"»\n`,
    fixed: `services:\n  web:\n    image: nginx:1.29-alpine\n    ports:\n      - target: 80\n        published: "8080"\n`,
  },
  {
    good: `services:\n  api:\n    build: .\n    ports:\n      - "8080:8000"\n`,
    files: { Dockerfile: uvicorn },
  },
  {
    good: `services:\n  web:\n    image: nginx:1.29-alpine\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf:ro\n    ports:\n      - "8080:8080"\n`,
    note: 'The configuration may say so.',
  },
  {
    good: `services:\n  api:\n    build: .\n    command: ["uvicorn", "app:app", "--port", "8080"]\n    ports:\n      - "8080:8080"\n`,
    files: { Dockerfile: uvicorn },
  },
  {
    good: `services:\n  api:\n    build: .\n    ports:\n      - "8000:8000"\n      - "9229:9229"\n`,
    files: { Dockerfile: uvicorn },
  },
] satisfies Example[];
