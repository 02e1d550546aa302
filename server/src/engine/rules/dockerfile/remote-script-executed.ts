// A script from the network runs without anyone having looked at it.
import { defineRule, type Example } from '../../define-rule.ts';
import type { PlainCommand } from '../../model/apply-run.ts';
import { commandsOf } from '../../model/commands.ts';
import { downloads, interpreter, verifies } from '../../model/downloads.ts';
import type { Span } from '../../parse/syntax.ts';

export default defineRule<undefined>({
  id: 'remote-script-executed',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'A script from the network runs unseen',
  why: 'Whoever controls the server, or the way to it, runs commands as root in your build.',
  sources: ['semgrep:dockerfile.security.remote-script', 'scorecard:downloadThenRun'],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'RUN') continue;
        const commands = commandsOf(model, instruction);
        if (!commands.some((command) => command.name === 'curl' || command.name === 'wget')) continue;
        const verified = commands.some(verifies);
        const reported = new Set<number>();
        for (const found of executed(commands, verified)) {
          if (reported.has(found.at.start)) continue;
          reported.add(found.at.start);
          yield {
            at: found.at,
            message: `What ${found.from === undefined ? 'the server sends' : `\`${found.from}\` sends`} runs unseen. Download it, compare its checksum, then run it.`,
          };
        }
      }
    }
  },
});

interface Executed {
  readonly at: Span;
  readonly from: string | undefined;
}

function* executed(commands: readonly PlainCommand[], verified: boolean): Iterable<Executed> {
  const saved = new Map<string, { readonly command: PlainCommand; readonly from: string | undefined }>();
  for (const [index, command] of commands.entries()) {
    const download = downloads(command);
    const runs = interpreter(command);
    if (download) {
      const sink = commands.find(
        (other, at) =>
          at > index &&
          other.command.pipeline !== undefined &&
          other.command.pipeline === command.command.pipeline &&
          interpreter(other)?.readsInput,
      );
      const feeds = commands.find(
        (other) =>
          other.command.depth < command.command.depth &&
          interpreter(other) &&
          isGivenOutputOf(other, command),
      );
      if (sink)
        yield { at: { start: command.command.at.start, end: sink.command.at.end }, from: download.host };
      else if (feeds) yield { at: feeds.command.at, from: download.host };
      else if (download.output !== undefined)
        saved.set(baseOf(download.output), { command, from: download.host });
      continue;
    }
    if (verified) continue;
    const file = runs?.file ?? (command.path?.includes('/') ? command.path : undefined);
    const hit = file === undefined ? undefined : saved.get(baseOf(file));
    if (hit && (runs !== undefined || /\.(sh|bash|py|run|pl)$/.test(file ?? ''))) {
      yield { at: command.command.at, from: hit.from };
      saved.delete(baseOf(file ?? ''));
    }
  }
}

/** `bash -c "$(curl …)"`, `source <(curl …)`: the outer command is given what the inner one prints. */
function isGivenOutputOf(outer: PlainCommand, inner: PlainCommand): boolean {
  const { at } = inner.command;
  const words = [...outer.args, ...outer.command.redirects.flatMap(({ target }) => target ?? [])];
  return words.some(
    (word) => word.at.start <= at.start && at.end <= word.at.end && /^["']?(\$\(|`|<\()/.test(word.raw),
  );
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export const docs = `
Silent when the same RUN compares a checksum or a signature (\`sha256sum -c\`, \`gpg --verify\`, \`cosign verify-blob\`).
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
