// ADD where COPY does the same.
import { defineRule, type Example } from '../../define-rule.ts';
import { type PlainAdd, plainAdd } from '../../model/plain-adds.ts';

export default defineRule<PlainAdd>({
  id: 'add-instead-of-copy',
  severity: 'information',
  profiles: ['recommended', 'cis'],
  summary: 'ADD copies local files, which COPY does without surprises',
  why: 'ADD unpacks what turns out to be an archive and fetches what looks like an address, whoever changes the file or the variable later.',
  sources: [
    'hadolint:DL3020',
    'trivy:DS-0005',
    'checkov:CKV_DOCKER_4',
    'kics:9513a694-aa0d-41d8-be61-3271e056f36b',
    'cis:4.9',
  ],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        const found = instruction.keyword === 'ADD' ? plainAdd(model, instruction) : undefined;
        if (!found) continue;
        yield {
          at: instruction.keywordAt,
          message: `ADD only copies ${found.shown} here. Use COPY, which never unpacks or downloads anything.`,
          data: found,
        };
      }
    }
  },
  *fix({ data }, { model }) {
    const { instruction, certain } = data!;
    const { start, end } = instruction.keywordAt;
    const lower = /^[a-z]/.test(model.dockerfile.text.slice(start, end));
    yield {
      title: certain ? 'Use COPY' : 'Use COPY (an archive would not be unpacked)',
      safety: certain ? 'safe' : 'review',
      preferred: true,
      edits: [{ start, end, text: lower ? 'copy' : 'COPY' }],
    };
  },
});

export const docs = `
Silent where ADD may do more: addresses, git repositories, names of archives and packages that are tar files inside, \`--checksum\`, \`--unpack\` and
\`--keep-git-dir\`, and names that a variable without a value gives.

BuildKit looks at a file's content, not at its name, when it decides what to unpack. The fix is safe where every source is named
in full and is a folder or a file of an ordinary kind (\`.sh\`, \`.json\`, \`.jar\`) that the build context is known to hold.
`;

const files = { 'run.sh': '', 'app/main.py': '' };

export const examples = [
  {
    bad: `FROM debian:12\n«ADD» run.sh /usr/local/bin/\n«ADD» app /app\nUSER 10001\n`,
    files,
    fixed: `FROM debian:12\nCOPY run.sh /usr/local/bin/\nCOPY app /app\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\n«ADD» --chown=10001:10001 . /app\nUSER 10001\n`,
    fixed: `FROM debian:12\nCOPY --chown=10001:10001 . /app\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\n«ADD» ["my file.txt", "/app/"]\nUSER 10001\n`,
    title: 'Use COPY (an archive would not be unpacked)',
    fixed: `FROM debian:12\nCOPY ["my file.txt", "/app/"]\nUSER 10001\n`,
    note: 'Whether the build context holds it is not known.',
  },
  { good: `FROM debian:12\nADD app.tar.gz /app\nUSER 10001\n`, note: 'Unpacks it.' },
  { good: `FROM debian:12\nADD https://example.com/app.json /app/\nUSER 10001\n`, note: 'Fetches it.' },
  { good: `FROM debian:12\nADD git@example.com:team/app.git /app\nUSER 10001\n` },
  { good: `FROM scratch\nADD rootfs /\n`, note: 'May be an archive without an ending.' },
  { good: `FROM debian:12\nARG JAR\nADD $JAR /app/\nUSER 10001\n`, note: 'What it names is not known.' },
  { good: `FROM debian:12\nADD *.apk /tmp/\nUSER 10001\n`, note: 'Alpine’s packages are archives.' },
] satisfies Example[];
