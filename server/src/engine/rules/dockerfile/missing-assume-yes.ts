// A package manager asks before it goes on, and in a build nobody answers.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { addWordAfter } from '../../edits/shell-chain.ts';
import type { PlainCommand } from '../../model/apply-run.ts';
import { commandsOf } from '../../model/commands.ts';
import { certainlyNotInstalled } from '../../model/installed-packages.ts';
import type { Model } from '../../model/model.ts';
import { startsFromOfficialImage } from '../../model/official-base.ts';
import { goesOnUnasked, type PackageCall, readPackageCall } from '../../model/package-calls.ts';
import type { ImageState } from '../../model/state.ts';
import { runsOf } from '../../model/triggers.ts';

interface Data {
  readonly call: PackageCall;
}

export default defineRule<Data>({
  id: 'missing-assume-yes',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A package manager asks before it goes on, and in a build nobody answers',
  why: 'RUN has no terminal, so that the question is answered with no and the step fails.',
  sources: [
    'hadolint:DL3014',
    'hadolint:DL3030',
    'hadolint:DL3034',
    'hadolint:DL3038',
    'trivy:DS-0021',
    'kics:77783205-c4ca-4f80-bb80-c777f267c547',
    'kics:6e19193a-8753-436d-8a09-76dcff91bb03',
    'kics:7ebd323c-31b7-4e5b-b26f-de5e9e477af8',
    'kics:45e1fca5-f90e-465d-825f-c2cb63fa3944',
  ],
  *check({ model }) {
    if (isAnsweredElsewhere(model)) return;
    for (const stage of model.stages) {
      for (const instruction of runsOf(stage)) {
        const commands = commandsOf(model, instruction);
        if (!commands.some(asks)) continue;
        const pipelines = new Set<number>();
        for (const { command, before } of model.commandSteps(instruction)) {
          const { pipeline, certainty } = command.command;
          const isFed = (pipeline !== undefined && pipelines.has(pipeline)) || readsFrom(command);
          if (pipeline !== undefined) pipelines.add(pipeline);
          const call = readPackageCall(command);
          if (!call || isFed || !asks(command) || isThere(call, before)) continue;
          const fails = certainty === 'always' && startsFromOfficialImage(stage) && bringsMore(call, before);
          yield {
            at: { start: (command.word ?? call.verb).at.start, end: call.verb.at.end },
            severity: fails ? 'error' : 'warning',
            message: `\`${call.program} ${call.verb.text}\` asks before it goes on, and in a build nobody answers: ${
              fails ? 'the step fails' : 'the step fails as soon as there is something to ask'
            }. Add \`-y\`.`,
            data: { call },
          };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { verb, command, program } = problem.data!.call;
    const edit: Edit | undefined = addWordAfter(model, verb, '-y');
    if (!edit) return;
    const certain = command.command.certainty === 'always';
    yield {
      title: certain
        ? `Add -y to ${program} ${verb.text}`
        : `Add -y to ${program} ${verb.text} (so far its failure went unnoticed)`,
      safety: certain ? 'safe' : 'review',
      preferred: true,
      edits: [edit],
    };
  },
});

/** The call is one that asks, and its options are known. */
function asks(command: PlainCommand): boolean {
  const call = readPackageCall(command);
  if (!call || !['install', 'remove', 'upgrade'].includes(call.action)) return false;
  if (goesOnUnasked(call) !== false) return false;
  // Without a package there is nothing to do, except for the verbs that find it out themselves.
  const names = call.command.args.filter(({ text }) => !text.startsWith('-')).length > 1;
  return names || call.action === 'upgrade' || /^auto/.test(call.verb.text);
}

function readsFrom({ command }: PlainCommand): boolean {
  return command.redirects.some(({ operator }) => operator.startsWith('<'));
}

/** The package manager's own settings, written here or copied in, may answer. */
function isAnsweredElsewhere({ dockerfile, stages }: Model): boolean {
  if (/Get::Assume-Yes|(?<!--setopt[= ])\bassumeyes[ \t]*=/i.test(dockerfile.text)) return true;
  return stages.some(({ instructions }) =>
    instructions.some(
      ({ keyword, words }) =>
        (keyword === 'COPY' || keyword === 'ADD') &&
        /^\/etc\/(apt\/?$|apt\/apt\.conf|yum\.conf|dnf)/.test(words.at(-1)?.value ?? ''),
    ),
  );
}

/**
 * apt asks only where more than the named packages would change. Source: apt, apt-private/private-install.cc, DoInstall.
 * These bring others along on every image that lacks them. yum and dnf ask for each of them.
 */
const companions =
  /^(build-essential|gcc|g\+\+|clang|cmake|git|curl|wget|gnupg2?|software-properties-common|locales|python3(-pip|-dev|-venv)?|pip|nodejs|npm|ruby|perl|php[\w.-]*|golang(-go)?|cargo|rustc|maven|gradle|default-(jdk|jre)(-headless)?|openjdk-\d+-\w+(-headless)?|java-[\w.-]+|nginx|apache2|httpd|haproxy|openssh-(client|server)s?|supervisor|ffmpeg|imagemagick|vim|jq|dnsutils|bind-utils|postgresql(-client)?|mariadb-(client|server)|mysql-server|redis(-server|-tools)?|libpq-dev|libssl-dev|libcurl4-openssl-dev)$/;

function bringsMore({ action, packages }: PackageCall, state: ImageState): boolean {
  return (
    action === 'install' &&
    packages.some(({ name }) => companions.test(name) && certainlyNotInstalled(state, name))
  );
}

/** Every package is known to be installed by the name of its program, so that there is nothing to ask. */
function isThere({ action, packages, hasUnknownWord }: PackageCall, before: ImageState): boolean {
  if (action !== 'install' || hasUnknownWord || packages.length === 0) return false;
  return packages.every(({ name }) => before.tool(name).presence === 'present');
}

export const docs = `
\`DEBIAN_FRONTEND=noninteractive\` answers the questions of packages, not those of \`apt-get\` itself. The rule is silent where an
answer is piped in, where the options are in a variable and where the file writes or copies a configuration of the package manager.

It is an error where the image is known to lack a package that cannot come alone. \`apt-get\` does not ask when nothing but the named
packages would change, so that other calls get a warning. apk and microdnf never ask.

The fix is safe: where the call was not asked before, nothing changes, and where it was, it failed.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN apt-get update && «apt-get install» curl\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12-slim\nENV DEBIAN_FRONTEND=noninteractive\nRUN apt-get update \\\n && «apt-get upgrade» \\\n && apt-get install -y git\nUSER 10001\n`,
    fixed: `FROM python:3.12-slim\nENV DEBIAN_FRONTEND=noninteractive\nRUN apt-get update \\\n && apt-get upgrade -y \\\n && apt-get install -y git\nUSER 10001\n`,
  },
  {
    bad: `FROM fedora:42\nRUN ["dnf", «"install"», "nginx"]\nUSER 10001\n`.replace(
      '["dnf", «"',
      '[«"dnf", "',
    ),
    fixed: `FROM fedora:42\nRUN ["dnf", "install", "-y", "nginx"]\nUSER 10001\n`,
  },
  {
    bad: `FROM opensuse/leap:15.6\nRUN «zypper install» nginx\nUSER 10001\n`,
    fixed: `FROM opensuse/leap:15.6\nRUN zypper install -y nginx\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -qq curl\nUSER 10001\n`,
    note: '-qq implies -y.',
  },
  { good: `FROM golang:1.25\nRUN apt-get install make\nUSER 10001\n`, note: 'It is there already.' },
  { good: `FROM debian:12\nRUN apt-get update && yes | apt-get install curl\nUSER 10001\n` },
  {
    good: `FROM debian:12\nRUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes && apt-get update && apt-get install curl\nUSER 10001\n`,
  },
  { good: `FROM opensuse/leap:15.6\nRUN zypper -n install nginx\nUSER 10001\n` },
  { good: `FROM alpine:3.22\nRUN apk add --no-cache curl\nUSER 10001\n`, note: 'apk does not ask.' },
  {
    good: `FROM debian:12\nARG APT_OPTIONS\nRUN apt-get update && apt-get install $APT_OPTIONS curl\nUSER 10001\n`,
    note: 'The options are not known.',
  },
] satisfies Example[];
