// What must hold for any text: nothing throws, every place lies in the text, every fix applies and settles.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultsOf, triedFixes } from '../../scripts/corpus/fix-faults.ts';
import { applyEdits, fixesFor, lint, suppressionEdit } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

const context = { today: '2026-11-21', files: { 'requirements.txt': 'flask==3\n' } };
const settings = { profile: 'strict' } as const;
const run = (text: string) => lint({ text, facts, context, settings });

const images = [
  'python:3.12-slim',
  'node:22-alpine',
  'alpine:3.22',
  'debian:12',
  'nginx:1.27',
  'scratch',
  'gcr.io/distroless/static-debian12',
  'postgres:16',
  'example.com/a:1',
  'base',
  'Ä',
  '$BASE',
  '',
];
const pieces = [
  'RUN apt-get update && apt-get install -y gcc curl && rm -rf /var/lib/apt/lists/*',
  'RUN apk add --no-cache --virtual .b gcc && apk del .b',
  'RUN pip install -r requirements.txt',
  'RUN python -m venv /venv && . /venv/bin/activate',
  'RUN curl -k https://a.example/i | sh',
  'RUN wget -qO- "$URL" | bash -s -- -y',
  'RUN --mount=type=cache,target=/x npm ci',
  'RUN useradd -ms /bin/bash app',
  'RUN adduser -D -G app app || true',
  'RUN mkdir -p /data/uploads logs && chown -R app /data',
  'RUN ["sh", "-c", "echo $HOME"]',
  'RUN if true; then useradd x; fi',
  'RUN <<EOF\nset -e\napt-get install -y curl\nEOF',
  'COPY <<-"EOF" /a\n\t# plimsoll ignore=root-user\n\tEOF',
  'COPY . .',
  'COPY --from=base / /',
  'COPY --from=busybox /bin/wget /bin/',
  'ADD a.tar.gz /',
  'ENV API_TOKEN=s3cr3t-abc A="b c"',
  'ENV PASSWORD hunter2',
  'ENV PATH=/x/bin:$PATH',
  'ARG NPM_TOKEN',
  'ARG BASE=debian:12',
  'ARG SECRET=abcdef12',
  'RUN echo $NPM_TOKEN ${SECRET}',
  'USER root',
  'USER nobody:x',
  'USER $U',
  'USER 1000',
  'WORKDIR /app',
  'WORKDIR rel',
  'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]',
  'SHELL ["pwsh"]',
  'VOLUME ["/data"]',
  'EXPOSE 80 443/tcp',
  'ONBUILD RUN useradd y',
  'ONBUILD COPY . .',
  'HEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1',
  'HEALTHCHECK --timeout=3s CMD ["wget", "--spider", "http://localhost/"]',
  'HEALTHCHECK NONE',
  'HEALTHCHECK CMD node -e "fetch(\'http://localhost/\')"',
  'CMD ["python", "app.py"]',
  'CMD /app --port 80',
  'ENTRYPOINT ["/entry.sh"]',
  'ENTRYPOINT exec nginx -g "daemon off;"',
  '# plimsoll ignore=root-user,DL3006 reason="x"',
  '# plimsoll ignore-stage=secret-in-env',
  '# a comment',
  '',
  'RUN a \\\n# between\n  && b',
  'LABEL a=b',
  'ENV NPM_TOKEN=$NPM_TOKEN',
  'COPY .npmrc .env ./',
  'COPY id_rsa /root/.ssh/',
  'COPY --link a b /srv/',
  'COPY --from=base /root/.local /root/.local',
  'ADD https://a.example/tool-linux-amd64.tgz /opt/',
  'RUN npm ci && rm -f .npmrc',
  'RUN chmod 600 /root/.ssh/id_rsa && git clone git@a.example:b && rm -rf /root/.ssh/id_rsa',
  'RUN echo "//r.example/:_authToken=$NPM_TOKEN" > .npmrc && npm ci',
  'RUN echo "root:hunter2" | chpasswd && passwd -l root',
  'RUN echo "app ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers && sudo ls',
  'RUN git clone https://bob:k9Xw27dTq@git.corp.io/a.git',
  "RUN PGPASSWORD=k9Xw27dTq ./m && curl -u 'bob:k9Xw27dTq' https://a.corp.io/t-x86_64.tgz | tar xz",
  'RUN apk add --no-cache strace && npm config set strict-ssl false',
  'RUN apt-get update && apt-get upgrade -y && apt-get install -y vim',
  'RUN groupadd -g 1000 app && useradd -u 1000 -g app app',
  'RUN chown -R app:app /app',
  'ENV NODE_TLS_REJECT_UNAUTHORIZED=0 LD_PRELOAD=/usr/lib/x86_64-linux-gnu/a.so.2',
  'STOPSIGNAL 9',
  'RUNN x',
  'constructor __proto__',
];

