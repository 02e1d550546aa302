// Compiled code is shipped into an image whose C library cannot load it.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { otherTag } from '../../edits/other-tag.ts';
import { type Artifact, artifactsOf } from '../../model/artifacts.ts';
import { baseName } from '../../model/base.ts';
import { commandsOf } from '../../model/commands.ts';
import { provable } from '../../model/confidence.ts';
import { firstProgram } from '../../model/container-start.ts';
import { useOfEnvironment } from '../../model/interpreters.ts';
import { glibcVersion, type Libc, shippedLibc } from '../../model/libc.ts';
import type { Model, Stage } from '../../model/model.ts';
import { releaseOf } from '../../model/runtimes.ts';

interface Data {
  readonly artifact: Artifact;
  readonly runtime: Stage;
}

export default defineRule<Data>({
  id: 'libc-mismatch',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  checksFixes: true,
  summary: 'Compiled code is shipped into an image with another C library',
  why: 'A program that is linked with glibc looks for a loader that images with musl, and those without a C library, do not have, and the kernel answers "no such file or directory".',
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage) return;
    const here = shippedLibc(model, stage);
    if (here === undefined) return;
    const started = firstProgram(model)?.program;
    const reported = new Set<Artifact['carriedBy']>();
    for (const artifact of artifactsOf(model, stage)) {
      const { carriedBy } = artifact;
      if (!carriedBy || reported.has(carriedBy) || carriedBy.stage !== stage.index) continue;
      const found = faultOf(model, stage, artifact, here, started);
      if (found === undefined) continue;
      reported.add(carriedBy);
      yield {
        at: carriedBy.words[0]?.at ?? carriedBy.head,
        severity: found.certain ? provable(stage.end, 'error', 'libc') : 'warning',
        message: found.message,
        related: [{ at: artifact.by.head, message: `\`${artifact.what}\` runs here.` }],
        data: { artifact, runtime: stage },
      };
    }
  },
  *fix(problem, { model, facts, context }) {
    const { artifact, runtime } = problem.data!;
    if (artifact.what !== 'go build') {
      const why = 'which has the same C library';
      const [here, built] = [codenameOf(runtime), codenameOf(artifact.stage)];
      const isOlder = shippedLibc(model, runtime) === artifact.stage.start.facts?.libc;
      const build = otherTag(model, facts, context.today, {
        stage: artifact.stage,
        tags: (tag) => (isOlder && here !== undefined ? withCodename(tag, here) : []),
        doing: 'Build it on',
        why,
        preferred: true,
      });
      if (build) yield build;
      const run = otherTag(model, facts, context.today, {
        stage: runtime,
        tags: (tag) => (!isOlder ? withOtherLibc(tag) : built !== undefined ? withCodename(tag, built) : []),
        doing: 'Run it on',
        why,
        preferred: build === undefined || 'reason' in build,
        otherFamily: !isOlder,
      });
      if (run) yield run;
      return;
    }
    const edits: Edit[] = commandsOf(model, artifact.by)
      .filter(
        ({ name, args, command }) =>
          name === 'go' && args[0]?.text === 'build' && command.name?.value === 'go',
      )
      .map(({ command }) => ({ start: command.at.start, end: command.at.start, text: 'CGO_ENABLED=0 ' }));
    if (edits.length === 0 || artifact.by.exec) return;
    yield {
      title:
        'Build without cgo (CGO_ENABLED=0), linked statically; packages that are written in C do not build then',
      safety: 'review',
      preferred: true,
      edits,
    };
  },
});

const codenames: Readonly<Record<string, string>> = {
  'debian 11': 'bullseye',
  'debian 12': 'bookworm',
  'debian 13': 'trixie',
  'ubuntu 22.04': 'jammy',
  'ubuntu 24.04': 'noble',
};

