// apt installs without a package index.
import { defineRule, type Example } from '../../define-rule.ts';
import { addCommandBefore } from '../../edits/shell-chain.ts';
import { baseName } from '../../model/base.ts';
import { provable } from '../../model/confidence.ts';
import { certainlyNotInstalled } from '../../model/installed-packages.ts';
import { type BlindInstall, blindInstalls } from '../../model/package-index.ts';

export default defineRule<BlindInstall>({
  id: 'missing-package-index',
  severity: 'error',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'Packages are installed without a package index',
  why: 'The official images hold no package index, so that apt knows no package to install before `apt-get update` has run.',
  sources: [],
  *check({ model }) {
    for (const blind of blindInstalls(model)) {
      const { call, before, stage } = blind;
      const missing = call.packages.find(({ name }) => certainlyNotInstalled(before, name));
      if (!missing) continue;
      yield {
        at: missing.word.at,
        severity: provable(before, 'error', 'packageManager'),
        message: `${
          blind.wasRemoved
            ? 'The package index was removed again before this line'
            : `\`${baseName(stage)}\` holds no package index and nothing before this line fetches it`
        }: \`${call.program}\` cannot find \`${missing.name}\` and the build stops. Run \`apt-get update\` in the same RUN.`,
        data: blind,
      };
    }
  },
  *fix(problem, { model }) {
    const edit = addCommandBefore(model, problem.data!.call.command, 'apt-get update');
    if (!edit) return;
    yield { title: 'Run apt-get update before it', safety: 'safe', preferred: true, edits: [edit] };
  },
});

export const docs = `
The rule speaks where the image is one of Docker's official library, which remove \`/var/lib/apt/lists\`, where no command of the file
can have fetched the index, and where a named package is certainly not there yet. A script, a cache mount on \`/var/lib/apt\` or a
command that is not known makes it silent. apk, dnf, yum and zypper fetch their index by themselves.

The fix is safe, because the step failed before.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN apt-get install -y «curl»\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12-slim\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\nRUN DEBIAN_FRONTEND=noninteractive apt-get install -y «curl»\nUSER 10001\n`,
    fixed: `FROM python:3.12-slim\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\nRUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y curl\nUSER 10001\n`,
  },
  { good: `FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\nUSER 10001\n` },
  {
    good: `FROM debian:13\nRUN apt-get install --update -y curl && apt-get dist-clean\nUSER 10001\n`,
    note: 'The install fetches it first.',
  },
  {
    good: `FROM debian:13\nARG OPTIONS\nRUN apt-get install $OPTIONS -y curl\nUSER 10001\n`,
    note: 'The options may say so.',
  },
  {
    good: `FROM debian:12\nRUN ./prepare.sh\nRUN apt-get install -y curl\nUSER 10001\n`,
    note: 'The script may fetch it.',
  },
  {
    good: `FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y curl\nUSER 10001\n`,
    note: 'The cache may hold it.',
  },
  {
    good: `FROM python:3.12-slim\nRUN apt-get install -y ca-certificates\nUSER 10001\n`,
    note: 'It is there already.',
  },
  { good: `FROM alpine:3.22\nRUN apk add curl\nUSER 10001\n`, note: 'apk fetches its index by itself.' },
  { good: `FROM example.com/base:1\nRUN apt-get install -y curl\nUSER 10001\n` },
] satisfies Example[];
