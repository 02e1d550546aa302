// sudo in the shipped image, and in the steps that build it.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { withoutPackage } from '../../edits/remove-package.ts';
import type { PlainCommand } from '../../model/apply-run.ts';
import { programName } from '../../model/apply-run.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { type ShippedPackage, shippedPackages } from '../../model/shipped-packages.ts';
import { mayStartScript } from '../../model/started.ts';
import { runsOf } from '../../model/triggers.ts';

interface Data {
  readonly installed?: ShippedPackage;
  readonly call?: PlainCommand;
}

export default defineRule<Data>({
  id: 'sudo',
  severity: 'information',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'The image has sudo or is built with it',
  why: 'It is a set-uid program that turns an ordinary user into root, and a build has USER for that.',
  sources: [
    'hadolint:DL3004',
    'trivy:DS-0010',
    'checkov:CKV2_DOCKER_1',
    'kics:8ada6e80-0ade-439e-b176-0b28f6bce35a',
    'cis:4.8',
  ],
  checksFixes: true,
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage || isDevelopment(model)) return;
    for (const installed of shippedPackages(model)) {
      if (installed.name !== 'sudo') continue;
      const ordinary = stage.end.runsAsRoot === false;
      // A script that starts as root may step down with it.
      if (!ordinary && (stage.end.runsAsRoot === undefined || mayStartScript(model, stage))) continue;
      yield {
        at: installed.word.at,
        message: ordinary
          ? `\`sudo\` is in an image that runs as \`${stage.end.user?.name}\`: an entry in its settings or a flaw in it makes that user root. Do in the build what needs root, and leave it out.`
          : '`sudo` is in an image that runs as root, which needs none. Leave it out, and switch with USER.',
        data: { installed },
      };
    }
    for (const shipped of model.finalChain) {
      for (const instruction of runsOf(shipped)) {
        const call = commandsOf(model, instruction).find(isSudo);
        const word = call?.command.name;
        const root = model.before(instruction).runsAsRoot;
        if (!call || !word || root === undefined) continue;
        yield {
          at: word.at,
          message: root
            ? 'This step runs as root already, so that `sudo` only has to be installed for it. Leave it out.'
            : 'This step becomes root with `sudo`, which then is in the image. Put it before the USER, or between `USER root` and the USER.',
          data: { call },
        };
      }
    }
  },
  *fix(problem, { model }) {
    const { installed, call } = problem.data!;
    if (installed && !usesSudo(model)) yield* withoutPackage(model, installed);
    const instruction =
      call &&
      model.dockerfile.instructions.find(
        ({ at }) => at.start <= problem.at.start && problem.at.end <= at.end,
      );
    if (!instruction || model.before(instruction).runsAsRoot !== true) return;
    const calls = commandsOf(model, instruction).filter(isSudo);
    const edits = calls.map((each) => withoutSudo(model, each));
    if (edits.every((edit) => edit !== undefined))
      yield {
        title: 'Run it without `sudo`, as root and with the environment of the build',
        safety: 'review',
        preferred: true,
        edits,
      };
  },
});

function isSudo({ command: { name, args } }: PlainCommand): boolean {
  if (name?.value === undefined || programName(name.value) !== 'sudo') return false;
  // `sudo -u app` gives rights up.
  return !args.slice(0, 4).some(({ text }) => /^(-[A-Za-z]*u|--user(=.*)?)$/.test(text));
}

function usesSudo(model: Model): boolean {
  return model.finalChain.some(({ instructions }) =>
    instructions.some(
      (instruction) =>
        /^(RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword) &&
        commandsOf(model, instruction).some(isSudo),
    ),
  );
}

/** Only `sudo` itself and options that mean nothing to root. */
function withoutSudo(model: Model, { command, word }: PlainCommand): Edit | undefined {
  const { text } = model.dockerfile;
  if (!command.name || !word || word === command.name) return undefined;
  const { start } = command.name.at;
  const written = text.slice(start, word.at.start);
  return /^sudo([ \t]+(-E|-H|-n|-S|--preserve-env))*[ \t]+$/.test(written)
    ? { start, end: word.at.start, text: '' }
    : undefined;
}

export const docs = `
The rule looks at the stages that are shipped: the package \`sudo\` that stays in the image, and RUN steps that call it
(\`sudo -u\`, which gives rights up, is silent). An entry with \`NOPASSWD\` is a rule of its own, and a warning. Builder stages and development files are silent.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN apt-get update && apt-get install -y curl «sudo»\nUSER 10001\nCMD ["app"]\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER 10001\nCMD ["app"]\n`,
  },
  {
    bad: `FROM debian:12\nRUN «sudo» mkdir /data && sudo -E chown 10001 /data\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN mkdir /data && chown 10001 /data\nUSER 10001\n`,
  },
  { bad: `FROM node:22\nUSER node\nRUN «sudo» npm install -g pnpm@9\nCMD ["node"]\n`, fixed: false },
  { good: `FROM debian:12 AS build\nRUN sudo make\nFROM debian:12\nUSER 10001\n`, note: 'A builder stage.' },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -y sudo\n`,
    context: { relativePath: '.devcontainer/Dockerfile' },
    note: 'For development.',
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -y sudo && apt-get purge -y sudo\nUSER 10001\n`,
    note: 'It is removed again.',
  },
  { good: `FROM debian:12\nRUN useradd app && sudo -u app true\nUSER app\n`, note: 'It gives rights up.' },
  { good: `FROM debian:12\nRUN echo "no sudo here"\nUSER 10001\n` },
] satisfies Example[];