/** The name that tags give the release that a stage stands on. */
function codenameOf(stage: Stage): string | undefined {
  const release = releaseOf(stage);
  return release && codenames[`${release.distro} ${release.release}`];
}

/** The tag for another release: `1.90-bookworm` for `1.90` and `1.90-trixie`, `13-slim` for Debian's own `12-slim`. */
function withCodename(tag: string, codename: string): string[] {
  const words = tag.split('-');
  const own = words.findIndex((word) => Object.values(codenames).includes(word));
  if (own >= 0) return [words.with(own, codename).join('-')];
  return [`${tag}-${codename}`, tag.replace(/^([\d.]+)(-slim)?$/, `$1$2-${codename}`)];
}

/** `3.13-slim` for `3.13-alpine`, and the reverse. */
function withOtherLibc(tag: string): string[] {
  const words = tag.split('-');
  const alpine = words.findIndex((word) => /^alpine[\d.]*$/.test(word));
  if (alpine >= 0) return [words.with(alpine, 'slim').join('-'), words.toSpliced(alpine, 1).join('-')];
  const kept = words.filter((word) => !/^(slim|bullseye|bookworm|trixie|jammy|noble)$/.test(word));
  return [`${kept.join('-')}-alpine`];
}

interface Fault {
  readonly message: string;
  readonly certain: boolean;
}

function faultOf(
  model: Model,
  stage: Stage,
  artifact: Artifact,
  here: Libc,
  started: string | undefined,
): Fault | undefined {
  const image = baseName(stage);
  const builder = baseName(artifact.stage);
  const has = here === 'none' ? 'no C library' : here;
  if (artifact.kind === 'program') {
    const { libc } = artifact;
    if (libc === undefined || libc === 'none') return undefined;
    const isCgo = artifact.what === 'go build';
    const runs =
      started !== undefined &&
      (started === artifact.path || artifact.path.endsWith(`/${started.replace(/^\.?\//, '')}`));
    if (libc !== here) {
      const how = isCgo
        ? `\`go build\` in \`${builder}\` uses cgo and links ${libc}`
        : `\`${artifact.what}\` in \`${builder}\` links ${libc}`;
      // Without the network, users or C in it, even a cgo build links nothing.
      return {
        certain: !isCgo && runs,
        message: `${how}, and \`${image}\` has ${has}: the program does not start. ${isCgo ? 'Build with `CGO_ENABLED=0`, or use images with the same C library.' : 'Use images with the same C library, or link statically.'}`,
      };
    }
    const [made, there] = [glibcVersion(artifact.stage), glibcVersion(stage)];
    if (libc !== 'glibc' || made === undefined || there === undefined || made <= there) return undefined;
    // glibc 2.34 gave the function that starts every program a new version.
    const certain = made >= 2.34 && there < 2.34 && !isCgo && runs;
    return {
      certain,
      message: `\`${artifact.what}\` in \`${builder}\` links glibc ${made}, and \`${image}\` has ${there}: a program that uses anything newer does not start. Build with the release that runs it, or an older one.`,
    };
  }
  const from = artifact.stage.start.facts?.libc;
  if (artifact.native === undefined || (from !== 'glibc' && from !== 'musl') || from === here)
    return undefined;
  const isPython = artifact.kind === 'python-environment' || artifact.kind === 'python-packages';
  if (!isPython && artifact.kind !== 'node-modules') return undefined;
  const used = artifact.kind !== 'python-environment' || useOfEnvironment(model, artifact) !== undefined;
  if (!used) return undefined;
  return {
    certain: true,
    message: `\`${artifact.native}\` is installed for ${from} (\`${builder}\`), and \`${image}\` has ${has}: it cannot be loaded. Use images with the same C library in both stages.`,
  };
}

