// WORKDIR with a relative path that depends on the base image's own working directory.
import { defineRule, type Example } from '../../define-rule.ts';
import { expand, normalisePath } from '../../model/apply.ts';
import { baseName } from '../../model/base.ts';
import type { Stage } from '../../model/model.ts';
import { rootOf } from '../../model/stage-root.ts';
import { directoryBefore } from '../../model/start-directory.ts';
import { readWorkdir } from '../../parse/arguments.ts';
import type { Word } from '../../parse/syntax.ts';

interface Data {
  readonly word: Word;
  readonly path: string;
}

export default defineRule<Data | undefined>({
  id: 'workdir-relative',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A relative WORKDIR that the base image decides about',
  why: 'A relative WORKDIR is taken from the base image’s own, which may be another one in its next version.',
  sources: [
    'buildkit:WorkdirRelativePath',
    'hadolint:DL3000',
    'trivy:DS-0009',
    'checkov:CKV_DOCKER_10',
    'kics:6b376af8-cfe8-49ab-a08d-f32de23661a4',
  ],
  *check({ model }) {
    const settled = new Set<Stage>();
    for (const stage of model.stages) {
      if (stage.base.kind === 'stage' && settled.has(stage.base.stage)) settled.add(stage);
      const instruction = stage.instructions.find(({ keyword }) => keyword === 'WORKDIR');
      const word = instruction && readWorkdir(instruction);
      if (!instruction || !word || settled.has(stage)) continue;
      // What comes after the first is right as soon as the first is.
      settled.add(stage);
      const state = model.before(instruction);
      const value =
        expand(word.raw, state, model) ?? (/^["']?[\w.]/.test(word.value) ? word.value : undefined);
      if (!value || state.facts?.os === 'windows') continue;
      if (/^[/\\]|^[A-Za-z]:|^\.\/?$/.test(value)) continue;
      const directory = directoryBefore(model, stage, instruction);
      const image = baseName(rootOf(stage));
      const path =
        directory === undefined || value.includes('$') ? undefined : normalisePath(`${directory}/${value}`);
      yield path === undefined
        ? {
            at: word.at,
            message: `\`${word.value}\` is relative to whatever working directory \`${image}\` has. Write an absolute path.`,
          }
        : {
            at: word.at,
            severity: 'information',
            message: `\`${word.value}\` is \`${path}\` only as long as the working directory of \`${image}\` is \`${directory}\`. Write the absolute path.`,
            data: { word, path },
          };
    }
  },
  *fix({ data }) {
    if (!data || !/^[\w./@+-]+$/.test(data.word.raw)) return;
    yield { title: `Write ${data.path}`, safety: 'safe', edits: [{ ...data.word.at, text: data.path }] };
  },
});

export const docs = `
After an absolute WORKDIR in the file a relative one is clear, and not reported. Where the base image's own working
directory is known, the fix writes the path that is meant today.
`;

export const examples = [
  { bad: `FROM example.com/base:1\nWORKDIR «app»\nWORKDIR data\n`, fixed: false },
  { bad: `FROM golang:1.24\nWORKDIR «src/app»\n`, fixed: `FROM golang:1.24\nWORKDIR /go/src/app\n` },
  { bad: `FROM node:22\nWORKDIR «./app»\nCOPY . .\n`, fixed: `FROM node:22\nWORKDIR /app\nCOPY . .\n` },
  { good: `FROM node:22\nWORKDIR /app\nWORKDIR data\n`, note: 'Relative to /app.' },
  { good: `FROM node:22 AS base\nWORKDIR /app\nFROM base\nWORKDIR data\n`, note: 'The stage before set it.' },
  {
    good: `FROM node:22\nARG HOME_DIR\nWORKDIR $HOME_DIR/app\n`,
    note: 'The variable may hold an absolute path.',
  },
  { good: `FROM node:22\nWORKDIR "/app"\n` },
  {
    good: `FROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:/app\n`,
    note: 'A drive is absolute.',
  },
] satisfies Example[];
