// A path or a download that is right on one processor architecture only.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { insertAboveComments } from '../../edits/insert.ts';
import {
  architectureOfPath,
  architectureOfUrl,
  decidesArchitecture,
  hasFixedPlatform,
} from '../../model/architectures.ts';
import { commandsOf } from '../../model/commands.ts';
import { verifies } from '../../model/downloads.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { readCopy, readPairs } from '../../parse/arguments.ts';
import type { Instruction, Span, Word } from '../../parse/syntax.ts';
import { lineBreakOf } from '../../text/lines.ts';

interface Data {
  readonly instruction: Instruction;
  /** Every place of the architecture's name in a URL that Docker or a shell expands, and what to write there. */
  readonly inUrl?: readonly Span[];
  readonly instead?: 'TARGETARCH' | 'uname';
  /** The name of a library that the loader finds by its name alone. */
  readonly library?: { readonly at: Span; readonly name: string };
  /** The source and destination of a library that is copied alone. */
  readonly copy?: { readonly source: Word; readonly destination: Word };
}

export default defineRule<Data>({
  id: 'arch-specific-path',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A path or a download names one processor architecture',
  why: 'On another architecture, as on an Apple or Graviton machine, the file is not there, or a program is that the processor cannot run.',
  sources: [],
  *check({ model }) {
    if (decidesArchitecture(model) || isDevelopment(model)) return;
    for (const stage of model.stages) {
      if (hasFixedPlatform(stage)) continue;
      for (const instruction of stage.instructions) yield* inInstruction(model, instruction);
    }
  },
  *fix(problem, { model }) {
    const { instruction, inUrl, instead, copy, library } = problem.data!;
    if (copy) yield* copyForEach(copy.source, copy.destination);
    if (library)
      yield {
        title: `Name it ${library.name} alone, which the loader finds on every architecture`,
        safety: 'review',
        preferred: true,
        edits: [{ ...library.at, text: library.name }],
      };
    if (!inUrl) return;
    const title =
      instead === 'uname' ? 'Take the architecture from uname' : 'Take the architecture from TARGETARCH';
    if (commandsOf(model, instruction).some(verifies) || /sha\d+sum|--checksum/.test(instruction.body.text)) {
      yield { title, reason: 'The checksum here holds for one architecture only; write one for each.' };
      return;
    }
    const replaced = (text: string): Edit[] => inUrl.map(({ start, end }) => ({ start, end, text }));
    if (instead === 'uname') {
      yield {
        title: `${title} (it needs a publisher that names its files x86_64 and aarch64)`,
        safety: 'review',
        preferred: true,
        edits: replaced('$(uname -m)'),
      };
      return;
    }
    const declared = `ARG TARGETARCH${lineBreakOf(model.dockerfile.text)}`;
    yield {
      title: `${title} (it needs BuildKit, and a publisher that names its files amd64 and arm64)`,
      safety: 'review',
      preferred: true,
      edits: [insertAboveComments(model.dockerfile, instruction, declared), ...replaced(`\${TARGETARCH}`)],
    };
  },
});

