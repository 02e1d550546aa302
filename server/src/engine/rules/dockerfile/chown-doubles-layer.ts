// chown -R in a step of its own, over what COPY brought.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { isLinked } from '../../edits/add-user.ts';
import { removeWords } from '../../edits/remove-word.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { type RecursiveChown, recursiveChowns } from '../../model/recursive-chowns.ts';
import type { ShellWord } from '../../parse/shell-syntax.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { LineIndex } from '../../text/lines.ts';

export default defineRule<RecursiveChown>({
  id: 'chown-doubles-layer',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'Recursive chown stores what was copied a second time',
  why: 'A layer that changes the owner of a file holds the whole file, so that everything copied is in the image twice.',
  sources: [],
  *check({ model }) {
    if (isDevelopment(model)) return;
    let index: LineIndex | undefined;
    for (const stage of model.finalChain) {
      for (const found of recursiveChowns(model, stage)) {
        const { command, owner, option, path, copies } = found;
        index ??= new LineIndex(model.dockerfile.text);
        const lines = copies.map(({ at }) => index!.position(at.start).line + 1);
        const shown = lines.slice(0, 3).join(', ');
        yield {
          at: {
            start: command.word?.at.start ?? command.command.at.start,
            end: Math.max(option.at.end, owner.at.end),
          },
          message: `This stores \`${path}\` a second time: all that line${lines.length > 1 ? 's' : ''} ${shown}${lines.length > 3 ? ' and others' : ''} copied is in the image twice. Copy it with \`--chown=${flagOf(owner).slice(0, 80)}\`.`,
          related: copies.slice(0, 3).map(({ head }) => ({ at: head, message: 'Copied here.' })),
          data: found,
        };
      }
    }
  },
  *fix({ data }, { model }) {
    const { copies, owner, option } = data!;
    const written = flagOf(owner);
    const title = `Copy with --chown=${written}`;
    const obstacle = data!.obstacle();
    if (obstacle !== undefined) {
      yield { title, reason: obstacle };
      return;
    }
    const { dockerfile } = model;
    const removed = removeWords(dockerfile, option.at);
    if (!removed) return;
    const edits: Edit[] = [];
    for (const copy of copies) {
      const { end } = copy.keywordAt;
      const who = isLinked(copy) ? numbersOf(model, copy, written) : written;
      if (who === undefined) {
        yield {
          title,
          reason: 'A COPY with `--link` takes numbers only, and those of the account are not known.',
        };
        return;
      }
      edits.push({ start: end, end, text: ` --chown=${who}` });
    }
    yield {
      title: `${title} (only the folder itself is changed later)`,
      safety: 'review',
      preferred: true,
      edits: [...edits, removed],
    };
  },
});

/** `65532:65532` for `nonroot:nonroot`. */
function numbersOf(model: Model, copy: Instruction, written: string): string | undefined {
  const { accounts, groups } = model.before(copy);
  const [user = '', group = ''] = written.split(':');
  const uid = /^\d+$/.test(user) ? user : user === 'root' ? '0' : accounts.get(user)?.uid;
  const gid = /^\d+$/.test(group) ? group : group === 'root' ? '0' : groups.get(group)?.gid;
  return uid === undefined || gid === undefined ? undefined : `${uid}:${gid}`;
}

/** Without a group chown leaves the one there is, which is root's; COPY would take the user's number. */
function flagOf({ text }: ShellWord): string {
  const [user = '', group] = text.split(':');
  return `${user}:${group ?? (/^\d+$/.test(user) ? '0' : 'root')}`;
}

export const docs = `
Only where the path is known and an earlier COPY or ADD of the same stage brings a whole folder into it, without \`--chown\`. Single files
cost little and are silent, and so are builder stages.

The fix gives the copies the owner and takes \`-R\` from the command, which goes on to change the folder itself. It is offered where the user
and the group exist before the files are copied and no step in between may have written there.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN «chown -R node:node» /app\nUSER node\n`,
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY --chown=node:node . .\nRUN chown node:node /app\nUSER node\n`,
  },
  {
    bad: `FROM debian:12\nRUN groupadd -r app && useradd -r -g app app\nCOPY --from=x /srv/ /srv/\nCOPY conf/ /srv/conf/\nRUN chmod 755 /srv && «chown -R app:app» /srv\nUSER app\n`,
    fixed: `FROM debian:12\nRUN groupadd -r app && useradd -r -g app app\nCOPY --chown=app:app --from=x /srv/ /srv/\nCOPY --chown=app:app conf/ /srv/conf/\nRUN chmod 755 /srv && chown app:app /srv\nUSER app\n`,
  },
  {
    bad: `FROM debian:12\nCOPY . /app\nRUN useradd -r app && «chown -R app» /app\nUSER app\n`,
    fixed: false,
    note: 'The user is not there yet where the files are copied.',
  },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev && «chown -R node:node» .\nUSER node\n`,
    fixed: false,
    note: 'What npm installed would still be root’s.',
  },
  {
    bad: `FROM mysql:8.4\nCOPY --from=build /usr/local/tools /usr/local/tools\nRUN «chown -R 10001» /usr/local/tools\nUSER 10001\n`,
    fixed: `FROM mysql:8.4\nCOPY --chown=10001:0 --from=build /usr/local/tools /usr/local/tools\nRUN chown 10001 /usr/local/tools\nUSER 10001\n`,
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY --chown=node:node . .\nUSER node\n`,
  },
  {
    good: `FROM debian:12\nRUN mkdir /data && chown -R 10001 /data\nCOPY . /app\nUSER 10001\n`,
    note: 'Another path, and nothing was copied there.',
  },
  {
    good: `FROM debian:12\nCOPY --from=x /src/app.conf /etc/app.conf\nRUN chown -R 10001 /etc/app.conf\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nCOPY start.sh /app/\nRUN chown -R 10001 /app\nUSER 10001\n`,
    note: 'A single file.',
  },
  {
    good: `FROM debian:12\nCOPY . /app\nRUN chown -R root:root /app\nUSER 10001\n`,
    note: 'It is root’s already.',
  },
  {
    good: `FROM debian:12 AS a\nCOPY . /app\nRUN chown -R 10001 /app\nFROM debian:12\nUSER 10001\n`,
    note: 'A builder stage is not shipped.',
  },
] satisfies Example[];
