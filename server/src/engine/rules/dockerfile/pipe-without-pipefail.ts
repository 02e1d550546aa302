// A download fails inside a pipe, and nobody notices.
import { defineRule, type Example } from '../../define-rule.ts';
import { insertBefore } from '../../edits/insert.ts';
import { addScriptStart } from '../../edits/shell-chain.ts';
import type { PlainCommand } from '../../model/apply-run.ts';
import { commandsOf } from '../../model/commands.ts';
import { downloads, interpreter } from '../../model/downloads.ts';
import { pipefailSupport } from '../../model/pipefail.ts';
import { shellPresence } from '../../model/shell.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { lineBreakOf } from '../../text/lines.ts';

interface Data {
  readonly instruction: Instruction;
  /** The download. */
  readonly source: PlainCommand;
}

export default defineRule<Data>({
  id: 'pipe-without-pipefail',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A download fails inside a pipe, and nobody notices',
  why: 'Only the last command of a pipe decides: the build goes on with an empty or a half file, or runs half a script.',
  sources: ['hadolint:DL4006', 'kics:efbf148a-67e9-42d2-ac47-02fa1c0d0b22'],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'RUN') continue;
        for (const [source, last] of lostDownloads(commandsOf(model, instruction))) {
          // What is fetched and run at once has a finding of its own (remote-script-executed), whose advice comes first.
          const runs = interpreter(last)?.readsInput === true;
          yield {
            at: source.command.at,
            severity: runs ? 'information' : 'warning',
            message: `When \`${source.name}\` fails, \`${last.name ?? last.path ?? 'the last command'}\` gets nothing or half of it and succeeds, and the build goes on. Set \`pipefail\`, or save the download first.`,
            data: { instruction, source },
          };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, source } = problem.data!;
    if (source.command.depth > 0 && isInOtherShell(commandsOf(model, instruction), source)) return;
    const { dockerfile } = model;
    const state = model.before(instruction);
    const title = 'Let a pipe fail with any of its commands';
    if (instruction.exec) return;
    const support = pipefailSupport(state);
    if (support === 'yes') {
      const edit = addScriptStart(model, instruction, 'set -o pipefail');
      if (edit)
        yield { title: `${title} (set -o pipefail)`, safety: 'review', preferred: true, edits: [edit] };
      return;
    }
    if (support === 'unknown') {
      yield { title, reason: 'It is not known whether the shell of this image knows `pipefail`.' };
      return;
    }
    if (shellPresence(state, '/bin/bash') !== 'present' || state.shellForm?.length !== 2) {
      yield { title, reason: 'dash does not know `pipefail`, and bash is not certain to be there.' };
      return;
    }
    const line = `SHELL ["/bin/bash", "-o", "pipefail", "-c"]${lineBreakOf(dockerfile.text)}`;
    yield {
      title: `${title} (bash for this and the following shell forms)`,
      safety: 'review',
      preferred: true,
      edits: [insertBefore(dockerfile, instruction, line)],
    };
  },
});

/** In the script of `bash -c '…'`, which knows nothing of what is set outside; a substitution does. */
function isInOtherShell(commands: readonly PlainCommand[], { command: { at } }: PlainCommand): boolean {
  return commands.some(
    ({ name, args }) =>
      /^((ba|da|a|z|k)?sh|su)$/.test(name ?? '') &&
      args.some((word) => word.at.start <= at.start && at.end <= word.at.end),
  );
}

/** Downloads whose failure the last command of their pipe hides, with that command. */
function lostDownloads(commands: readonly PlainCommand[]): (readonly [PlainCommand, PlainCommand])[] {
  const lasts = new Map<number, PlainCommand>();
  // The commands of a pipe that stand at the pipe's own level: those in its substitutions have none.
  for (const each of commands)
    if (each.command.pipeline !== undefined) lasts.set(each.command.pipeline, each);
  return commands.flatMap((each) => {
    const { pipeline, certainty, reached, redirects } = each.command;
    if (pipeline === undefined || certainty === 'always' || !reached) return [];
    const last = lasts.get(pipeline)!;
    // Where the pipe itself may fail unnoticed (in a condition, before `|| true`), pipefail changes nothing.
    if (last === each || last.command.certainty !== 'always' || noticesNothing(last)) return [];
    const download = downloads(each);
    if (!download || download.output !== undefined || asksOnly(each)) return [];
    const saved = redirects.some(
      ({ operator }) => operator === '>' || operator === '>>' || operator === '&>',
    );
    return saved ? [] : [[each, last] as const];
  });
}