const line = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...pieces) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...images)
      .chain((image) =>
        fc.constantFrom(
          `FROM ${image}`,
          `FROM ${image} AS base`,
          `FROM --platform=$BUILDPLATFORM ${image} AS b`,
        ),
      ),
  },
);
const whole = fc
  .record({
    first: fc.constantFrom(...images),
    lines: fc.array(line, { maxLength: 12 }),
    lead: fc.constantFrom('', '\ufeff', '# syntax=docker/dockerfile:1\n', '# escape=`\n'),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    end: fc.boolean(),
  })
  .map(({ first, lines, lead, lineBreak, end }) =>
    (lead + [`FROM ${first}`, ...lines].join('\n') + (end ? '\n' : '')).replaceAll('\n', lineBreak),
  );
/** A whole file with a few characters changed, cut out or put in. */
const mutated = fc
  .tuple(
    whole,
    fc.array(
      fc.tuple(
        fc.nat(2000),
        fc.nat(6),
        fc.constantFrom(
          '',
          '"',
          "'",
          '\\',
          '\n',
          '\r',
          '$',
          '${',
          '`',
          '<<EOF',
          '[',
          '=',
          ' ',
          '#',
          '\u0000',
          '\ud800',
          '&&',
          '|',
          '(',
        ),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce(
      (now, [at, length, insert]) =>
        now.slice(0, at % (now.length + 1)) + insert + now.slice((at % (now.length + 1)) + length),
      text,
    ),
  );
const anything = fc.oneof(
  { weight: 3, arbitrary: whole },
  { weight: 2, arbitrary: mutated },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

test('findings, fixes and suppressions of any text', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anything, (text) => {
      const result = run(text);
      for (const { at, message, related } of result.findings) {
        for (const span of [at, ...related.map((one) => one.at)]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
        expect(message).not.toBe('');
      }
      for (const tried of triedFixes(result))
        expect(
          faultsOf(result, tried, run(tried.text)),
          `${tried.finding.ruleId}, “${tried.fix.title}”`,
        ).toEqual([]);
      for (const finding of result.findings) {
        const { fixes, refusals } = fixesFor(result, finding);
        for (const { reason } of refusals) expect(reason).toMatch(/\.$/);
        for (const fix of fixes) expect(fix.edits.length).toBeGreaterThan(0);
        const edit =
          finding.ruleId === 'unused-suppression'
            ? undefined
            : suppressionEdit(result.comments, finding.ruleId, finding.at, 'line', 'r');
        if (edit && result.dockerfile.errors.length === 0) {
          const silenced = run(applyEdits(text, [edit]));
          expect(count(silenced, finding.ruleId)).toBeLessThan(count(result, finding.ruleId));
          expect(silenced.dockerfile.errors).toEqual([]);
        }
      }
    }),
    // One draw for everybody's CI, so that a change is judged and not the draw; elsewhere a new one each time.
    { numRuns: 1500, ...(process.env['CI'] ? { seed: 4 } : {}) },
  );
});

function count(result: ReturnType<typeof run>, ruleId: string): number {
  return result.findings.filter((finding) => finding.ruleId === ruleId).length;
}
