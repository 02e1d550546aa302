// What the project says about upgrading all packages during the build.
import { defineRule, type Example } from '../../define-rule.ts';
import { preparesOrCleans } from '../../edits/housekeeping.ts';
import { insertAfter, removeLines } from '../../edits/insert.ts';
import { keywordLike } from '../../edits/keyword-case.ts';
import { removeCommand } from '../../edits/remove-command.ts';
import { baseName, packageManagers } from '../../model/base.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { mayRunAnything } from '../../model/hidden-commands.ts';
import type { Model, Stage } from '../../model/model.ts';
import { type PackageCall, readPackageCall } from '../../model/package-calls.ts';
import { runsShellForm } from '../../model/shell.ts';
import { runsOf } from '../../model/triggers.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { lineBreakOf } from '../../text/lines.ts';

interface Data {
  /** The upgrade that is forbidden. */
  readonly upgrade?: { readonly instruction: Instruction; readonly call: PackageCall };
  /** The stage that lacks one. */
  readonly stage?: Stage;
  readonly manager?: PackageCall['manager'];
}

export default defineRule<Data, { policy: string }>({
  id: 'upgrade-policy',
  severity: 'warning',
  profiles: ['recommended'],
  summary: 'All packages are upgraded, or not, against the project’s policy',
  why: 'An upgrade brings security fixes that the base image lacks, and makes two builds of one file differ: a project decides which matters more.',
  sources: [
    'hadolint:DL3005',
    'hadolint:DL3017',
    'hadolint:DL3031',
    'hadolint:DL3035',
    'hadolint:DL3039',
    'trivy:DS-0024',
    'kics:682fe378-c180-4bd5-8a14-95fc285fb269',
    'kics:09fda05e-da85-4ee7-ab8d-2800a5e6e756',
    'kics:989ab888-7d1e-410f-9dde-c64a1d367bf2',
    'kics:8f6456be-0018-46db-9ce6-b3b6dc8d34d2',
    'kics:d4895357-dd49-4ba5-b726-1bb81cb50989',
  ],
  options: {
    policy: {
      default: 'allow',
      values: ['allow', 'forbid', 'require'],
      description:
        'Whether a build may upgrade all packages of its base image: allow, forbid, or require it in the shipped image.',
    },
  },
  checksFixes: true,
  *check({ model, options }) {
    if (options.policy === 'forbid') {
      for (const stage of model.stages)
        for (const instruction of runsOf(stage))
          for (const call of upgrades(model, instruction)) {
            const { program, verb, command } = call;
            yield {
              at: { start: (command.word ?? verb).at.start, end: verb.at.end },
              message: `\`${program} ${verb.text}\` upgrades all packages, which this project forbids. Take a newer base image.`,
              data: { upgrade: { instruction, call } },
            };
          }
    }
    if (options.policy !== 'require' || isDevelopment(model)) return;
    const { finalStage } = model;
    const root = model.finalChain.at(-1);
    if (!finalStage || !root) return;
    const manager = packageManagers.find(
      (name) => root.start.tool(name === 'apt' ? 'apt-get' : name).presence === 'present',
    );
    if (!manager) return;
    const runs = model.finalChain.flatMap(({ instructions }) =>
      instructions.filter(({ keyword }) => keyword === 'RUN'),
    );
    const hidden = runs.some(
      (run) => commandsOf(model, run).length === 0 || commandsOf(model, run).some(mayRunAnything),
    );
    if (hidden || runs.some((run) => upgrades(model, run).length > 0)) return;
    yield {
      at: finalStage.imageWord?.at ?? finalStage.from.at,
      message: `Nothing upgrades the packages of \`${baseName(finalStage)}\`, which this project requires. Run the upgrade of \`${manager}\` in a RUN of this stage.`,
      data: { stage: finalStage, manager },
    };
  },
  *fix({ data }, { model }) {
    const { upgrade, stage, manager } = data!;
    if (upgrade) {
      const { call, instruction } = upgrade;
      // What only prepares the upgrade goes with it.
      const others = commandsOf(model, instruction).filter(({ command }) => command !== call.command.command);
      const edit = others.every(preparesOrCleans)
        ? removeLines(model.dockerfile, instruction)
        : removeCommand(model, instruction, call.command);
      if (edit)
        yield {
          title: `Leave \`${call.program} ${call.verb.text}\` out (fixes come with a newer base image only)`,
          safety: 'review',
          preferred: true,
          edits: [edit],
        };
      return;
    }
    const command = manager && commands[manager];
    if (!stage || !command || stage.start.runsAsRoot !== true || !runsShellForm(stage.start)) return;
    const line = `${keywordLike(model.dockerfile, 'RUN')} ${command}${lineBreakOf(model.dockerfile.text)}`;
    yield {
      title: 'Upgrade the packages of the base image first (two builds of one file may differ then)',
      safety: 'review',
      preferred: true,
      edits: [insertAfter(model.dockerfile, stage.from, line)],
    };
  },
});

/** Upgrades everything and keeps neither lists nor downloads. */
const commands: Readonly<Partial<Record<PackageCall['manager'], string>>> = {
  apt: 'apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*',
  apk: 'apk upgrade --no-cache',
  dnf: 'dnf upgrade -y && dnf clean all',
  microdnf: 'microdnf upgrade -y && microdnf clean all',
  yum: 'yum update -y && yum clean all',
  tdnf: 'tdnf upgrade -y && tdnf clean all',
  zypper: 'zypper --non-interactive update && zypper clean --all',
};

/** The calls that upgrade everything; naming packages is no such call. */
function upgrades(model: Model, instruction: Instruction): PackageCall[] {
  return commandsOf(model, instruction).flatMap((command) => {
    const call = readPackageCall(command);
    return call?.action === 'upgrade' && call.packages.length === 0 && !call.hasUnknownWord ? [call] : [];
  });
}

export const docs = `
The option \`policy\` decides: \`allow\` (the default) says nothing; \`forbid\` reports every \`apt-get upgrade\`, \`dist-upgrade\`,
\`apk upgrade\`, \`yum update\` and their like that names no package; \`require\` reports a shipped image whose stages run none.
`;

const forbid = { policy: 'forbid' };
const require = { policy: 'require' };

export const examples = [
  {
    options: forbid,
    bad: `FROM debian:12\nRUN apt-get update && «apt-get dist-upgrade» -y && apt-get install -y curl\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER 10001\n`,
  },
  {
    options: forbid,
    bad: `FROM alpine:3.22\nRUN «apk upgrade» --no-cache\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nUSER 10001\n`,
  },
  { options: forbid, bad: `FROM fedora:42\nRUN «dnf -y update» && dnf clean all\nUSER 10001\n` },
  {
    options: require,
    bad: `FROM «debian:12»\nRUN apt-get update && apt-get install -y curl\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\nRUN apt-get update && apt-get install -y curl\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get dist-upgrade -y\nUSER 10001\n`,
    note: 'The default policy.',
  },
  {
    options: forbid,
    good: `FROM fedora:42\nRUN dnf -y upgrade openssl\nUSER 10001\n`,
    note: 'One package only.',
  },
  { options: require, good: `FROM debian:12\nRUN apt-get update && apt-get upgrade -y\nUSER 10001\n` },
  {
    options: require,
    good: `FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\n`,
    note: 'It has no package manager.',
  },
] satisfies Example[];
