// Packages of the distribution are installed in whatever version there is.
import { defineRule, type Example } from '../../define-rule.ts';
import { commandsOf } from '../../model/commands.ts';
import { type PackageCall, readPackageCall } from '../../model/package-calls.ts';
import { runsOf } from '../../model/triggers.ts';
import type { ShellWord } from '../../parse/shell-syntax.ts';

export default defineRule<undefined>({
  id: 'unpinned-apt-packages',
  severity: 'information',
  profiles: ['strict'],
  summary: 'Packages of the distribution are installed in whatever version there is',
  why: 'Two builds of one file give different images, and nobody sees which change brought a fault.',
  sources: [
    'hadolint:DL3008',
    'hadolint:DL3018',
    'hadolint:DL3033',
    'hadolint:DL3037',
    'hadolint:DL3041',
    'kics:965a08d7-ef86-4f14-8792-4a3b2098937e',
    'kics:d3499f6d-1651-41bb-a9a7-de925fea487b',
    'kics:93d88cf7-f078-46a8-8ddc-178e03aeacf1',
    'kics:6452c424-1d92-4deb-bb18-a03e95d579c4',
    'kics:562952e4-0348-4dea-9826-44f3a2c6117b',
  ],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of runsOf(stage)) {
        for (const command of commandsOf(model, instruction)) {
          const call = readPackageCall(command);
          const [first, ...more] = call ? unpinned(call) : [];
          if (!call || !first) continue;
          yield {
            at: first.word.at,
            message:
              more.length === 0
                ? `\`${first.name}\` has no version. Write the one that you have tested: \`${first.name}${example(call)}\`.`
                : `\`${first.name}\` and ${more.length} more have no version. Write the ones that you have tested: \`${first.name}${example(call)}\`.`,
          };
        }
      }
    }
  },
});

interface Unpinned {
  readonly name: string;
  readonly word: ShellWord;
}

function unpinned(call: PackageCall): Unpinned[] {
  if (
    call.action !== 'install' ||
    /^(build-dep|group|groups|groupinstall|builddep|swap)$/.test(call.verb.text)
  )
    return [];
  if (call.verb.text === 'module') {
    const [verb, ...modules] = call.packages;
    // `nodejs:22` names the stream.
    return verb?.name === 'install'
      ? modules.filter(({ word }) => /^[A-Za-z0-9][\w.+-]*$/.test(word.text))
      : [];
  }
  const rpm = call.manager !== 'apt' && call.manager !== 'apk';
  return call.packages.filter(({ name, word: { text } }) => {
    // A release of the distribution (`vim/bookworm`) and a version in a variable count as said.
    if (text.includes('=') || text.includes('~') || /[<>$`/*]/.test(text)) return false;
    return !(rpm && /-\d/.test(name)) && !name.startsWith('.');
  });
}

function example(call: PackageCall): string {
  return call.manager === 'apt' || call.manager === 'apk' || call.manager === 'zypper'
    ? '=VERSION'
    : '-VERSION';
}

export const docs = `
Off in the default profile. Debian and Alpine remove a version from their archive as soon as a newer one is there, so that a pin makes
the build fail then, security fixes included. A snapshot of the archive, or a pinned digest of the base image with a regular rebuild,
holds longer.
`;

export const examples = [
  { bad: `FROM debian:12\nRUN apt-get update && apt-get install -y «curl»\nUSER 10001\n`, fixed: false },
  { bad: `FROM alpine:3.22\nRUN apk add --no-cache «curl» git openssl=3.5.1-r0\nUSER 10001\n` },
  { bad: `FROM fedora:42\nRUN dnf install -y «nginx»\nUSER 10001\n` },
  { bad: `FROM fedora:42\nRUN dnf module install -y «nodejs»\nUSER 10001\n` },
  { good: `FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u12\nUSER 10001\n` },
  {
    good: `FROM alpine:3.22\nARG CURL=8.14.1-r1\nRUN apk add --no-cache "curl=\${CURL}" 'git~2.49'\nUSER 10001\n`,
  },
  { good: `FROM fedora:42\nRUN dnf install -y nginx-1.26.3 && dnf clean all\nUSER 10001\n` },
  {
    good: `FROM fedora:42\nRUN dnf module install -y nodejs:22/common && dnf module enable -y php\nUSER 10001\n`,
  },
] satisfies Example[];
