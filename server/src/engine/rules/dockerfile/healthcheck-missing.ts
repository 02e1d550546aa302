// A server's image has no health check.
import { defineRule, type Example } from '../../define-rule.ts';
import { insertBeforeCommand } from '../../edits/add-user.ts';
import { execFormText } from '../../edits/exec-form.ts';
import { baseName } from '../../model/base.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { probeRuntimes } from '../../model/health.ts';
import { listenerOf } from '../../model/listening.ts';
import type { Model, Stage } from '../../model/model.ts';

interface Data {
  readonly stage: Stage;
}

export default defineRule<Data>({
  id: 'healthcheck-missing',
  severity: 'hint',
  profiles: ['strict', 'cis'],
  concern: 'correctness',
  summary: 'A server’s image has no health check',
  why: 'Docker then calls the container healthy as long as its process lives, whether it answers or not.',
  sources: [
    'hadolint:DL3057',
    'trivy:DS-0026',
    'checkov:CKV_DOCKER_2',
    'kics:b03a748a-542d-44f4-bb86-9199ab4fd2d5',
    'cis:4.6',
  ],
  checksFixes: true,
  *check({ model }) {
    const { finalStage: stage } = model;
    if (!stage || isDevelopment(model)) return;
    const { healthcheck, facts, exposed } = stage.end;
    // A base image that nothing is known of may bring one.
    if (healthcheck !== undefined || facts === undefined || facts.os === 'windows') return;
    const listener = listenerOf(model, stage);
    const [port] = exposed.keys();
    if (port === undefined && listener === undefined) return;
    const by = stage.end.cmd?.by ?? stage.end.entrypoint?.by;
    yield {
      at:
        by !== undefined && by !== 'image' && by.stage === stage.index
          ? by.keywordAt
          : (stage.imageWord?.at ?? stage.from.at),
      message: `\`${baseName(stage)}\` has no health check, and neither has this file, though the image serves port ${listener?.port ?? port}. Add a HEALTHCHECK, or HEALTHCHECK NONE where the platform probes by itself.`,
      data: { stage },
    };
  },
  *fix(problem, { model }) {
    const { stage } = problem.data!;
    const port = certainPort(model, stage);
    const title = 'Add a HEALTHCHECK';
    if (port === undefined) {
      yield { title, reason: 'It is not certain on which port the server listens.' };
      return;
    }
    const found = connects(stage, port);
    if (found.length === 0) {
      yield { title, reason: `\`${baseName(stage)}\` has no program that is known to open a connection.` };
      return;
    }
    for (const [index, { argv, what }] of found.entries()) {
      const line = `HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ${execFormText(argv)}`;
      yield {
        title: `Check every 30 seconds that ${what}`,
        safety: 'review',
        preferred: index === 0,
        edits: [insertBeforeCommand(model, stage, [line])],
      };
    }
  },
});

/** The port that the command says, or the only one that EXPOSE names where the command says nothing else. */
function certainPort(model: Model, stage: Stage): number | undefined {
  const listener = listenerOf(model, stage);
  const exposed = [...stage.end.exposed.keys()];
  const [only, more] = exposed;
  const port =
    only !== undefined && more === undefined && /^\d+(\/tcp)?$/i.test(only)
      ? Number.parseInt(only, 10)
      : undefined;
  if (listener)
    return exposed.length === 0 || port === undefined || port === listener.port ? listener.port : undefined;
  return port;
}

interface Check {
  readonly argv: readonly string[];
  /** What follows `Check that`. */
  readonly what: string;
}

/** Clients of servers that ask it whether it answers, by its usual port. */
const clients: readonly (readonly [
  port: number,
  program: string,
  argv: readonly string[],
  server: string,
])[] = [
  [5432, 'pg_isready', ['pg_isready', '-q'], 'PostgreSQL'],
  [6379, 'redis-cli', ['redis-cli', 'ping'], 'Redis'],
  [3306, 'mysqladmin', ['mysqladmin', 'ping', '-h', '127.0.0.1', '--silent'], 'MySQL'],
];

