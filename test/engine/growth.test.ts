// Text made to break the engine: twice as much of it takes about twice the time, in every rule together.
import { describe, expect, test } from 'vitest';
import { lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

type Make = (n: number) => string;

const lines = (n: number, line: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => line(i)).join('\n');
const joined = (n: number, glue: string, each: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => each(i)).join(glue);
const debian = (body: string) => `FROM debian:12\n${body}\nCMD ["a"]\n`;

const mixed = [
  (i: number) => `apt-get install -y curl${i}`,
  (i: number) => `cd /a${i}`,
  (i: number) => `chmod 777 /c${i}`,
  (i: number) => `curl -fsSLO http://example.com/f${i}.tgz`,
  (i: number) => `tar xf f${i}.tgz`,
  (i: number) => `pip install p${i}`,
  (i: number) => `cp /e${i} /f${i}`,
];

/** What it is, half of the size it is tried at, and the text of a size. */
const inputs: readonly (readonly [name: string, n: number, make: Make])[] = [
  ['ARGs', 2500, (n) => `${lines(n, (i) => `ARG A${i}=v`)}\n${debian(lines(n, (i) => `ARG B${i}=$A${i}`))}`],
  [
    'stages in a chain',
    1000,
    (n) => `FROM debian:12 AS s0\n${lines(n, (i) => `FROM s${i} AS s${i + 1}\nRUN a`)}\n`,
  ],
  ['stages side by side', 1000, (n) => lines(n, (i) => `FROM alpine:3.22 AS s${i}\nRUN apk add curl`)],
  [
    'stages in a circle',
    1000,
    (n) => lines(n, (i) => `FROM s${(i + 1) % n} AS s${i}\nCOPY --from=s${(i + 7) % n} /a /b`),
  ],
  [
    'stages named like an image',
    1000,
    (n) => lines(n, () => 'FROM debian AS debian\nCOPY --from=debian /a /b'),
  ],
  ['ENVs', 2500, (n) => debian(lines(n, (i) => `ENV A${i}=v${i}`))],
  ['one RUN of many commands', 4000, (n) => debian(`RUN ${joined(n, ' && ', (i) => `echo ${i}`)}`)],
  [
    'one RUN of different commands',
    1500,
    (n) => debian(`RUN ${joined(n, ' && ', (i) => mixed[i % mixed.length]!(i))}`),
  ],
  ['RUNs of different commands', 1000, (n) => debian(lines(n, (i) => `RUN ${mixed[i % mixed.length]!(i)}`))],
  [
    'packages that come and go',
    500,
    (n) => `FROM alpine:3.22\n${lines(n, (i) => `RUN apk add --virtual .b${i} gcc${i} && apk del .b${i}`)}\n`,
  ],
  [
    'slashes',
    500_000,
    (n) => debian(`WORKDIR /a${'/'.repeat(n)}b\nCOPY a${'/'.repeat(n)}b c${'/'.repeat(n)}d`),
  ],
  ['substitutions that stay open', 2000, (n) => debian(`ENV A=${'https://$(cat /a'.repeat(n)}`)],
  ['lines that go on', 5000, (n) => debian(`RUN echo a \\\n${lines(n, (i) => `  b${i} \\`)}\n  c`)],
  ['a long here-document', 8000, (n) => debian(`RUN <<EOF\n${lines(n, (i) => `echo ${i} > /a${i}`)}\nEOF`)],
  ['accounts', 1000, (n) => debian(lines(n, (i) => `RUN useradd u${i}`))],
  [
    'comments that silence',
    2500,
    (n) => debian(lines(n, (i) => `# plimsoll ignore=secret-in-env reason="a"\nENV API_TOKEN${i}=abc123`)),
  ],
  [
    'comments that silence the whole file',
    2000,
    (n) => debian(lines(n, (i) => `# plimsoll ignore-file=secret-in-env\nENV API_TOKEN${i}=abc123`)),
  ],
  [
    'comments that silence a stage',
    2000,
    (n) => debian(lines(n, (i) => `# plimsoll ignore-stage=secret-in-env\nENV API_TOKEN${i}=abc123`)),
  ],
  [
    'defaults in defaults',
    500,
    (n) => debian(`ENV A=${joined(n, '', (i) => `\${A${i}:-`)}x${'}'.repeat(n)}`),
  ],
  [
    'COPY --from',
    2500,
    (n) => `FROM debian:12 AS a\nRUN make\n${debian(lines(n, (i) => `COPY --from=a /x${i} /y${i}`))}`,
  ],
  [
    'health checks',
    1500,
    (n) => debian(lines(n, (i) => `HEALTHCHECK CMD curl -f http://localhost:${i + 1}/`)),
  ],
  ['a long pipeline', 6000, (n) => debian(`RUN a${'|sh'.repeat(n)}`)],
];

/** Median of three runs, in milliseconds of CPU time: the machine may be busy with something else. */
function median(run: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage().user;
    run();
    return (process.cpuUsage().user - start) / 1000;
  });
  return times.sort((one, other) => one - other)[1]!;
}

function expectLinear(run: (n: number) => () => void, n: number): void {
  const [small, large] = [run(n), run(2 * n)];
  // What is compiled on the way is no part of the growth.
  for (const warm of [small, large]) warm();
  const once = median(small);
  const twice = median(large);
  // Below this it is the noise that is compared.
  if (twice > 40) expect(twice / once, `${once.toFixed(0)} ms, then ${twice.toFixed(0)} ms`).toBeLessThan(3);
}

describe('time grows with the text', () => {
  test.each(inputs)('%s', { retry: 2, timeout: 90_000 }, (_, n, make) => {
    expectLinear((size) => {
      const text = make(size);
      return () => void lint({ text, facts, settings: { profile: 'strict' } });
    }, n);
  });
});
