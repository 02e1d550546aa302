// A service with a read-only root filesystem whose image writes to a path that is in no volume and no tmpfs.

import { buildFile } from '../../compose/image-words.ts';
import type { ComposeProject, ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { scalarOf } from '../../compose/values.ts';
import { defineComposeRule, type Example, type Fix, type Refusal } from '../../define-rule.ts';
import { isWithin } from '../../hardening/host-mounts.ts';
import { knownStart } from '../../hardening/known-start.ts';
import { givesRootUp } from '../../hardening/own-account.ts';
import { addToList, ownService } from '../../hardening/own-service.ts';
import { startsAsRoot } from '../../hardening/runs.ts';
import { switchOf } from '../../hardening/switches.ts';
import { knownWrites, ownerOptions } from '../../hardening/written-paths.ts';
import { writtenFolders } from '../../model/written-folders.ts';
import { quoted } from '../../parse/errors/problem.ts';
import { combine, type Edits, insertTopLevel, isRefused } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  /** Items of `tmpfs:`. */
  readonly tmpfs: readonly string[];
  /** Folders whose content is to be kept. */
  readonly kept: readonly string[];
  /** The same with the owner that a tmpfs there must have; empty where that is not known. */
  readonly keptInMemory: readonly string[];
}

export default defineComposeRule<Data>({
  id: 'read-only-service-writes',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'A read-only service writes to a path that is not writable',
  why: 'Each write ends with "read-only file system", and many a server does not start at all.',
  sources: [],
  *check({ project, imageOf }) {
    for (const service of project.services) {
      const readOnly = service.get('read_only');
      if (!service.complete || readOnly === undefined || switchOf(readOnly) !== true) continue;
      if (
        service.get('volumes_from') !== undefined ||
        service.mounts.some(({ target }) => target === undefined)
      )
        continue;
      const image = imageOf(service);
      if (image === undefined) continue;
      const server = knownStart(service, image)?.server;
      const plan = server && knownWrites(service, image);
      if (server && plan && 'tmpfs' in plan && plan.tmpfs.length > 0) {
        const paths = plan.tmpfs.map(({ path, why }) => `\`${path}\` (${why})`).join(', ');
        yield {
          at: readOnly.at,
          message: `${quoted(service.name)} is read-only, and ${server.name} writes to ${paths}. Give ${plan.tmpfs.length === 1 ? 'this path' : 'these paths'} a tmpfs.`,
          data: {
            service,
            // Half of them would not let it start.
            tmpfs: plan.tmpfs.every(({ item }) => item !== undefined)
              ? plan.tmpfs.flatMap(({ item }) => item ?? [])
              : [],
            kept: [],
            keptInMemory: [],
          },
        };
      }
      for (const path of server?.dataInNoVolume ?? []) {
        // A path of another place, or nothing that is known to be missing.
        if (
          service.environment.some(({ name }) => name.startsWith('GF_PATHS')) ||
          mayWrite(service, image, path)
        )
          continue;
        yield {
          at: readOnly.at,
          message: `${quoted(service.name)} is read-only, and ${server!.name} keeps its data in \`${path}\`, which its image declares no volume: it does not start. Give it a volume.`,
          data: { service, tmpfs: [], kept: [path], keptInMemory: [] },
        };
      }
      if (image.kind !== 'built') continue;
      const options = ownerIn(service, image);
      for (const { path, why } of writes(service, image)) {
        const passing = /\/(logs?|cache|spool|sessions?)$/.test(path);
        yield {
          at: readOnly.at,
          message: `${quoted(service.name)} is read-only, and \`${path}\` ${why}: nothing can be written there. Give it ${passing ? 'a tmpfs' : 'a volume'}.`,
          data: {
            service,
            tmpfs: passing && options !== undefined ? [path + options] : [],
            kept: passing ? [] : [path],
            keptInMemory: options === undefined ? [] : [path + options],
          },
        };
      }
    }
  },
  *fix(problem, { project }) {
    const { service, tmpfs, kept, keptInMemory } = problem.data!;
    const list = (items: readonly string[]) => items.map((item) => item.replace(/:.*/, '')).join(' and ');
    if (tmpfs.length > 0)
      yield offer(
        `Put a tmpfs on ${list(tmpfs)} (empty at each start)`,
        true,
        inTmpfs(project, service, tmpfs),
      );
    if (kept.length > 0) {
      yield offer(`Put a volume on ${list(kept)}`, true, inVolume(project, service, kept[0]!));
      if (keptInMemory.length > 0)
        yield offer(
          `Put a tmpfs on ${list(kept)} (empty at each start)`,
          false,
          inTmpfs(project, service, keptInMemory),
        );
    }
  },
});