/**
 * Programs of the image that end with 0 when the port accepts a connection, best first: a server's own client, the runtime's own
 * language, then what the distribution brings. Sources: bash(1), redirections to /dev/tcp; BusyBox' networking/nc.c as Alpine builds it.
 */
function connects(stage: Stage, port: number): Check[] {
  const { end } = stage;
  const found: Check[] = [];
  const has = (name: string) => end.tool(name).presence === 'present';
  const what = `port ${port} accepts connections`;
  for (const [usual, program, argv, server] of clients)
    if (usual === port && has(program)) found.push({ argv, what: `${server} answers` });
  for (const runtime of probeRuntimes(stage)) {
    if (runtime.kind === 'python')
      found.push({
        argv: [
          runtime.path,
          '-c',
          `import socket; socket.create_connection(('127.0.0.1',${port}),timeout=3).close()`,
        ],
        what,
      });
    else if (runtime.kind === 'node')
      found.push({
        argv: [
          runtime.path,
          '-e',
          `require('net').connect(${port},'127.0.0.1',()=>process.exit(0)).on('error',()=>process.exit(1))`,
        ],
        what,
      });
  }
  if (found.length > 0) return found.slice(0, 1);
  if (has('bash') && end.facts?.libc === 'glibc')
    return [{ argv: ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`], what: `${what} (with bash)` }];
  const isAlpine = end.facts?.distro === 'alpine';
  if (isAlpine && has('nc') && !end.packages.has('netcat-openbsd'))
    return [{ argv: ['nc', '-z', '-w', '3', '127.0.0.1', `${port}`], what: `${what} (with BusyBox' nc)` }];
  return [];
}

export const docs = `
Off in the default profile: many platforms probe by themselves. An image counts as a server when it has EXPOSE, when its command is a known
server or when its base image is one. A health check of the base image counts, \`HEALTHCHECK NONE\` too, and a base image that nothing
is known of makes the rule silent.

The fix asks in the image's own language whether the port accepts connections, because which page tells of health is not known.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nCOPY app /app\nUSER 10001\nEXPOSE 8000\n«CMD» ["uvicorn", "app:app", "--port", "8000"]\n`,
    fixed: `FROM python:3.12-slim\nCOPY app /app\nUSER 10001\nEXPOSE 8000\nHEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python3", "-c", "import socket; socket.create_connection(('127.0.0.1',8000),timeout=3).close()"]\nCMD ["uvicorn", "app:app", "--port", "8000"]\n`,
  },
  {
    bad: `FROM node:22-slim\nCOPY . /app\nEXPOSE 3000\nUSER node\n«CMD» ["node", "/app/server.js"]\n`,
    fixed: `FROM node:22-slim\nCOPY . /app\nEXPOSE 3000\nUSER node\nHEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "require('net').connect(3000,'127.0.0.1',()=>process.exit(0)).on('error',()=>process.exit(1))"]\nCMD ["node", "/app/server.js"]\n`,
  },
  {
    bad: `FROM «nginx:1.29»\nCOPY dist /usr/share/nginx/html\n`,
    fixed: `FROM nginx:1.29\nCOPY dist /usr/share/nginx/html\nHEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/80"]\n`,
  },
  {
    bad: `FROM python:3.12-slim\nEXPOSE 8000 9000\nUSER 10001\n«CMD» ["./start.sh"]\n`,
    fixed: false,
    note: 'Two ports.',
  },
  { good: `FROM python:3.12-slim\nEXPOSE 8000\nHEALTHCHECK NONE\nUSER 10001\nCMD ["python", "app.py"]\n` },
  { good: `FROM python:3.12-slim\nUSER 10001\nCMD ["python", "job.py"]\n`, note: 'No server.' },
  { good: `FROM jupyter/base-notebook:2024-01-01\nEXPOSE 8888\n`, note: 'The image has one.' },
  { good: `FROM example.com/base:1\nEXPOSE 8000\nCMD ["app"]\n`, note: 'The base image may have one.' },
] satisfies Example[];
