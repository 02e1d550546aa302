// A program gets the set-uid or set-gid bit.
import { defineRule, type Example } from '../../define-rule.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { identityBits, withoutIdentityBits } from '../../model/modes.ts';
import { type ShippedMode, shippedModes } from '../../model/shipped-modes.ts';

/** Folders of programs: what has the bit there is a program. */
const programs = /^\/(usr\/(local\/)?)?s?bin\/[^/]+$/;

export default defineRule<ShippedMode>({
  id: 'setuid-bit',
  severity: 'warning',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A program gets the set-uid or set-gid bit',
  why: 'Whoever starts it gets the rights of its owner, root as a rule, whatever user the container runs as.',
  sources: ['cis:4.8'],
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const change of shippedModes(model)) {
      const { user, group } = identityBits(change.mode);
      // On a folder, set-gid only says whom new files belong to, and set-uid says nothing.
      const found = change.paths.find(
        (path) => path !== undefined && (user || (group && programs.test(path))),
      );
      if (found === undefined || change.by === 'mkdir -m') continue;
      yield {
        at: change.at,
        message: `\`${found}\` gets the ${user ? 'set-uid' : 'set-gid'} bit: it runs with the rights of its ${user ? 'owner' : 'group'}, whoever starts it. Give the one capability that it needs with \`setcap\`, or none.`,
        data: change,
      };
    }
  },
  *fix(problem, { model }) {
    const { mode, at } = problem.data!;
    const plain = withoutIdentityBits(mode);
    const { start, end } = at;
    if (plain === undefined || model.dockerfile.text.slice(start, end) !== mode) return;
    yield {
      title: `Leave the bit out (\`${plain}\`): it runs as whoever starts it`,
      safety: 'review',
      preferred: true,
      edits: [{ start, end, text: plain }],
    };
  },
});

export const docs = `
A container that runs as an ordinary user can become root by way of a single program that has the bit (unless it is started with
\`no-new-privileges\`). The rule looks at \`chmod\`, \`install -m\` and \`COPY --chmod\` in what is shipped; set-gid on folders, taking the
bit away (\`a-s\`), builder stages and development files are silent.
`;

export const examples = [
  {
    bad: `FROM debian:12\nCOPY ping /usr/local/bin/ping\nRUN chmod «4755» /usr/local/bin/ping\nUSER 10001\n`,
    fixed: `FROM debian:12\nCOPY ping /usr/local/bin/ping\nRUN chmod 755 /usr/local/bin/ping\nUSER 10001\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN chmod «u+s» /bin/busybox\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nRUN chmod u-s /bin/busybox\nUSER 10001\n`,
  },
  { bad: `FROM debian:12\nCOPY --chmod=«4711» helper /opt/helper\nUSER 10001\n` },
  {
    good: `FROM debian:12\nRUN chmod 2775 /srv/shared\nUSER 10001\n`,
    note: 'A folder whose files share a group.',
  },
  { good: `FROM debian:12\nRUN chmod a-s /usr/bin/passwd\nUSER 10001\n`, note: 'It takes the bit away.' },
  { good: `FROM debian:12\nRUN chmod 1777 /scratch && chmod 0755 /opt/x\nUSER 10001\n` },
  {
    good: `FROM debian:12 AS build\nRUN chmod 4755 /opt/x\nFROM debian:12\nUSER 10001\n`,
    note: 'A builder stage.',
  },
] satisfies Example[];
