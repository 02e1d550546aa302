// A service that starts a development server, or lets a debugger in.

import type { ComposeCommand, ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { developmentMode, developmentServer, unwrapped } from '../../model/development-servers.ts';
import type { Place } from '../../parse/yaml/tree.ts';
import { debuggerIn, debuggerOption } from '../../service-facts/debuggers.ts';
import { isOnAllInterfaces } from '../../service-facts/exposure.ts';
import { serverOfService } from '../../service-facts/known-server.ts';
import { isForTrial } from '../../service-facts/purpose.ts';

export default defineComposeRule<undefined>({
  id: 'debug-command',
  severity: 'warning',
  profiles: ['recommended'],
  summary: 'A service starts a development server, or lets a debugger in',
  why: 'A debugger runs any code it is sent, development servers show code and settings in their errors, and none is made for load or attack.',
  sources: [],
  *check({ project, imageOf }) {
    if (isForTrial(project.path) || /override\.ya?ml$/.test(project.path)) return;
    const reported = new Set<number>();
    const isNew = ({ file, start }: Place) =>
      file === project.path && !reported.has(start) && reported.add(start) !== undefined;
    for (const service of project.services) {
      if (service.profiles.some((name) => /dev|debug|test|local/i.test(name))) continue;
      for (const command of [service.entrypoint, service.command]) {
        if (!command?.argv) continue;
        for (const words of commandsOf(command)) {
          const found = debuggerIn(words);
          if (found === undefined || !reaches(service, found.port) || !isNew(command.at)) continue;
          yield {
            at: command.at,
            message: `\`${found.shown}\` lets a debugger in on port ${found.port}, which \`${service.name}\` publishes: whoever reaches the host runs code in it. Remove it, or publish the port on 127.0.0.1.`,
          };
        }
      }
      for (const { name, value, at } of service.environment) {
        const found = typeof value === 'string' ? debuggerOption(name, value) : undefined;
        if (found === undefined || !reaches(service, found.port) || !isNew(at)) continue;
        yield {
          at,
          message: `\`${name}\` lets a debugger in on port ${found.port} by \`${found.shown}\`, and \`${service.name}\` publishes that port: whoever reaches the host runs code in it. Remove it, or publish the port on 127.0.0.1.`,
        };
      }
      const server = serverOfService(service, imageOf(service));
      const mode = trialModes.find(
        ({ name, word }) => name === server?.name && service.command?.argv?.includes(word),
      );
      if (mode && reaches(service, mode.port) && isNew(service.command!.at))
        yield {
          at: service.command!.at,
          message: `\`${mode.word}\` starts ${mode.name} for trials: ${mode.what}, and other machines reach its port ${mode.port}. ${mode.advice}, or publish the port on 127.0.0.1.`,
        };
      // Sources that are mounted from the project show that it is for development.
      if (mountsSources(service)) continue;
      for (const command of [service.entrypoint, service.command]) {
        if (!command?.argv) continue;
        for (const words of commandsOf(command)) {
          const at = { start: command.at.start, end: command.at.end };
          const server = developmentServer(unwrapped(words.map((text) => ({ text, at, from: at.start }))));
          if (server === undefined || !isNew(command.at)) continue;
          yield { at: command.at, message: `\`${server.shown}\` ${server.what}. ${server.advice}.` };
        }
      }
      for (const { name, value, at, isInterpolated } of service.environment) {
        const mode = isInterpolated || typeof value !== 'string' ? undefined : developmentMode(name, value);
        if (mode === undefined || !isNew(at)) continue;
        yield {
          at,
          message: `\`${name}=${value}\` ${mode.what}. Set it to \`${mode.instead}\`, or put it into \`compose.override.yaml\`.`,
        };
      }
    }
  },
});

/**
 * How servers are started for trials.
 * Sources: https://www.keycloak.org/server/configuration, https://developer.hashicorp.com/vault/docs/concepts/dev-server
 */
const trialModes = [
  {
    name: 'Keycloak',
    word: 'start-dev',
    port: 8080,
    what: 'without TLS and without a fixed host name',
    advice: 'Use `start`',
  },
  {
    name: 'Vault',
    word: '-dev',
    port: 8200,
    what: 'unsealed, without TLS, and with everything in memory',
    advice: 'Use `server` with a configuration',
  },
] as const;

/** The commands of a text or list; what a shell is given is cut at \`&&\`, \`;\` and \`|\`, which is enough to know the programs. */
function commandsOf({ argv = [] }: ComposeCommand): string[][] {
  const shell = argv.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word));
  if (shell < 0 || !/(^|\/)(ba|da|a|z)?sh$/.test(argv[0] ?? '')) return [[...argv]];
  const script = argv[shell + 1] ?? '';
  return script
    .slice(0, 10_000)
    .split(/&&|\|\|?|;|\n/)
    .map((part) =>
      part
        .trim()
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => word.replace(/^["']|["']$/g, '')),
    )
    .filter((words) => words.length > 0);
}

function reaches(service: ComposeService, port: number): boolean {
  return (
    service.networks !== undefined &&
    service.ports.some((one) => isOnAllInterfaces(one) && one.target[0] <= port && port <= one.target[1])
  );
}

function mountsSources(service: ComposeService): boolean {
  if (service.get('develop', 'watch') !== undefined) return true;
  return service.mounts.some(({ type, source }) => type === 'bind' && /^\.{1,2}(\/|$)/.test(source ?? ''));
}

export const docs = `
Silent where something shows that the file is for development: its name (\`compose.dev.yaml\`, \`compose.override.yaml\`), a profile of that name, \`develop.watch\`, or sources
of the project that are mounted into the service. A debugger that listens on a port which the service publishes to other machines is reported
also there, unless the file's name says what it is for.
`;

export const examples = [
  {
    bad: `services:\n  web:\n    image: corp/shop:1.2\n    command: «python manage.py runserver 0.0.0.0:8000»\n`,
    fixed: false,
  },
  {
    bad: `services:\n  web:\n    image: corp/shop:1.2\n    command: «sh -c "python manage.py migrate && uvicorn app:app --reload"»\n`,
  },
  { bad: `services:\n  web:\n    image: corp/shop:1.2\n    environment:\n      «FLASK_DEBUG: "1"»\n` },
  {
    bad: `services:\n  api:\n    build: .\n    volumes: [".:/app"]\n    command: «["node", "--inspect=0.0.0.0:9229", "server.js"]»\n    ports: ["9229:9229"]\n`,
  },
  {
    good: `services:\n  web:\n    build: .\n    volumes: [".:/app"]\n    command: python manage.py runserver 0.0.0.0:8000\n`,
    note: 'Its sources are mounted: it is for development.',
  },
  {
    good: `services:\n  api:\n    build: .\n    volumes: [".:/app"]\n    command: ["node", "--inspect=0.0.0.0:9229", "server.js"]\n    ports: ["127.0.0.1:9229:9229"]\n`,
  },
  {
    bad: `services:\n  api:\n    image: corp/api:1\n    environment:\n      «JAVA_TOOL_OPTIONS: -Xmx1g -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005»\n    ports: ["5005:5005"]\n`,
  },
  {
    bad: `services:\n  api:\n    image: corp/api:1\n    environment:\n      - «NODE_OPTIONS=--inspect=0.0.0.0:9229»\n    ports: ["9229:9229"]\n`,
  },
  {
    bad: `services:\n  id:\n    image: quay.io/keycloak/keycloak:26.0\n    command: «start-dev --http-enabled=true»\n    ports: ["8080:8080"]\n  vault:\n    image: hashicorp/vault:1.18\n    command: «server -dev»\n    ports: ["8200:8200"]\n`,
  },
  {
    good: `services:\n  id:\n    image: quay.io/keycloak/keycloak:26.0\n    command: start-dev\n    ports: ["127.0.0.1:8080:8080"]\n  api:\n    image: corp/api:1\n    environment:\n      NODE_OPTIONS: --inspect=0.0.0.0:9229\n`,
    note: 'Nothing of it is reached from other machines.',
  },
  {
    good: `services:\n  web:\n    image: corp/shop:1.2\n    command: gunicorn app:app\n    environment:\n      NODE_ENV: \${NODE_ENV:-development}\n`,
  },
  {
    good: `services:\n  web:\n    image: corp/shop:1.2\n    command: flask run\n`,
    path: 'docker-compose.dev.yml',
  },
] satisfies Example[];
