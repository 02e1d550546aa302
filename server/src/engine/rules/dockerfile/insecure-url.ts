// Something is fetched over a connection that nobody has to prove anything for.
import { defineRule, type Example } from '../../define-rule.ts';
import { commandsOf } from '../../model/commands.ts';
import { hostOf } from '../../model/downloads.ts';
import { isNearHost } from '../../model/hosts.ts';
import { addressesOf, addressVariables, servesHttps } from '../../model/insecure-addresses.ts';
import type { Stage } from '../../model/model.ts';
import { remoteFilesOf } from '../../model/remote-files.ts';
import { readCopy, readPairs } from '../../parse/arguments.ts';
import type { Instruction, Span } from '../../parse/syntax.ts';

interface Data {
  /** The scheme's place, where the host is known to serve the same over https. */
  readonly scheme?: Span;
}

interface Found {
  readonly at: Span;
  readonly url: string;
  readonly instruction: Instruction;
}

export default defineRule<Data>({
  id: 'insecure-url',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'Something is fetched without encryption',
  why: 'Anyone between the build and the server can read what is asked for and hand over something else.',
  sources: [],
  *check({ model }) {
    const firstEncrypted = new Map<Stage, number>();
    for (const stage of model.stages) {
      const verified = verifiedAt(stage);
      for (const { at, url, instruction } of foundIn(stage)) {
        const host = hostOf(url);
        if (host === undefined || isNearHost(host) || verified.has(at.start)) continue;
        const scheme = /^\w+/.exec(url)![0];
        const start = model.dockerfile.text.indexOf(`${scheme}://`, at.start);
        const known = start >= 0 && start < at.end && scheme.toLowerCase() === 'http' && servesHttps(host);
        const certain = known && (instruction.keyword === 'ADD' || hasAuthorities(stage, instruction));
        yield {
          at,
          message: `\`${scheme}://${host}\` is asked without encryption, and what comes may be anybody's. Use \`https://\`${
            known ? ', which this host serves too.' : ', or compare the checksum of what comes.'
          }`,
          data: certain ? { scheme: { start, end: start + scheme.length } } : {},
        };
      }
    }

    function* foundIn(stage: Stage): Iterable<Found> {
      for (const instruction of stage.instructions) {
        if (instruction.keyword === 'ADD') {
          for (const { value, at } of readCopy(instruction)?.sources ?? [])
            if (isInsecure(value)) yield { at, url: value, instruction };
        } else if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') {
          for (const { name, value, at } of readPairs(instruction))
            if (value !== undefined && addressVariables.test(name) && isInsecure(value))
              yield { at, url: value, instruction };
        } else if (instruction.keyword === 'RUN') {
          for (const command of commandsOf(model, instruction))
            for (const { at, url } of addressesOf(command)) yield { at, url, instruction };
        }
      }
    }

    /** Places of the addresses whose files are checked: it does not matter how those come. */
    function verifiedAt(stage: Stage): ReadonlySet<number> {
      const places = remoteFilesOf(model, stage).flatMap(({ verified, urlAt }) =>
        verified ? urlAt.start : [],
      );
      return new Set(places);
    }

    /** Programs in the image can check a certificate here: one of them did before, or the authorities were installed. */
    function hasAuthorities(stage: Stage, instruction: Instruction): boolean {
      const state = model.before(instruction);
      if (state.packages.has('ca-certificates') || state.facts?.caCertificates === true) return true;
      let first = firstEncrypted.get(stage);
      if (first === undefined) {
        first = stage.instructions.find(fetchesEncrypted)?.at.start ?? Number.POSITIVE_INFINITY;
        firstEncrypted.set(stage, first);
      }
      return first <= instruction.at.start;
    }

    function fetchesEncrypted(instruction: Instruction): boolean {
      if (instruction.keyword !== 'RUN') return false;
      return commandsOf(model, instruction).some(
        ({ name, args }) =>
          (name === 'curl' || name === 'wget') && args.some(({ text }) => text.startsWith('https://')),
      );
    }
  },
  *fix(problem) {
    const { scheme } = problem.data!;
    if (scheme)
      yield {
        title: 'Use https, which this host serves too',
        safety: 'review',
        preferred: true,
        edits: [{ ...scheme, text: 'https' }],
      };
  },
});

function isInsecure(url: string): boolean {
  return /^(http|ftp):\/\//i.test(url);
}

export const docs = `
\`http://\` and \`ftp://\` in ADD, curl, wget, git, pip, npm, gem, rpm and their variables. Silent for files that the stage checks
(a checksum, a signature), for apt, apk, dnf and zypper sources, whose packages are signed, for the host itself, names without a
dot, private addresses and domains (\`.local\`, \`.internal\`), LABEL, and CMD, ENTRYPOINT and HEALTHCHECK.

The fix is offered for hosts that are known to serve the same over https, and where the image can check their certificate.
`;

export const examples = [
  {
    bad: `FROM debian:12\nADD «http://archive.apache.org/dist/a/a.tgz» /tmp/\nUSER 10001\n`,
    fixed: `FROM debian:12\nADD https://archive.apache.org/dist/a/a.tgz /tmp/\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN curl -fsSLO «http://example.com/a.tgz» && tar xzf a.tgz\nUSER 10001\n`,
    fixed: false,
  },
  { bad: `FROM debian:12\nRUN wget «ftp://example.com/a.tgz»\nUSER 10001\n`, fixed: false },
  {
    bad: `FROM python:3.12-slim\nRUN pip install -i «http://pypi.example.com/simple» flask==3.0.3\nUSER 10001\n`,
  },
  { bad: `FROM node:22-slim\nENV «NPM_CONFIG_REGISTRY=http://registry.example.com/»\nUSER node\n` },
  { bad: `FROM fedora:42\nRUN rpm --import «http://example.com/key.asc»\nUSER 10001\n` },
  {
    bad: `FROM alpine:3.22\nRUN wget «http://github.com/a/b/releases/download/v1/b.tgz»\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nRUN wget https://github.com/a/b/releases/download/v1/b.tgz\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN curl -O http://example.com/a.tgz && echo "abc  a.tgz" | sha256sum -c -\nUSER 10001\n`,
    note: 'What comes is compared.',
  },
  {
    good: `FROM debian:12\nRUN echo "deb http://deb.debian.org/debian bookworm-backports main" > /etc/apt/sources.list.d/b.list\nUSER 10001\n`,
    note: 'apt checks the signatures.',
  },
  {
    good: `FROM debian:12\nRUN curl -f http://localhost:8080/ready && curl http://nexus/a -o /a && curl http://10.0.0.5/b -o /b\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nLABEL url="http://example.com"\nHEALTHCHECK CMD curl -f http://example.com/\nUSER 10001\n`,
  },
  { good: `FROM debian:12\nRUN echo '<svg xmlns="http://www.w3.org/2000/svg"/>' > /a.svg\nUSER 10001\n` },
] satisfies Example[];