/** `--version`, `--help`. */
function asksOnly({ args }: PlainCommand): boolean {
  return args.some(({ text }) => /^(--version|--help|-V)$/.test(text));
}

/** A command that fails by itself when it gets nothing or only half: an archive, a key, a checksum, a search. */
function noticesNothing({ name, args }: PlainCommand): boolean {
  const texts = args.map(({ text }) => text);
  switch (name) {
    case 'tar':
    case 'bsdtar':
    case 'gunzip':
    case 'unxz':
    case 'bunzip2':
    case 'unzstd':
    case 'cpio':
    case 'zcat':
    case 'xzcat':
    case 'bzcat':
    case 'gpg':
    case 'gpg2':
    case 'apt-key':
    case 'grep':
    case 'egrep':
    case 'fgrep':
    case 'patch':
    case 'unzip':
    case 'rpm2cpio':
    case 'docker':
      return true;
    case 'gzip':
    case 'xz':
    case 'bzip2':
    case 'zstd':
      return texts.some((text) => /^(-[a-ce-zA-Z0-9]*d[a-zA-Z0-9]*|--decompress|--uncompress)$/.test(text));
    case 'jq':
      return texts.some((text) => /^(-[a-df-zA-Z]*e[a-zA-Z]*|--exit-status)$/.test(text));
    case 'sha256sum':
    case 'sha512sum':
    case 'sha1sum':
    case 'md5sum':
    case 'shasum':
      return texts.some((text) => /^(-[abd-z]*c[a-z]*|--check)$/.test(text));
    default:
      return false;
  }
}

export const docs = `
Reports \`curl\` and \`wget\` on the left of a pipe whose last command succeeds whatever it gets: a shell, \`tee\`, \`sed\`, \`jq\`. Where the
last command fails by itself on an empty or cut input (\`tar\`, \`gunzip\`, \`gpg\`, \`grep\`), inside a condition, and with \`pipefail\`
set by SHELL or \`set\`, there is no finding. A script that is run at once is reported as information only: remote-script-executed says more.

The fix is \`set -o pipefail\` where the shell knows it: bash and BusyBox' ash do, dash (in Debian up to 13 and Ubuntu up to 24.04) does
not; there SHELL is set to bash, which also runs the shell forms below. Commands such as \`yes | …\` fail with \`pipefail\`.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN «curl -fsSL https://example.com/list» | sed 's/a/b/' > /etc/list\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y curl\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com/list | sed 's/a/b/' > /etc/list\nUSER 10001\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN mkdir /data && «wget -qO- https://example.com/list» | sort > /data/list\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nRUN set -o pipefail && mkdir /data && wget -qO- https://example.com/list | sort > /data/list\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN VERSION="$(«curl -s https://example.com/version» | tr -d v)" && echo "$VERSION" > /version\nUSER 10001\n`,
    fixed: `FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN set -o pipefail && VERSION="$(curl -s https://example.com/version | tr -d v)" && echo "$VERSION" > /version\nUSER 10001\n`,
  },
  {
    bad: `FROM example.com/base:1\nRUN «curl -fsSL https://example.com/list» | tee /etc/list\nUSER 10001\n`,
    fixed: false,
  },
  {
    good: `FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com/list | tee /etc/list\nUSER 10001\n`,
  },
  {
    good: `FROM alpine:3.22\nRUN set -eo pipefail; wget -qO- https://example.com/list | sort > /list\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN curl -fsSL https://example.com/a.tar.gz | tar xz -C /opt\nUSER 10001\n`,
    note: 'tar fails on half an archive.',
  },
  {
    good: `FROM debian:12\nRUN if curl -s https://example.com/list | sort > /list; then echo there; fi\nUSER 10001\n`,
  },
  { good: `FROM debian:12\nRUN cat /etc/passwd | sort > /sorted && echo a | tee /b\nUSER 10001\n` },
] satisfies Example[];