function offer(title: string, preferred: boolean, edits: Edits): Fix | Refusal {
  return isRefused(edits) ? { title, reason: edits.reason } : { title, safety: 'review', preferred, edits };
}

/** `:uid=1000,gid=1000` for the account that the service runs as; nothing for root; undefined where its number is not known. */
function ownerIn(service: ComposeService, image: ServiceImage): string | undefined {
  const told = service.get('user');
  const text = scalarOf(told)?.text;
  if (told !== undefined && !text) return undefined;
  if (startsAsRoot(service, image) === true) return givesRootUp(service, image) ? undefined : '';
  const own = image.state.user;
  const [user, group] = text === undefined ? [own?.name, own?.group] : text.split(':');
  const options = user ? ownerOptions(image, user, group) : undefined;
  return options === undefined ? undefined : `:${options}`;
}

const elsewhere = { reason: 'The service is not written out in this file.' };

function inTmpfs(project: ComposeProject, service: ComposeService, items: readonly string[]): Edits {
  const own = ownService(project, service);
  return own === undefined ? elsewhere : addToList(own, 'tmpfs', items);
}

function inVolume(project: ComposeProject, service: ComposeService, path: string): Edits {
  const own = ownService(project, service);
  const name = `${service.name}-${path.slice(path.lastIndexOf('/') + 1)}`;
  if (own === undefined) return elsewhere;
  if (project.volumes.has(name)) return { reason: `There is a volume ${name} already.` };
  return combine(
    own.file,
    addToList(own, 'volumes', [`${name}:${path}`]),
    insertTopLevel(own.file, 'volumes', { [name]: {} }),
  );
}

interface Written {
  readonly path: string;
  /** What follows the path in a sentence. */
  readonly why: string;
}

/** Folders that the Dockerfile makes for data, and those of SQLite's files; without those that are writable, or may be. */
function writes(service: ComposeService, image: ServiceImage): Written[] {
  const found = new Map<string, string>();
  for (const { path, why } of writtenFolders(image.model, image.stage))
    if (why !== 'is a volume') found.set(path, `is made empty for data by ${inSentence(service, image)}`);
  const values = [
    ...service.environment.map(({ name, value }) => [name, value] as const),
    ...image.state.env,
  ];
  const told = new Set<string>();
  for (const [name, value] of values) {
    // What the service sets wins over the image's own.
    if (told.has(name)) continue;
    told.add(name);
    const path = /^sqlite3?(?:\+\w+)?:\/\/\/(\/[\w./-]+)$/.exec(value ?? '')?.[1];
    const folder = path?.slice(0, path.lastIndexOf('/'));
    if (folder) found.set(folder, `holds the SQLite database of \`${name}\``);
  }
  // More come only from hostile files.
  return [...found]
    .slice(0, 20)
    .flatMap(([path, why]) => (mayWrite(service, image, path) ? [] : [{ path, why }]));
}

function inSentence(service: ComposeService, image: ServiceImage): string {
  const words = buildFile(service, image);
  return words.startsWith('The ') ? `the ${words.slice(4)}` : words;
}

/** A mount covers it, or lies in it; or the image declares it a volume, which Docker makes at each start. */
function mayWrite(service: ComposeService, image: ServiceImage, path: string): boolean {
  const isMounted = service.mounts.some(
    ({ target, isReadOnly }) =>
      target !== undefined &&
      ((isWithin(path, trimmed(target)) && !isReadOnly) || isWithin(trimmed(target), path)),
  );
  return isMounted || [...image.state.volumes.keys()].some((volume) => isWithin(path, trimmed(volume)));
}

