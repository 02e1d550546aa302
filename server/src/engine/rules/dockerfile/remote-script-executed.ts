// A script from the network runs without anyone having looked at it.
import { defineRule, type Example } from '../../define-rule.ts';
import { remoteScriptsOf } from '../../model/remote-scripts.ts';

export default defineRule<undefined>({
  id: 'remote-script-executed',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'A script from the network runs unseen',
  why: 'Whoever controls the server, or the way to it, runs commands as root in your build.',
  sources: ['cis:4.11', 'semgrep:dockerfile.security.remote-script', 'scorecard:downloadThenRun'],
  *check({ model }) {
    for (const stage of model.stages) {
      const reported = new Set<number>();
      for (const { at, file, elsewhere } of remoteScriptsOf(model, stage)) {
        if (reported.has(at.start)) continue;
        reported.add(at.start);
        const sender = file.host === undefined ? 'the server sends' : `\`${file.host}\` sends`;
        yield {
          at,
          message: `What ${sender} runs unseen. Download it, compare its checksum, then run it.`,
          related: elsewhere ? [{ at: file.at, message: 'It comes in here.' }] : [],
        };
      }
    }
  },
});

export const docs = `
A script that one RUN saves, or that ADD brings, and that a later RUN of the stage runs, is found too. Silent when a RUN
of the stage compares a checksum or a signature (\`sha256sum -c\`, \`gpg --verify\`, \`cosign verify-blob\`).
`;

export const examples = [
  { bad: `FROM debian:12\nRUN «curl -fsSL https://example.com/install.sh | bash»\nUSER 10001\n` },
  { bad: `FROM debian:12\nRUN «wget -qO- https://example.com/install.sh | sh -s -- -y»\nUSER 10001\n` },
  { bad: `FROM debian:12\nRUN «bash -c "$(curl -fsSL https://example.com/install.sh)"»\nUSER 10001\n` },
  { bad: `FROM debian:12\nRUN «bash <(curl -fsSL https://example.com/install.sh)»\nUSER 10001\n` },
  {
    bad: `FROM debian:12\nRUN curl -o /tmp/install.sh https://example.com/install.sh && «sh /tmp/install.sh»\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN curl -fsSLo /tmp/i.sh https://example.com/i.sh\nRUN «bash /tmp/i.sh»\nUSER 10001\n`,
    note: 'One RUN saves it, another runs it.',
  },
  {
    bad: `FROM debian:12\nADD https://example.com/i.sh /tmp/\nRUN «sh -eux /tmp/i.sh»\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nADD --checksum=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa https://example.com/i.sh /tmp/i.sh\nRUN sh /tmp/i.sh\nUSER 10001\n`,
    note: 'BuildKit compares the checksum.',
  },
  {
    good: `FROM debian:12\nRUN curl -fsSLo /tmp/i.sh https://example.com/i.sh\nCOPY run.sh /tmp/\nRUN sh /tmp/run.sh\nUSER 10001\n`,
    note: 'Another script runs.',
  },
  {
    good: `FROM debian:12\nRUN bash -c 'set -e && wget https://example.com/a.tgz && tar xzf a.tgz'\nUSER 10001\n`,
    note: 'The shell is given a script of this file.',
  },
  {
    good: `FROM debian:12\nRUN curl -o i.sh https://example.com/i.sh && echo "abc  i.sh" | sha256sum -c - && sh i.sh\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN curl -fsSL https://example.com/key.gpg | gpg --dearmor -o /usr/share/keyrings/k.gpg\nUSER 10001\n`,
  },
] satisfies Example[];
