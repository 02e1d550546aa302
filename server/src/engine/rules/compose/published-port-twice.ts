// Two services publish the same port of the host.
import type { ComposePort, ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { quoted } from '../../parse/errors/problem.ts';

interface Taken {
  readonly service: ComposeService;
  readonly port: ComposePort;
}

export default defineComposeRule<undefined>({
  id: 'published-port-twice',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'Two services publish the same port of the host',
  why: 'Docker gives a port to the first container, and `docker compose up` stops at the second.',
  sources: ['dclint:no-duplicate-exported-ports'],
  *check({ project }) {
    const taken = new Map<number, Taken[]>();
    for (const service of project.services) {
      if (!startsAlways(service)) continue;
      for (const port of service.ports) {
        if (!isFixed(port)) continue;
        const first = port.published[0];
        const others = taken.get(first) ?? [];
        const other = others.find((one) => clashes(one, { service, port }));
        if (other === undefined) {
          // More come only from hostile files.
          if (others.length < 20) taken.set(first, [...others, { service, port }]);
          continue;
        }
        // An anchor gives several services one and the same entry.
        const isShared = other.port.at.start === port.at.start && other.port.at.file === port.at.file;
        yield {
          at: isShared ? service.keyAt : port.at,
          message:
            other.service === service
              ? `${quoted(service.name)} publishes port ${first} of the host twice: its container does not start. Give one of them another port.`
              : `${quoted(service.name)} publishes port ${first} of the host, which ${quoted(other.service.name)} does too: while one of them runs, the other does not start. Give one of them another port, or put them into profiles.`,
          related: [{ at: other.port.at, message: 'It is published here too.' }],
        };
      }
    }
  },
});

/** It is started with every `docker compose up`, once, with a network of its own. */
function startsAlways(service: ComposeService): boolean {
  if (!service.complete || service.profiles.length > 0 || service.networks === undefined) return false;
  return (
    service.get('profiles') === undefined &&
    service.get('scale') === undefined &&
    service.get('deploy', 'replicas') === undefined
  );
}

/** One port of the host, and not one of a range that Docker picks from. */
function isFixed(port: ComposePort): port is ComposePort & { readonly published: readonly [number, number] } {
  return port.published !== undefined && port.published[0] === port.published[1];
}

function clashes(one: Taken, other: Taken): boolean {
  if (one.port.protocol !== other.port.protocol) return false;
  // The same entry again, as merging brings it, is one.
  if (one.service === other.service && one.port.target[0] === other.port.target[0]) return false;
  const [a, b] = [one.port.hostAddress, other.port.hostAddress];
  if (a === b) return true;
  const [isWideA, isWideB] = [isWide(a), isWide(b)];
  // IPv4 and IPv6 are apart where both are named.
  if (a !== undefined && b !== undefined && a.includes(':') !== b.includes(':')) return false;
  return isWideA || isWideB;
}

function isWide(address: string | undefined): boolean {
  return address === undefined || address === '0.0.0.0' || address === '::';
}

export const docs = `
Services with profiles, with a number of replicas, or without a network of their own are left out: whether they run together is not
certain. So are ranges, of which Docker picks a free port.
`;

export const examples = [
  {
    bad: `services:\n  web:\n    image: nginx:1.29\n    ports: ["127.0.0.1:8080:80"]\n  api:\n    image: nginx:1.29\n    ports: [«"8080:8000"»]\n`,
    fixed: false,
  },
  {
    bad: `services:\n  web: &web\n    image: nginx:1.29\n    ports: ["8080:80"]\n  «worker»:\n    <<: *web\n    command: ["sleep", "1"]\n`,
    note: 'The anchor brings the port along.',
  },
  {
    good: `services:\n  web:\n    image: nginx:1.29\n    ports: ["127.0.0.1:8080:80", "8080:80/udp"]\n  api:\n    image: nginx:1.29\n    ports: ["127.0.0.2:8080:80"]\n`,
  },
  {
    good: `services:\n  web:\n    image: nginx:1.29\n    ports: ["8080:80"]\n  other:\n    image: nginx:1.29\n    profiles: [other]\n    ports: ["8080:80"]\n`,
    note: 'Only one of them may be started.',
  },
] satisfies Example[];
