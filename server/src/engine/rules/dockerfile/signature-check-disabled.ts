// A package manager is told not to check signatures.
import { defineRule, type Example } from '../../define-rule.ts';
import { removeWords } from '../../edits/remove-word.ts';
import { commandsOf } from '../../model/commands.ts';
import type { Stage } from '../../model/model.ts';
import { pathTokens } from '../../model/path-tokens.ts';
import { remoteFilesOf } from '../../model/remote-files.ts';
import { uncheckedLine, uncheckedOption } from '../../model/signatures.ts';
import { instructionsOf } from '../../model/triggers.ts';
import type { Span } from '../../parse/syntax.ts';

interface Data {
  /** What can be taken out; absent where that would break the command. */
  readonly remove?: Span;
}

export default defineRule<Data>({
  id: 'signature-check-disabled',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'A package manager is told not to check signatures',
  why: 'Whoever sits between the build and the repository, or has taken over a mirror, can hand over any package.',
  sources: [
    'cis:4.11',
    'checkov:CKV2_DOCKER_7',
    'checkov:CKV2_DOCKER_8',
    'checkov:CKV2_DOCKER_9',
    'checkov:CKV2_DOCKER_10',
    'checkov:CKV2_DOCKER_11',
  ],
  checksFixes: true,
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of instructionsOf(stage)) {
        for (const heredoc of instruction.keyword === 'RUN' ? [] : instruction.heredocs) {
          for (const { at, problem } of uncheckedLine(heredoc.body)) {
            const start = heredoc.bodyAt.start + at.start;
            yield { at: { start, end: start + at.end - at.start }, message: problem, data: {} };
          }
        }
        if (instruction.keyword !== 'RUN') continue;
        for (const command of commandsOf(model, instruction)) {
          for (const option of uncheckedOption(command)) {
            // A file that is at hand already has no signature of a repository; what counts is where it came from.
            if (option.files && !option.files.some((file) => isUnverified(file))) continue;
            yield { at: option.at, message: option.problem, data: { remove: option.remove } };
          }
        }
      }

      function isUnverified(file: string): boolean {
        const [name] = pathTokens(file);
        const ending = name?.startsWith('*') ? name.slice(1) : undefined;
        return (
          name !== undefined &&
          filesOf(stage).some(
            (remote) =>
              !remote.verified &&
              (ending === undefined ? remote.name === name : remote.name?.endsWith(ending) === true),
          )
        );
      }
    }

    function filesOf(stage: Stage) {
      return remoteFilesOf(model, stage);
    }
  },
  *fix(problem, { model }) {
    const { remove } = problem.data!;
    const edit = remove && removeWords(model.dockerfile, remove);
    if (edit)
      yield {
        title: 'Check signatures again (the build ends where a key is missing)',
        safety: 'review',
        preferred: true,
        edits: [edit],
      };
  },
});

export const docs = `
\`apt-get --allow-unauthenticated\`, \`--force-yes\`, \`[trusted=yes]\` and \`Acquire::AllowInsecureRepositories\`,
\`apk --allow-untrusted\`, \`dnf\`, \`yum\` and \`zypper\` with \`--nogpgcheck\`, \`--no-gpg-checks\` or \`gpgcheck=0\`,
\`rpm --nosignature\` and \`--nodigest\`, \`pacman\` with \`SigLevel = Never\`. Silent for a repository on the image's own disk, and for
package files that are at hand, unless the stage fetched them and nothing checked them.

The fix takes the option out. Where the build then ends because of a missing key, add the repository's key (for apt with
\`signed-by\`).
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN apt-get update && apt-get install -y «--allow-unauthenticated» nginx\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN apt-get install -y «--force-yes» nginx\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get install -y nginx\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN echo «"deb [trusted=yes] https://example.com/apt stable main"» > /etc/apt/sources.list.d/x.list\nUSER 10001\n`,
    fixed: false,
  },
  {
    bad: `FROM alpine:3.22\nRUN apk add «--allow-untrusted» -X https://example.com/apk tool\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nRUN apk add -X https://example.com/apk tool\nUSER 10001\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN wget https://example.com/glibc.apk && apk add «--allow-untrusted» glibc.apk\nUSER 10001\n`,
    note: 'The file comes from the network and nothing checks it.',
  },
  {
    bad: `FROM fedora:42\nRUN dnf install -y «--nogpgcheck» nginx && rpm -ivh «--nosignature» https://example.com/a.rpm\nUSER 10001\n`,
  },
  {
    bad: `FROM fedora:42\nCOPY <<EOF /etc/yum.repos.d/x.repo\n[x]\nbaseurl=https://example.com/x\n«gpgcheck=0»\nEOF\nUSER 10001\n`,
    fixed: false,
  },
  {
    good: `FROM alpine:3.22\nCOPY packages /packages\nRUN apk add --allow-untrusted /packages/tool.apk\nUSER 10001\n`,
    note: 'A file of the build context.',
  },
  {
    good: `FROM debian:12\nRUN echo "deb [trusted=yes] file:/opt/repo ./" > /etc/apt/sources.list.d/local.list\nUSER 10001\n`,
    note: "A repository on the image's own disk.",
  },
  {
    good: `FROM fedora:42\nRUN rpm -qa --nosignature && dnf install -y --setopt=gpgcheck=1 nginx\nUSER 10001\n`,
    note: 'Only asked for.',
  },
  {
    good: `FROM alpine:3.22\nRUN wget https://example.com/a.apk && echo "abc  a.apk" | sha256sum -c && apk add --allow-untrusted a.apk\nUSER 10001\n`,
  },
] satisfies Example[];