function* inInstruction(model: Model, instruction: Instruction) {
  const copy = readCopy(instruction);
  if (copy) {
    for (const word of copy.sources) {
      if (/^https?:/.test(word.value)) {
        const found = architectureOfUrl(word.value);
        if (found && word.raw === word.value)
          yield download(instruction, within(word.at, found), found.name, {
            ...(found.docker && { instead: 'TARGETARCH' as const }),
            inUrl: placesOf(word.raw, word.at.start, found.name),
          });
        continue;
      }
      const found = architectureOfPath(word.value);
      // From the build context it is a file of the project.
      if (!found || !copy.from || word.raw !== word.value) continue;
      const single = copy.sources.length === 1 && /\.so(\.\d+)*\*?$/.test(word.value);
      yield {
        at: within(word.at, found),
        message: `\`${found.name}\` is the folder of one architecture: on another one \`${shown(word.value)}\` does not exist, and the build stops here. ${single ? 'A wildcard finds it on each.' : 'Copy from a path without it.'}`,
        data: { instruction, ...(single && { copy: { source: word, destination: copy.destination } }) },
      };
      return;
    }
    return;
  }
  if (instruction.keyword === 'ENV') {
    for (const pair of readPairs(instruction)) {
      const found = pair.value === undefined ? undefined : architectureOfPath(pair.value);
      if (!found || pair.valueAt === undefined) continue;
      yield {
        at: pair.valueAt,
        message: `\`${pair.name}\` names \`${found.name}\`, which is there on one architecture only. ${/^LD_PRELOAD$/.test(pair.name) ? 'The name of the library alone is found on each.' : 'Use a path without it.'}`,
        data: {
          instruction,
          ...(pair.name === 'LD_PRELOAD' &&
            /^\/[\w./+-]+\.so[\d.]*$/.test(pair.rawValue ?? '') && {
              library: { at: pair.valueAt, name: pair.rawValue!.slice(pair.rawValue!.lastIndexOf('/') + 1) },
            }),
        },
      };
    }
    return;
  }
  if (instruction.keyword !== 'RUN') return;
  for (const { name, args } of commandsOf(model, instruction)) {
    if (name !== 'curl' && name !== 'wget') continue;
    const word = args.find((each) => /^https?:\/\//.test(each.text));
    const found = word && architectureOfUrl(word.text);
    if (!word || !found) continue;
    // Quotes move the places; single ones keep the variable from being expanded.
    const isPlain = word.raw === word.text;
    const isQuoted = word.raw === `"${word.text}"`;
    const at = isPlain ? within(word.at, found) : word.at;
    const known = found.docker || found.name === 'x86_64' || found.name === 'aarch64';
    yield download(instruction, at, found.name, {
      ...((isPlain || isQuoted) &&
        known && { instead: found.docker ? ('TARGETARCH' as const) : ('uname' as const) }),
      inUrl: placesInRun(model, instruction, found.name),
    });
    return;
  }
}

/** Every place of the name that is no part of a longer word. */
function placesOf(raw: string, start: number, name: string): Span[] {
  const found = [...raw.matchAll(new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, 'g'))];
  return found.map(({ index }) => ({ start: start + index, end: start + index + name.length }));
}

