// What is meant as exec form and is not JSON.
import { defineRule, type Edit, type Example, type Severity } from '../../define-rule.ts';
import { insertBefore } from '../../edits/insert.ts';
import { joinEdits } from '../../edits/join.ts';
import { programName } from '../../model/apply-run.ts';
import type { Model } from '../../model/model.ts';
import { type BrokenExecForm, readBrokenExecForm } from '../../parse/broken-exec-form.ts';
import { instructionAt } from '../../parse/instruction-at.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { lineBreakOf } from '../../text/lines.ts';

interface Data {
  readonly instruction: Instruction;
  readonly broken: BrokenExecForm;
  readonly certainlyFails: boolean;
}

export default defineRule<Data | undefined>({
  id: 'cmd-malformed-json',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'An exec form that is not JSON',
  why: 'Docker reads an exec form as JSON, and what is none it hands to the shell as it stands, where no command has such a name.',
  sources: ['tally:invalid-json-form', 'kics:b86987e1-6397-4619-81d5-8807f2387c79'],
  *check({ model }) {
    for (const { at, message, rule } of model.dockerfile.errors) {
      if (rule !== 'cmd-malformed-json') continue;
      const instruction = instructionAt(model.dockerfile, at.start);
      const broken = instruction && readBrokenExecForm(instruction);
      yield {
        at,
        message,
        ...(broken ? { data: { instruction: instruction!, broken, certainlyFails: true } } : {}),
      };
    }
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        const broken = readBrokenExecForm(instruction);
        if (!broken || instruction.keyword === 'SHELL') continue;
        const severity = severityOf(model, instruction, broken);
        yield {
          at: broken.at,
          severity,
          message: `This is not JSON (${broken.faults.join(', ')}), so ${consequence(model, instruction)}. Put double quotes around every word and commas between them.`,
          data: { instruction, broken, certainlyFails: severity === 'error' },
        };
      }
    }
  },
  *fix({ data }, { model }) {
    if (!data?.broken.repairs) return;
    const { instruction, broken, certainlyFails } = data;
    const title = 'Write it as JSON';
    // As JSON it would fail no less, for another reason.
    const program = firstWord.exec(model.dockerfile.text.slice(broken.at.start, broken.at.end))?.[1];
    const stage = model.stageOf(instruction);
    if (
      program &&
      !/^\/(?!(usr\/)?s?bin\/)/.test(program) &&
      stage?.end.tool(programName(program)).presence === 'absent'
    ) {
      yield { title, reason: `\`${program}\`, which it starts, is not in the image either.` };
      return;
    }
    const edits: Edit[] = [...broken.repairs!];
    const { dockerfile } = model;
    if (broken.comment) {
      const { text } = dockerfile;
      const line = text.slice(text.lastIndexOf('\n', instruction.at.start - 1) + 1, instruction.at.start);
      const indent = line.replace('\ufeff', '');
      edits.push(
        insertBefore(dockerfile, instruction, indent + broken.comment + lineBreakOf(dockerfile.text)),
      );
    }
    yield certainlyFails
      ? { title, safety: 'safe', edits: joinEdits(edits) }
      : {
          title: 'Write it as JSON, so that Docker takes the words as they are meant',
          safety: 'review',
          edits: joinEdits(edits),
        };
  },
});

