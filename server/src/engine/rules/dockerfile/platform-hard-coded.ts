// FROM --platform with one platform written down.
import { defineRule, type Example } from '../../define-rule.ts';
import { removeFlag } from '../../edits/flags.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { readFrom } from '../../parse/arguments.ts';
import type { Flag } from '../../parse/syntax.ts';

interface Data {
  readonly flag: Flag;
}

export default defineRule<Data>({
  id: 'platform-hard-coded',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'FROM with one platform written down',
  why: 'The stage stays on that platform whatever the build is for: on another machine it is emulated, or does not run at all.',
  sources: [
    'hadolint:DL3029',
    'buildkit:FromPlatformFlagConstDisallowed',
    'kics:b16e8501-ef3c-44e1-a543-a093238099c9',
  ],
  *check({ model }) {
    if (isDevelopment(model)) return;
    const chosen = model.stages.some((stage) =>
      /\$\{?(TARGET|BUILD)(ARCH|OS|PLATFORM)\b/.test(stage.imageWord?.raw ?? ''),
    );
    for (const stage of model.stages) {
      const flag = readFrom(stage.from)?.platform;
      if (flag?.value === undefined || flag.value === '' || flag.value.includes('$')) continue;
      const [os = '', architecture = ''] = flag.value.toLowerCase().split('/');
      // Windows images are of one platform, and there is no other to build for.
      if (os === 'windows') continue;
      const name = stage.name ?? '';
      const words = [architecture || os, ...(aliases[architecture] ?? [])];
      if (words.some((word) => word !== '' && name.includes(word))) continue;
      if (name === os || (chosen && name.includes(os))) continue;
      yield {
        at: flag.at,
        message: `\`--platform=${flag.value}\` keeps this stage on ${flag.value} whatever the build is for. Leave it out, or write \`$BUILDPLATFORM\` where the stage only builds.`,
        data: { flag },
      };
    }
  },
  *fix(problem, { model }) {
    const { flag } = problem.data!;
    const edit = removeFlag(model.dockerfile, flag);
    if (edit)
      yield {
        title: 'Leave the platform to the build (the image may become one of another platform)',
        safety: 'review',
        edits: [edit],
      };
  },
});

/** Other names of an architecture, as stages are called. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  amd64: ['x86_64', 'x86-64', 'x64', 'intel'],
  arm64: ['aarch64', 'armv8'],
  arm: ['arm'],
  386: ['i386', 'x86'],
};

export const docs = `
Silent for a stage whose name says its platform (\`FROM --platform=linux/arm64 … AS app-arm64\`, to be chosen by \`FROM app-\${TARGETARCH}\`), for
variables, and for Windows. Where the program exists for one platform only, the constant is right: say so in a comment that ignores this rule.
`;

export const examples = [
  {
    bad: `FROM «--platform=linux/amd64» debian:12\nUSER 10001\n`,
    fixed: `FROM debian:12\nUSER 10001\n`,
  },
  {
    bad: `FROM golang:1.27 AS build\nFROM «--platform=linux/arm64»  alpine:3.22\nUSER 10001\n`,
    fixed: `FROM golang:1.27 AS build\nFROM alpine:3.22\nUSER 10001\n`,
  },
  { good: `FROM --platform=$BUILDPLATFORM golang:1.27 AS build\nFROM alpine:3.22\nUSER 10001\n` },
  {
    good: `FROM --platform=linux/arm64 alpine:3.22 AS app-arm64\nFROM --platform=linux/amd64 alpine:3.22 AS app-amd64\nFROM app-\${TARGETARCH}\nUSER 10001\n`,
    note: 'Each stage is named for its platform.',
  },
  {
    good: `ARG PLATFORM=linux/amd64\nFROM --platform=\${PLATFORM} debian:12\nUSER 10001\n`,
    note: 'The build can change it.',
  },
  {
    good: `FROM --platform=linux/amd64 mcr.microsoft.com/devcontainers/base:bookworm\n`,
    context: { relativePath: '.devcontainer/Dockerfile' },
    note: 'A container for development.',
  },
  { good: `FROM --platform=windows/amd64 mcr.microsoft.com/windows/nanoserver:ltsc2025\n` },
] satisfies Example[];
