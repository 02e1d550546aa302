// Sources are taken from whatever a Git repository holds today.
import { defineRule, type Example } from '../../define-rule.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import {
  movingReference,
  type RepositoryUse,
  repositoryUse,
  settlesCheckout,
} from '../../model/git-sources.ts';
import { isGitAddress } from '../../model/remote-files.ts';
import { instructionsOf } from '../../model/triggers.ts';
import { readCopy } from '../../parse/arguments.ts';

export default defineRule<undefined>({
  id: 'unpinned-git-clone',
  severity: 'information',
  profiles: ['recommended'],
  summary: 'Sources are taken from whatever a Git repository holds today',
  why: 'The same file builds something else tomorrow, and whoever can push to the branch puts code into the image.',
  sources: ['hadolint:DL3013', 'hadolint:DL3016'],
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const stage of model.stages) {
      // A checkout may stand in a later RUN.
      let open: RepositoryUse[] = [];
      for (const instruction of instructionsOf(stage)) {
        if (instruction.keyword === 'ADD') {
          for (const source of readCopy(instruction)?.sources ?? []) {
            if (!isGitAddress(source.value) || instruction.flags.some(({ name }) => name === 'checksum'))
              continue;
            const reference = /[#&?](?:ref=|tag=|branch=|commit=)?([^:&]+)/.exec(source.value)?.[1];
            if (reference === undefined || movingReference(reference))
              yield { at: source.at, message: messageFor(source.value, '`#v1.2.3` or `#<commit>`') };
          }
        }
        if (instruction.keyword !== 'RUN') continue;
        for (const command of commandsOf(model, instruction)) {
          if (settlesCheckout(command)) open = [];
          const use = repositoryUse(command);
          if (use?.kind === 'clone') open.push(use);
          else if (use) yield { at: use.at, message: messageFor(use.url, use.advice) };
        }
      }
      for (const { at, url, advice } of open) yield { at, message: messageFor(url, advice) };
    }
  },
});

function messageFor(url: string, advice: string): string {
  return `What \`${shown(url)}\` holds today is taken. Name a tag or a commit: ${advice}.`;
}

/** Without the user and password that an address may hold. */
function shown(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]*@/, '$1').slice(0, 120);
}

export const docs = `
\`git clone\` without \`--branch TAG\`, \`--revision\` or a later \`git checkout\` or \`git reset\` in the stage, \`ADD\` of a repository,
\`pip install git+https://…\`, \`cargo install --git\`. \`--branch main\` and its like count as none. A reference in a variable is
taken for a pinned one. Not in development files.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN «git clone https://github.com/example/a.git /src»\nUSER 10001\n`,
    fixed: false,
  },
  { bad: `FROM debian:12\nRUN «git clone --depth 1 -b main https://github.com/example/a»\nUSER 10001\n` },
  { bad: `FROM debian:12\nADD «https://github.com/example/a.git» /src\nUSER 10001\n` },
  { bad: `FROM debian:12\nADD «https://github.com/example/a.git#main» /src\nUSER 10001\n` },
  { bad: `FROM python:3.12-slim\nRUN pip install «git+https://github.com/example/a.git»\nUSER 10001\n` },
  { bad: `FROM rust:1.90\nRUN «cargo install --git https://github.com/example/a» a\nUSER 10001\n` },
  {
    good: `FROM debian:12\nRUN git clone --depth 1 --branch v1.2.3 https://github.com/example/a\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN git clone https://github.com/example/a && cd a && git checkout 1f3a9c2\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN git clone https://github.com/example/a /a\nRUN git -C /a checkout "$COMMIT"\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN git clone /mnt/a /src && git clone "$REPOSITORY"\nUSER 10001\n`,
    note: 'A local one, and one that is not known.',
  },
  { good: `FROM debian:12\nADD https://github.com/example/a.git#v1.2.3 /src\nUSER 10001\n` },
  {
    good: `FROM python:3.12-slim\nRUN pip install git+https://github.com/example/a.git@v1.2.3\nUSER 10001\n`,
  },
] satisfies Example[];