/** The same in a whole RUN: the file that is fetched is mostly named once more. Undefined where one of them cannot be expanded. */
function placesInRun(model: Model, instruction: Instruction, name: string): Span[] | undefined {
  if (instruction.exec || instruction.keyword !== 'RUN') return undefined;
  const { text } = model.dockerfile;
  const { start, end } = instruction.at;
  const places = placesOf(text.slice(start, end), start, name);
  const words = commandsOf(model, instruction).flatMap(({ command }) => [
    ...command.args,
    ...command.redirects.flatMap(({ target }) => target ?? []),
  ]);
  const isExpanded = ({ start: at }: Span) =>
    words.some((word) => {
      const inside = word.at.start <= at && at < word.at.end;
      return inside && text.slice(word.at.start, word.at.end) === word.raw && !/[\\'`]/.test(word.raw);
    });
  // A later instruction would look for the file by the name that it had.
  const later = model
    .stageOf(instruction)
    ?.instructions.some(
      (other) =>
        other.at.start > start && placesOf(text.slice(other.at.start, other.at.end), 0, name).length > 0,
    );
  return later || !places.every(isExpanded) ? undefined : places;
}

function download(
  instruction: Instruction,
  at: Span,
  name: string,
  { instead, inUrl }: Pick<Data, 'instead' | 'inUrl'>,
) {
  return {
    at,
    severity: 'hint' as const,
    message: `This downloads the \`${name}\` build on every architecture. Choose it by \`TARGETARCH\`.`,
    data: { instruction, ...(instead && inUrl && { instead, inUrl }) },
  };
}

/** Only where no line is joined inside the word. */
function within(at: Span, { start, end }: { readonly start: number; readonly end: number }): Span {
  return { start: at.start + start, end: Math.min(at.start + end, at.end) };
}

const shown = (path: string): string => (path.length > 80 ? `${path.slice(0, 79)}…` : path);

/** `/usr/lib/*-linux-gnu/libpq.so.5`, copied to a folder where glibc looks on every architecture. */
function* copyForEach(source: Word, destination: Word) {
  const match = /^(\/usr\/lib|\/lib)\/(?:x86_64|aarch64)-linux-gnu(\/[^/]+)$/.exec(source.value);
  const target =
    /^(\/usr\/lib|\/lib)\/(?:x86_64|aarch64)-linux-gnu(\/[^/]*)?$/.test(destination.value) ||
    /^\/usr\/lib\/$/.test(destination.value);
  if (!match || !target || destination.raw !== destination.value) return;
  yield {
    title: 'Copy it on every architecture, to /usr/lib/',
    safety: 'review' as const,
    preferred: true,
    edits: [
      { start: source.at.start, end: source.at.end, text: `${match[1]}/*-linux-gnu${match[2]}` },
      ...(destination.value === '/usr/lib/'
        ? []
        : [{ start: destination.at.start, end: destination.at.end, text: '/usr/lib/' }]),
    ],
  };
}

export const docs = `
Folders such as \`/usr/lib/x86_64-linux-gnu\` exist on one architecture, and downloads named \`amd64\` or \`x86_64\` run on one. The rule
is silent in a file that asks for the architecture (\`TARGETARCH\`, \`uname -m\`, \`dpkg --print-architecture\`) or fixes the platform.
A path in COPY or ENV is information, a download a hint.

For a library the fix copies with a wildcard to \`/usr/lib/\`, where glibc's loader looks everywhere. For a download it puts
\`\${TARGETARCH}\` in the place of \`amd64\`, unless a checksum beside it holds for that file alone.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim AS build\nRUN pip wheel psycopg2\n\nFROM gcr.io/distroless/python3-debian12:nonroot\nCOPY --from=build /usr/lib/«x86_64-linux-gnu»/libpq.so.5 /usr/lib/x86_64-linux-gnu/\n`,
    fixed: `FROM python:3.12-slim AS build\nRUN pip wheel psycopg2\n\nFROM gcr.io/distroless/python3-debian12:nonroot\nCOPY --from=build /usr/lib/*-linux-gnu/libpq.so.5 /usr/lib/\n`,
  },
  {
    bad: `FROM debian:12\nRUN curl -fsSLo /usr/local/bin/tool https://example.com/v1/tool-linux-«amd64» && chmod +x /usr/local/bin/tool\nUSER 10001\n`,
    fixed: `FROM debian:12\nARG TARGETARCH\nRUN curl -fsSLo /usr/local/bin/tool https://example.com/v1/tool-linux-\${TARGETARCH} && chmod +x /usr/local/bin/tool\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN curl -fsSLO «"https://example.com/tool-x86_64.tgz"» && tar -xzf tool-x86_64.tgz\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN curl -fsSLO "https://example.com/tool-$(uname -m).tgz" && tar -xzf tool-$(uname -m).tgz\nUSER 10001\n`,
  },
  {
    bad: `FROM ruby:3.3\nENV LD_PRELOAD=«/usr/lib/x86_64-linux-gnu/libjemalloc.so.2»\nUSER 10001\n`,
    fixed: `FROM ruby:3.3\nENV LD_PRELOAD=libjemalloc.so.2\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN wget https://example.com/tool_«amd64».deb && echo "abc  tool_amd64.deb" | sha256sum -c && dpkg -i tool_amd64.deb\nUSER 10001\n`,
    fixed: false,
  },
  {
    good: `FROM debian:12\nRUN curl -fsSLO https://example.com/tool-linux-arm64\nUSER 10001\n`,
    context: { relativePath: 'images/arm64v8/Dockerfile' },
    note: 'The whole file is for one architecture.',
  },
  {
    good: `FROM --platform=linux/amd64 debian:12\nRUN curl -fsSLO https://example.com/tool-amd64\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nARG TARGETARCH\nRUN if [ "$TARGETARCH" = arm64 ]; then curl -fsSLO https://example.com/tool-arm64; else curl -fsSLO https://example.com/tool-amd64; fi\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN curl -fsSLO https://example.com/tool-$(dpkg --print-architecture)\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12 AS build\n\nFROM debian:12\nCOPY --from=build /usr/lib/libfoo.so /usr/lib/\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nCOPY bin/tool-amd64 /usr/local/bin/tool\nUSER 10001\n`,
    note: 'A file of the project, made as its people like.',
  },
] satisfies Example[];
