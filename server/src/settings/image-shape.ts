// What a project can say about its own images in `.plimsoll.json`, and how it becomes facts.
import type { KnownImage } from '../engine/index.ts';
import { isDay } from '../engine/index.ts';
import { parseImageReference } from '../engine/parse/image-ref.ts';
import type { Plain, Shape } from './shape.ts';

const text = (description: string): Shape => ({ kind: 'text', description });
const texts = (description: string): Shape => ({ kind: 'list', items: { kind: 'text' }, description });
const flag = (description: string): Shape => ({ kind: 'boolean', description });
const day = (description: string): Shape => ({
  kind: 'text',
  description,
  check: {
    wrong: (value) => (isDay(value) ? undefined : 'must be a day as YYYY-MM-DD'),
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  },
});
const reference = (description: string): Shape => ({
  kind: 'text',
  description,
  check: {
    wrong: (value) =>
      'error' in parseImageReference(value) ? 'must be an image reference as in FROM' : undefined,
  },
});
const number: Shape = { kind: 'integer', minimum: 0, maximum: 2 ** 32 - 1 };

const factsShape: Shape = {
  kind: 'object',
  description: 'What the image is. What is not said stays as it is known, or unknown.',
  keys: {
    distro: text('The distribution, as `ID` in /etc/os-release: `debian`, `alpine`, `ubuntu`.'),
    release: text('Its release, as `VERSION_ID` in /etc/os-release: `12`, `3.22`.'),
    libc: { kind: 'text', values: ['glibc', 'musl', 'none'], description: 'The C library.' },
    shell: {
      kind: 'either',
      shapes: [{ kind: 'boolean' }, { kind: 'text' }],
      description: 'Whether there is a shell at /bin/sh, or the path of the one there is.',
    },
    packageManager: {
      kind: 'text',
      values: ['apt', 'apk', 'dnf', 'microdnf', 'tdnf', 'none'],
      description: 'The package manager that is in the image.',
    },
    tools: {
      kind: 'record',
      values: { kind: 'boolean' },
      description: 'Programs that the image has (true) or does not have (false): `{ "curl": false }`.',
    },
    user: text('The user that the image starts as: a name or a number.'),
    users: {
      kind: 'list',
      description: 'Accounts in /etc/passwd.',
      items: {
        kind: 'object',
        keys: { name: { kind: 'text' }, uid: number, gid: number },
        required: ['name'],
      },
    },
    usersComplete: flag('No other account is in /etc/passwd.'),
    runsAs: text('The image’s own account that is not root and that its program works with.'),
    stepsDownItself: flag('Its entrypoint starts as root and changes to an account of its own.'),
    entrypoint: texts('The words of its ENTRYPOINT.'),
    cmd: texts('The words of its CMD.'),
    workdir: text('Its WORKDIR.'),
    ports: {
      kind: 'list',
      items: { kind: 'integer', minimum: 1, maximum: 65535 },
      description: 'The ports that its program listens on.',
    },
    env: { kind: 'record', values: { kind: 'text' }, description: 'Its environment.' },
    healthcheck: flag('It has a HEALTHCHECK of its own.'),
    hardened: flag('It is a hardened image.'),
    deprecated: flag('It is withdrawn or replaced.'),
    created: day('The day it was built.'),
    eol: day('The day its support ends.'),
  },
};

/** One entry of `images`. */
export const imageShape: Shape = {
  kind: 'object',
  required: ['image'],
  keys: {
    image: reference('The image as in FROM. Without a tag it stands for every tag.'),
    like: reference('A published image it is built on: what is known of that one holds here too.'),
    facts: factsShape,
  },
};

/** Turns a checked entry into what the engine takes. */
export function knownImageOf(value: Plain): KnownImage {
  const {
    image,
    like,
    facts = {},
  } = value as unknown as {
    image: string;
    like?: string;
    facts?: Record<string, Plain>;
  };
  const { shell, user, ...rest } = facts;
  return {
    image,
    ...(like === undefined ? {} : { like }),
    facts: {
      ...rest,
      ...(shell === undefined
        ? {}
        : { shell: shell === false ? false : { sh: shell === true ? '/bin/sh' : (shell as string) } }),
      ...(user === undefined
        ? {}
        : { user: { name: user as string, ...(/^\d+$/.test(user as string) && { uid: Number(user) }) } }),
      confidence: 'documented',
    } as KnownImage['facts'],
  };
}
