// Files that everybody in the container may write.
import { defineRule, type Example } from '../../define-rule.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { letsEverybodyWrite, withoutOthersWriting } from '../../model/modes.ts';
import { type ShippedMode, shippedModes } from '../../model/shipped-modes.ts';

/** Made for everybody, or not part of the image. */
const shared = /^\/(tmp|var\/tmp|dev|proc|sys|run\/lock|var\/lock)(\/|$)/;

export default defineRule<ShippedMode>({
  id: 'world-writable',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'Files that everybody in the container may write',
  why: 'Whatever gets into one process of the container can change the files that the others read or run.',
  sources: ['tally:world-writable-state-path-workaround'],
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const change of shippedModes(model)) {
      if (!letsEverybodyWrite(change.mode)) continue;
      const paths = change.paths.filter((path) => path !== undefined && !shared.test(path));
      const [path] = paths;
      if (path === undefined) continue;
      const copied = change.by.includes('--');
      yield {
        at: change.at,
        message: `\`${change.by}${copied ? '=' : ' '}${change.mode}\` lets every user of the container write to ${copied ? 'what is copied to ' : ''}\`${path}\`${paths.length > 1 ? ' and more' : ''}. Give it to the user that writes there.`,
        data: change,
      };
    }
  },
  *fix(problem, { model }) {
    const { mode, at } = problem.data!;
    const narrower = withoutOthersWriting(mode);
    const { start, end } = at;
    if (narrower === undefined || model.dockerfile.text.slice(start, end) !== mode) return;
    yield {
      title: `Let only owner and group write (\`${narrower}\`)`,
      safety: 'review',
      preferred: true,
      edits: [{ start, end, text: narrower }],
    };
  },
});

export const docs = `
The rule looks at \`chmod\`, \`mkdir -m\`, \`install -m\` and \`COPY --chmod\` in what is shipped. A folder with the sticky bit (\`1777\`) is
silent: there, nobody can delete what belongs to another. So are /tmp, what is deleted in the same step, builder stages and
development files.

The fix takes the right to write from others and leaves it to owner and group; the process must then be one of the two
(\`chown\`, \`--chown\`).
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN mkdir /data && chmod «777» /data\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN mkdir /data && chmod 775 /data\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nCOPY --chmod=«0666» app.conf /etc/app.conf\nUSER 10001\n`,
    fixed: `FROM debian:12\nCOPY --chmod=0664 app.conf /etc/app.conf\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN chmod -R «a+rwX» /opt/app\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN chmod -R ug+rwX,o+rX /opt/app\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN mkdir /scratch && chmod 1777 /scratch\nUSER 10001\n`,
    note: 'The sticky bit.',
  },
  { good: `FROM debian:12\nRUN chmod 777 /tmp\nUSER 10001\n`, note: '/tmp is for everybody.' },
  { good: `FROM debian:12\nRUN chmod a+rx,g+w /srv && chmod +w /opt/x && chmod o-w /etc\nUSER 10001\n` },
  {
    good: `FROM debian:12 AS build\nRUN chmod 777 /src\nFROM debian:12\nUSER 10001\n`,
    note: 'A builder stage.',
  },
  {
    good: `FROM debian:12\nRUN mkdir /work && chmod 777 /work && ./build.sh && rm -rf /work\nUSER 10001\n`,
    note: 'It is gone again.',
  },
] satisfies Example[];
