// An SSH server in the shipped image.
import { defineRule, type Example } from '../../define-rule.ts';
import { withoutPackage } from '../../edits/remove-package.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { type ShippedPackage, shippedPackages } from '../../model/shipped-packages.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { lastPart } from '../../text/paths.ts';

const packages: ReadonlySet<string> = new Set([
  'openssh-server',
  'dropbear',
  'tinysshd',
  'openssh-server-pam',
]);
const programs = /^(sshd|dropbear|tinysshd)$/;

export default defineRule<ShippedPackage | undefined>({
  id: 'ssh-server',
  severity: 'warning',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'An SSH server is in the shipped image',
  why: 'It is a second door with keys, passwords and updates of its own, and what happens behind it is in no log of the container.',
  sources: ['cis:5.7'],
  checksFixes: true,
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage || isDevelopment(model)) return;
    const advice = 'Leave it out, and use `docker exec` or `kubectl exec`.';
    for (const found of shippedPackages(model)) {
      if (!packages.has(found.name)) continue;
      yield {
        at: found.word.at,
        message: `\`${found.name}\` puts an SSH server into the image. ${advice}`,
        data: found,
      };
    }
    for (const command of [stage.end.entrypoint, stage.end.cmd]) {
      if (!command || command.by === 'image') continue;
      const item = command.exec?.items.find(({ value }) => programs.test(lastPart(value)));
      const started = commandsOf(model, command.by).find(
        ({ name, args }) =>
          (name !== undefined && programs.test(name)) ||
          (name === 'service' && args[0]?.value === 'ssh' && args[1]?.value === 'start'),
      );
      const at = item?.at ?? started?.word?.at;
      if (at) yield { at, message: `The container starts an SSH server. ${advice}`, data: undefined };
    }
  },
  *fix(problem, { model }) {
    const { data } = problem;
    if (!data) return;
    const used = model.finalChain
      .flatMap(({ instructions }) => instructions)
      .find((instruction) => needsServer(model, instruction, data));
    if (used)
      yield {
        title: `Do not install \`${data.name}\``,
        reason: `${used.keyword} sets the server up or starts it, and would have to go too.`,
      };
    else yield* withoutPackage(model, data);
  },
});

/** Something besides the name of the package speaks of the server, its settings or its keys. */
function needsServer(model: Model, { keyword, at }: Instruction, { name }: ShippedPackage): boolean {
  if (!/^(RUN|COPY|ADD|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword)) return false;
  const text = model.dockerfile.text.slice(at.start, at.end);
  const others = keyword === 'RUN' ? text.replaceAll(name, '') : text;
  return /sshd|\/etc\/ssh|ssh-keygen|dropbear|tinyssh|service[ \t]+ssh/.test(others);
}

export const docs = `
The rule looks at the packages of SSH servers that stay in the shipped image, and at what the container starts. The client
(\`openssh-client\`), Alpine's \`openssh\` (which is installed for its client as a rule), builder stages and development files are silent.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN apt-get update && apt-get install -y curl «openssh-server»\nUSER 10001\nCMD ["app"]\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER 10001\nCMD ["app"]\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN apk add --no-cache openssh && ssh-keygen -A\nCMD [«"/usr/sbin/sshd"», "-D"]\n`,
    fixed: false,
  },
  {
    bad: `FROM debian:12\nRUN apt-get update && apt-get install -y «dropbear»\nCMD service cron start && «dropbear» -F\n`,
    fixed: false,
  },
  { good: `FROM alpine:3.22\nRUN apk add --no-cache openssh git\nUSER 10001\n`, note: 'For git, as a rule.' },
  { good: `FROM debian:12\nRUN apt-get update && apt-get install -y openssh-client\nUSER 10001\n` },
  {
    good: `FROM debian:12 AS t\nRUN apt-get update && apt-get install -y openssh-server\nFROM debian:12\nUSER 10001\n`,
    note: 'A builder stage.',
  },
] satisfies Example[];