function trimmed(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

export const docs = `
The rule knows three kinds of paths that are written: those of known servers that are started as their images are made to be, those of
folders that the Dockerfile makes for data (\`data\`, \`logs\`, \`uploads\` and the like) and fills with nothing, and those of SQLite
databases that a variable names. Volumes that the image declares are writable also with \`read_only\`.
`;

export const examples = [
  {
    bad: `services:\n  cache:\n    image: nginx:1.29-alpine\n    read_only: «true»\n`,
    fixed: `services:\n  cache:\n    image: nginx:1.29-alpine\n    read_only: true\n    tmpfs:\n      - /var/cache/nginx\n      - /run\n`,
  },
  {
    bad: `services:\n  api:\n    build: .\n    read_only: «true»\n`,
    files: {
      Dockerfile:
        'FROM python:3.12-slim\nRUN mkdir -p /app/uploads && chown 10001:10001 /app/uploads\nCOPY app.py /app/\nUSER 10001\nCMD ["python", "/app/app.py"]\n',
    },
    fixed: `services:\n  api:\n    build: .\n    read_only: true\n    volumes:\n      - api-uploads:/app/uploads\n\nvolumes:\n  api-uploads: {}\n`,
  },
  {
    bad: `services:\n  api:\n    build: .\n    environment:\n      DATABASE_URL: sqlite:////data/app.db\n    read_only: «true»\n`,
    files: { Dockerfile: 'FROM python:3.12-slim\nUSER 10001\nCMD ["python", "/app/app.py"]\n' },
    title: 'Put a tmpfs on /data',
    fixed: `services:\n  api:\n    build: .\n    environment:\n      DATABASE_URL: sqlite:////data/app.db\n    read_only: true\n    tmpfs:\n      - /data:uid=10001\n`,
  },
  {
    bad: `services:\n  web:\n    image: nginx:1.29-alpine\n    user: "1000:1000"\n    read_only: «true»\n`,
    fixed: `services:\n  web:\n    image: nginx:1.29-alpine\n    user: "1000:1000"\n    read_only: true\n    tmpfs:\n      - /var/cache/nginx:uid=1000,gid=1000\n      - /run:uid=1000,gid=1000\n`,
  },
  {
    bad: `services:\n  web:\n    image: nginx:1.29-alpine\n    user: web\n    read_only: «true»\n`,
    fixed: false,
    note: 'Which number the account has is not known.',
  },
  {
    bad: `services:\n  api:\n    build: .\n    read_only: «true»\n`,
    files: {
      Dockerfile:
        'FROM node:22-slim\nRUN mkdir -p /app/logs && chown node:node /app/logs\nCOPY app.js /app/\nUSER node\nCMD ["node", "/app/app.js"]\n',
    },
    fixed: `services:\n  api:\n    build: .\n    read_only: true\n    tmpfs:\n      - /app/logs:uid=1000,gid=1000\n`,
  },
  {
    bad: `services:\n  board:\n    image: grafana/grafana:12.0.0\n    read_only: «true»\n    tmpfs: [/tmp]\n`,
    fixed: `services:\n  board:\n    image: grafana/grafana:12.0.0\n    read_only: true\n    tmpfs: [/tmp]\n    volumes:\n      - board-grafana:/var/lib/grafana\n\nvolumes:\n  board-grafana: {}\n`,
  },
  {
    good: `services:\n  cache:\n    image: nginx:1.29-alpine\n    read_only: true\n    tmpfs:\n      - /var/cache/nginx\n      - /run\n      - /tmp\n`,
  },
  {
    good: `services:\n  api:\n    build: .\n    read_only: true\n    volumes:\n      - data:/app\nvolumes:\n  data: {}\n`,
    files: {
      Dockerfile:
        'FROM python:3.12-slim\nRUN mkdir -p /app/uploads\nUSER 10001\nCMD ["python", "/app/app.py"]\n',
    },
  },
  {
    good: `services:\n  api:\n    build: .\n    read_only: true\n`,
    files: {
      Dockerfile: 'FROM python:3.12-slim\nRUN mkdir /data\nVOLUME /data\nUSER 10001\nCMD ["python"]\n',
    },
    note: 'Docker makes a volume for it at each start.',
  },
  {
    good: `services:\n  api:\n    image: example.com/team/api:1\n    read_only: true\n`,
  },
] satisfies Example[];