/** The program of a list, whatever quotes it has. */
const firstWord = /^\[\s*["'“”‘’]?([^\s"'“”‘’,\]]+)/;

/** An error where it certainly fails. */
function severityOf(model: Model, instruction: Instruction, broken: BrokenExecForm): Severity {
  const end = model.finalStage?.end;
  switch (instruction.keyword) {
    case 'RUN':
      return broken.hasOperator ? 'warning' : 'error';
    case 'ENTRYPOINT':
      return end?.entrypoint?.by === instruction && !broken.hasOperator ? 'error' : 'warning';
    case 'HEALTHCHECK':
      return end?.healthcheck?.by === instruction && !broken.hasOperator ? 'error' : 'warning';
    case 'CMD': {
      // An entrypoint gets it as arguments, and may do anything with them.
      const starts = end?.cmd?.by === instruction && end.facts !== undefined && end.entrypoint === undefined;
      return starts && !broken.hasOperator ? 'error' : 'warning';
    }
    default:
      return 'warning';
  }
}

function consequence(model: Model, { keyword, stage }: Instruction): string {
  switch (keyword) {
    case 'CMD':
      if (model.stages[stage]?.end.entrypoint === undefined) break;
      return 'the entrypoint gets a shell and this text as its arguments';
    case 'RUN':
      return 'the shell looks for a command that begins with `[`, and the build stops here';
    case 'HEALTHCHECK':
      return 'the shell looks for a command that begins with `[`, and the container is never healthy';
    case 'VOLUME':
      return 'the brackets and quotes become part of the volume’s path';
    case 'COPY':
    case 'ADD':
      return 'the brackets and quotes become part of the paths';
  }
  return 'the shell looks for a command that begins with `[`, and nothing starts';
}

export const docs = `
BuildKit takes a list in brackets as exec form only when it is JSON: double quotes, commas between the words, none at
the end. Anything else is shell form. \`CMD ['node', 'server.js']\` makes \`/bin/sh\` look for a command named
\`[node,\`. A list of other things than strings, such as \`CMD ["node", 8080]\`, is refused outright.

A test of the shell, as in \`RUN [ -f /x ] && …\`, is not meant and not reported. The fix is offered where there is no
doubt which words are meant; a backslash that JSON does not know is such a doubt.
`;

export const examples = [
  { bad: `FROM node:22\nCMD «['node', 'server.js']»\n`, fixed: `FROM node:22\nCMD ["node", "server.js"]\n` },
  {
    bad: `FROM debian:12\nENTRYPOINT «["/app", "--port", "80",]»\n`,
    fixed: `FROM debian:12\nENTRYPOINT ["/app", "--port", "80"]\n`,
  },
  {
    bad: `FROM debian:12\nRUN «[“apt-get”, “update”]»\nCMD «["sleep" \\\n  "1"»\n`,
    fixed: `FROM debian:12\nRUN ["apt-get", "update"]\nCMD ["sleep", \\\n  "1"]\n`,
  },
  {
    bad: `FROM debian:12\nHEALTHCHECK --timeout=3s CMD «[/bin/check, --quick]»\n`,
    fixed: `FROM debian:12\nHEALTHCHECK --timeout=3s CMD ["/bin/check", "--quick"]\n`,
  },
  {
    bad: `FROM debian:12\nVOLUME «['/data']»\nCMD «["sleep", "1"] # one second»\n`,
    fixed: `FROM debian:12\nVOLUME ["/data"]\n# one second\nCMD ["sleep", "1"]\n`,
  },
  { bad: `FROM debian:12\nCMD «["sh", "-c", "grep '\\d' /etc/hosts"]»\n`, fixed: false },
  { bad: `FROM debian:12\nCMD «["a"] && echo done»\n`, fixed: false },
  { bad: `FROM debian:12\nVOLUME «[/data]»\n`, fixed: `FROM debian:12\nVOLUME ["/data"]\n` },
  { bad: `FROM debian:12\nCMD «["node", 8080]»\n`, note: 'BuildKit refuses it.' },
  {
    bad: `FROM debian:12\nSHELL «['/bin/bash', '-c']»\nRUN true\n`,
    fixed: `FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN true\n`,
  },
  { good: `FROM debian:12\nRUN [ -f /etc/hosts ] && [ "$A" = "b" ]\n`, note: 'A test of the shell.' },
  { good: `FROM debian:12\nCMD [[ -f /x ]] && exec app\n`, note: 'A test of bash.' },
  { good: `FROM debian:12\nCMD ["sh", "-c", "echo 'a'"]\n` },
  {
    good: `FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN [Environment]::SetEnvironmentVariable('a', 'b')\n`,
    note: 'PowerShell.',
  },
  { good: `FROM debian:12\nCOPY [abc].txt /texts/\n`, note: 'A pattern of names.' },
  { good: `FROM debian:12\nCMD []\n`, note: 'An empty list takes the command of the base image away.' },
] satisfies Example[];
