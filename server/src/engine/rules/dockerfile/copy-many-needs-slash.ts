// COPY or ADD of several files to a destination that is not said to be a directory.
import { defineRule, type Example } from '../../define-rule.ts';
import { expand, normalisePath } from '../../model/apply.ts';
import type { Model, Stage } from '../../model/model.ts';
import { rootOf } from '../../model/stage-root.ts';
import { directoryBefore } from '../../model/start-directory.ts';
import { readCopy } from '../../parse/arguments.ts';
import type { Instruction, Word } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly destination: Word;
}

/** Directories of every Linux image, and those in which images keep what they serve. */
const usual =
  /^\/$|^\/(bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(\/|$)/;

export default defineRule<Data>({
  id: 'copy-many-needs-slash',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'Several files are copied to one name without a slash',
  why: 'Where the destination is not there yet, BuildKit writes each file over the one before it, and older builders stop.',
  sources: ['hadolint:DL3021', 'trivy:DS-0011', 'kics:6db6e0c2-32a3-4a2e-93b5-72c35f4119db'],
  checksFixes: true,
  *check({ model }) {
    let looks = 0;
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        const copy = readCopy(instruction);
        if (!copy || copy.sources.length + copy.heredocs.length < 2) continue;
        const { destination } = copy;
        const value = expand(destination.raw, model.before(instruction), model);
        // Ends in a slash or in a dot that names a directory; a list that is no JSON is another finding.
        if (!value || /[/\\]$|(^|\/)\.{1,2}$|^\[|\]$/.test(value)) continue;
        const directory = directoryBefore(model, stage, instruction);
        const path = value.startsWith('/')
          ? normalisePath(value)
          : directory === undefined
            ? undefined
            : normalisePath(`${directory}/${value}`);
        const [first] = copy.sources;
        // A folder makes the destination one; what has an ending is a file.
        if (path === undefined || usual.test(path) || !first || !/[^/.]\.[A-Za-z]\w{0,5}$/.test(first.value))
          continue;
        if (!isImageKnown(stage) || ++looks > mostLooks || isMentioned(model, stage, instruction, path))
          continue;
        const last = copy.sources.at(-1)!.value;
        yield {
          at: destination.at,
          message: `\`${path}\` is not there yet, so that every file is written to it over the one before and only \`${last}\` is left. Write \`${value}/\`.`,
          data: { instruction, destination },
        };
      }
    }
  },
  *fix({ data }) {
    const { instruction, destination } = data!;
    const { end } = destination.at;
    if (!instruction.exec && destination.raw !== destination.value) return;
    const at = instruction.exec ? end - 1 : end;
    yield {
      title: 'Make the destination a directory',
      safety: 'review',
      edits: [{ start: at, end: at, text: '/' }],
    };
  },
});

/** Each look reads the file above the line. */
const mostLooks = 50;

/** What the image holds is known well enough to say that it has no such directory at its top. */
function isImageKnown(stage: Stage): boolean {
  const { base } = rootOf(stage);
  if (base.kind === 'scratch') return true;
  return base.kind === 'image' && base.facts !== undefined && base.facts.workdir === undefined;
}

/** Something above names the path, or a path in it: it may have been made there. */
function isMentioned(model: Model, stage: Stage, instruction: Instruction, path: string): boolean {
  const { text } = model.dockerfile;
  const { workdir } = model.before(instruction);
  if (workdir === path || workdir?.startsWith(`${path}/`)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (let current = stage; ; current = current.base.stage) {
    const last =
      current === stage ? instruction.at.start : (current.instructions.at(-1) ?? current.from).at.end;
    const found = text.slice(current.from.at.end, last).includes(name);
    if (found) return true;
    if (current.base.kind !== 'stage') return false;
  }
}

export const docs = `
BuildKit does not refuse several sources and a destination without a slash, as older builders do: where a directory of
that name is there, they go into it; where none is, each file takes the place of the one before, without a word.
The rule speaks only where the directory is certainly not there: an image that is known, a path that no line above
names, and files (not folders) as sources.
`;

export const examples = [
  {
    bad: `FROM node:22\nCOPY package.json package-lock.json «/app»\nWORKDIR /app\n`,
    fixed: `FROM node:22\nCOPY package.json package-lock.json /app/\nWORKDIR /app\n`,
  },
  {
    bad: `FROM python:3.12\nWORKDIR /srv/site\nADD ["a.py", "b.py", «"/code"»]\n`,
    fixed: `FROM python:3.12\nWORKDIR /srv/site\nADD ["a.py", "b.py", "/code/"]\n`,
  },
  { good: `FROM node:22\nCOPY package.json package-lock.json /app/\n` },
  {
    good: `FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json .\nCOPY a.js b.js /app\n`,
    note: 'It is there.',
  },
  {
    good: `FROM node:22\nRUN git clone https://example.com/app.git /app\nCOPY a.js b.js /app\n`,
    note: 'It may be there.',
  },
  { good: `FROM nginx:1.27\nCOPY index.html style.css /usr/share/nginx/html\n`, note: 'The image has it.' },
  { good: `FROM node:22\nCOPY src public /app\n`, note: 'Folders: what they hold goes into /app.' },
  { good: `FROM node:22\nCOPY package.json /app\n`, note: 'One file.' },
] satisfies Example[];