export const docs = `
The rule knows the C library of both images, and what builds against it: \`cargo build\` (statically linked on Alpine and for a
musl target), compilers of C, \`go build\` where cgo is on (with a C compiler in the image and no \`CGO_ENABLED=0\`), and packages
of Python and Node that hold compiled code, named in the command, in \`requirements.txt\` or in \`package.json\`. A newer glibc in
the builder than in the runtime is a warning. \`gcompat\`, a copied loader or a script makes it silent.

For Go the fix switches cgo off; otherwise it takes a tag of the same image that has the same C library, where there is one.
`;

export const examples = [
  {
    bad: `FROM rust:1.90 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\nFROM alpine:3.22\nCOPY --from=build «/src/target/release/app» /usr/local/bin/app\nUSER 10001\nCMD ["app"]\n`,
    fixed: false,
  },
  {
    bad: `FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app ./cmd/app\n\nFROM alpine:3.22\nCOPY --from=build «/app» /app\nUSER 10001\nENTRYPOINT ["/app"]\n`,
    fixed: `FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app ./cmd/app\n\nFROM alpine:3.22\nCOPY --from=build /app /app\nUSER 10001\nENTRYPOINT ["/app"]\n`,
  },
  {
    bad: `FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN python -m venv /venv && /venv/bin/pip install -r requirements.txt\n\nFROM python:3.13-alpine\nCOPY --from=build «/venv» /venv\nUSER 10001\nCMD ["/venv/bin/python", "-m", "app"]\n`,
    fixed: `FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN python -m venv /venv && /venv/bin/pip install -r requirements.txt\n\nFROM python:3.13-slim\nCOPY --from=build /venv /venv\nUSER 10001\nCMD ["/venv/bin/python", "-m", "app"]\n`,
    files: { 'requirements.txt': 'flask==3.1.0\npsycopg2-binary==2.9.10\n' },
  },
  {
    bad: `FROM rust:1.98-trixie AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\nFROM gcr.io/distroless/cc-debian12:nonroot\nCOPY --from=build «/src/target/release/app» /app\nENTRYPOINT ["/app"]\n`,
    fixed: `FROM rust:1.98-bookworm AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\nFROM gcr.io/distroless/cc-debian12:nonroot\nCOPY --from=build /src/target/release/app /app\nENTRYPOINT ["/app"]\n`,
    note: 'A warning: glibc 2.41 to 2.36.',
  },
  {
    bad: `FROM gcc:14 AS build\nRUN gcc -o /hello hello.c\n\nFROM scratch\nCOPY --from=build «/hello» /hello\nUSER 10001\nENTRYPOINT ["/hello"]\n`,
    fixed: false,
    images: [{ image: 'gcc:14', facts: { libc: 'glibc' } }],
  },
  {
    good: `FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app ./cmd/app\n\nFROM alpine:3.22\nCOPY --from=build /app /app\nUSER 10001\nENTRYPOINT ["/app"]\n`,
  },
  {
    good: `FROM golang:1.27-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\nUSER 10001\nENTRYPOINT ["/app"]\n`,
    note: 'Without a C compiler Go links statically.',
  },
  {
    good: `FROM rust:1.90-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\nFROM scratch\nCOPY --from=build /src/target/release/app /app\nUSER 10001\nENTRYPOINT ["/app"]\n`,
    note: 'Rust links musl statically.',
  },
  {
    good: `FROM rust:1.90 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\nFROM alpine:3.22\nRUN apk add --no-cache gcompat\nCOPY --from=build /src/target/release/app /app\nUSER 10001\nCMD ["/app"]\n`,
  },
  {
    good: `FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN python -m venv /venv && /venv/bin/pip install -r requirements.txt\n\nFROM python:3.13-alpine\nCOPY --from=build /venv /venv\nUSER 10001\nCMD ["/venv/bin/python", "-m", "app"]\n`,
    note: 'Whether there is compiled code in it is not known.',
  },
  {
    good: `FROM node:22 AS build\nWORKDIR /app\nRUN npm ci && npm run build\n\nFROM nginx:1.27-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n`,
  },
] satisfies Example[];
