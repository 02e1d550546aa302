// COPY or ADD to a relative path while the working directory is the root of the file system.
import { defineRule, type Example } from '../../define-rule.ts';
import { baseName } from '../../model/base.ts';
import { rootOf } from '../../model/stage-root.ts';
import { directoryBefore } from '../../model/start-directory.ts';
import { readCopy } from '../../parse/arguments.ts';
import type { Instruction, Word } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly destination: Word;
}

export default defineRule<Data | undefined>({
  id: 'copy-relative-without-workdir',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A relative destination without a WORKDIR',
  why: 'Without a WORKDIR a relative destination is in the root of the file system, among and over the system’s own directories.',
  sources: ['hadolint:DL3045'],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        const copy = readCopy(instruction);
        if (!copy) continue;
        const { destination, sources, from } = copy;
        const { value } = destination;
        // A variable may hold an absolute path, and a drive letter or a broken list is no relative one.
        if (/^[/$[\\]|^[A-Za-z]:|\$/.test(value) || value === '') continue;
        // In scratch there is nothing that could be in the way, and who writes `WORKDIR /` means it.
        const { facts, workdirBy } = model.before(instruction);
        if (facts?.id === 'scratch' || typeof workdirBy === 'object') continue;
        if (directoryBefore(model, stage, instruction) !== '/') continue;
        const isWhole =
          !from &&
          /^\.\/?$/.test(value) &&
          sources.some((source) => /^(\.|\.?\/|\*|\.\/\*)$/.test(source.value));
        const image = baseName(rootOf(stage));
        yield {
          at: destination.at,
          severity: isWhole ? 'warning' : 'information',
          message: `Neither \`${image}\` nor this file sets a working directory, so \`${value}\` is \`${absolute(value)}\`${
            isWhole
              ? ': a folder named etc or lib of the build context lands over the system’s own. Set a WORKDIR above.'
              : '. Write that, or set a WORKDIR above.'
          }`,
          ...(isWhole ? {} : { data: { instruction, destination } }),
        };
      }
    }
  },
  *fix({ data }) {
    if (!data || !/^[\w./@+-]+$/.test(data.destination.value) || data.destination.value.includes('..'))
      return;
    const { instruction, destination } = data;
    const path = absolute(destination.value);
    const text = instruction.exec ? JSON.stringify(path) : path;
    if (!instruction.exec && destination.raw !== destination.value) return;
    yield { title: `Write ${path}`, safety: 'safe', edits: [{ ...destination.at, text }] };
  },
});

function absolute(value: string): string {
  return `/${value.replace(/^(\.\/+)+/, '').replace(/^\.$/, '')}`;
}

export const docs = `
Only where the working directory is certainly \`/\`: the image is known to set none, and neither the file nor a stage
it is built on has a WORKDIR. Many images have one (\`golang\`: \`/go\`, \`php:…-apache\`: \`/var/www/html\`).
`;

export const examples = [
  { bad: `FROM debian:12\nCOPY run.sh «run.sh»\n`, fixed: `FROM debian:12\nCOPY run.sh /run.sh\n` },
  {
    bad: `FROM alpine:3.22\nADD ["my app", «"./bin/app"»]\n`,
    fixed: `FROM alpine:3.22\nADD ["my app", "/bin/app"]\n`,
  },
  { bad: `FROM node:22\nCOPY . «.»\nRUN npm ci\n`, fixed: false },
  { good: `FROM node:22\nWORKDIR /app\nCOPY . .\n` },
  { good: `FROM golang:1.24\nCOPY . .\n`, note: 'The image sets /go.' },
  { good: `FROM debian:12\nWORKDIR /\nCOPY app .\n`, note: 'It is said.' },
  { good: `FROM scratch\nCOPY app .\n`, note: 'There is nothing but what is copied.' },
  { good: `FROM example.com/base:1\nCOPY . .\n`, note: 'Nothing is known of this image.' },
  { good: `FROM debian:12 AS base\nWORKDIR /app\nFROM base\nCOPY a b\n`, note: 'The stage before set it.' },
  { good: `FROM debian:12\nARG DIR=/app\nCOPY a $DIR\nCOPY b /b\n` },
] satisfies Example[];
