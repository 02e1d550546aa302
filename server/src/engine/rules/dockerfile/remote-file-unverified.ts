// A file from the network is used though nothing checks what came.
import { defineRule, type Example, type Severity } from '../../define-rule.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { isNearHost } from '../../model/hosts.ts';
import type { Model } from '../../model/model.ts';
import { type RemoteFile, remoteFilesOf } from '../../model/remote-files.ts';

export default defineRule<undefined>({
  id: 'remote-file-unverified',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'A file from the network is used though nothing checks what came',
  why: 'Whoever replaces the file on the server, or on the way, puts code of their own into the image.',
  sources: ['cis:4.11', 'scorecard:downloadThenRun'],
  *check({ model }) {
    for (const stage of model.stages) {
      // One command may fetch several files; it is reported once, for the worst of them.
      const found = new Map<number, { file: RemoteFile; severity: Severity }>();
      for (const file of remoteFilesOf(model, stage)) {
        const severity = file.verified || isNearHost(file.host) ? undefined : severityOf(file, model);
        const known = found.get(file.at.start);
        if (
          severity !== undefined &&
          (known === undefined || (known.severity !== severity && severity === 'warning'))
        )
          found.set(file.at.start, { file, severity });
      }
      for (const { file, severity } of found.values())
        yield { at: file.at, severity, message: messageFor(file) };
    }
  },
});

/** Undefined where there is nothing to say: the kind is not known, or another rule's. */
function severityOf({ use, name }: RemoteFile, model: Model): Severity | undefined {
  switch (use) {
    case 'program':
    case 'package':
    case 'archive':
    case 'patch':
      return 'warning';
    case 'data':
      // What the name does not even tell may be a key, or nothing at all.
      return isDevelopment(model) || name === undefined || !/\.\w+$/.test(name) ? undefined : 'information';
    default:
      return undefined;
  }
}

function messageFor({ name, host, command, usedBy }: RemoteFile): string {
  const what = name === undefined ? 'What comes' : `\`${name}\``;
  const from = host === undefined ? '' : ` from \`${host}\``;
  const then = usedBy?.name === undefined ? 'is taken' : `goes to \`${usedBy.name}\``;
  const advice = !command
    ? 'Give `ADD` its `--checksum=sha256:…`.'
    : name === undefined
      ? 'Save it, compare its checksum or signature, then go on.'
      : 'Compare its checksum in the same RUN: `echo "<sha256>  <file>" | sha256sum -c -`.';
  return `${what}${from} ${then} as it comes: nothing checks it. ${advice}`;
}

export const docs = `
What is run, installed, unpacked or put among the programs is a warning, other files that stay are an information. Silent for a
file that a RUN of the stage checks (\`sha256sum -c\`, \`gpg --verify\`, \`cosign verify-blob\`, a comparison of what
\`sha256sum\` prints), \`ADD --checksum\`, signing keys, the checksum or signature itself, uploads, what is only read in passing
(\`curl … | jq\`, \`$(curl …)\`), and hosts of one's own network. A script that is run is a finding of
remote-script-executed.

There is no fix, because the right checksum cannot be told from the file: look it up where the publisher states it, not by
downloading the file once more.
`;

export const examples = [
  {
    bad: `FROM debian:12\nADD «https://example.com/tool.tar.gz» /tmp/\nUSER 10001\n`,
    fixed: false,
  },
  {
    bad: `FROM debian:12\nRUN «curl -fsSLo /usr/local/bin/kubectl https://dl.k8s.io/v1.31.0/bin/linux/amd64/kubectl» && chmod +x /usr/local/bin/kubectl\nUSER 10001\n`,
    fixed: false,
  },
  { bad: `FROM debian:12\nRUN «curl -fsSL https://example.com/tool.tgz» | tar -xz -C /opt\nUSER 10001\n` },
  {
    bad: `FROM debian:12\nRUN «wget -q https://example.com/a_1.0_amd64.deb»\nRUN dpkg -i a_1.0_amd64.deb\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN «curl -O https://example.com/a.tgz» && curl -O https://example.com/b.tgz && echo "abc  b.tgz" | sha256sum -c -\nUSER 10001\n`,
    note: 'Only the other file is checked.',
  },
  {
    good: `FROM debian:12\nRUN curl -fsSLO https://example.com/tool.tgz && echo "\${SHA}  tool.tgz" | sha256sum -c - && tar xzf tool.tgz\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nADD --checksum=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa https://example.com/tool.tgz /tmp/\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN curl -fsSL https://example.com/key.asc -o /etc/apt/keyrings/example.asc\nUSER 10001\n`,
    note: 'A signing key.',
  },
  {
    good: `FROM debian:12\nRUN VERSION=$(curl -s https://example.com/latest) && curl -s https://example.com/list.json | jq .name\nUSER 10001\n`,
    note: 'Only read in passing.',
  },
  {
    good: `FROM debian:12\nRUN curl -X POST -d done https://example.com/hook -o /tmp/answer.zip\nUSER 10001\n`,
    note: 'An upload.',
  },
  {
    good: `FROM debian:12\nADD https://example.com/tool.tgz /tmp/tool.tgz\nRUN echo "abc  /tmp/tool.tgz" | sha256sum -c - && tar xzf /tmp/tool.tgz\nUSER 10001\n`,
    note: 'A later RUN of the stage checks it.',
  },
  {
    good: `FROM debian:12\nRUN wget -O tool.zip https://example.com/tool.zip && [ "$(sha256sum tool.zip | cut -d' ' -f1)" = "$SUM" ] && unzip tool.zip\nUSER 10001\n`,
  },
  { good: `FROM debian:12\nRUN wget http://nexus/tool.zip && unzip tool.zip\nUSER 10001\n` },
] satisfies Example[];
