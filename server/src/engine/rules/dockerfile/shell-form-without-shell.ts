// Shell form in an image that has no shell.
import { defineRule, type Example } from '../../define-rule.ts';
import { execFormText, toExecForm } from '../../edits/exec-form.ts';
import { programName } from '../../model/apply-run.ts';
import { baseName } from '../../model/base.ts';
import { provable } from '../../model/confidence.ts';
import { shellPresence } from '../../model/shell.ts';
import { readHealthcheck } from '../../parse/arguments.ts';
import { readBrokenExecForm } from '../../parse/broken-exec-form.ts';
import type { Instruction, Span } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly command: Span;
}

export default defineRule<Data>({
  id: 'shell-form-without-shell',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'Shell form in an image without a shell',
  why: 'Docker starts shell form with `/bin/sh -c`, and where that file is missing the step fails, the container does not start or is never healthy.',
  sources: [
    'buildkit:JSONArgsRecommended',
    'hadolint:DL3025',
    'kics:b86987e1-6397-4619-81d5-8807f2387c79',
    'tally:shell-run-in-scratch',
  ],
  *check({ model }) {
    const shipped = model.finalStage?.end;
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        const { keyword } = instruction;
        const inForce =
          keyword === 'RUN' ||
          (keyword === 'CMD' && shipped?.cmd?.by === instruction) ||
          (keyword === 'ENTRYPOINT' && shipped?.entrypoint?.by === instruction) ||
          (keyword === 'HEALTHCHECK' && shipped?.healthcheck?.by === instruction);
        if (!inForce) continue;
        const state = keyword === 'RUN' ? model.before(instruction) : shipped!;
        const shell = model.before(instruction).shellForm?.[0] ?? '/bin/sh';
        if (shellPresence(state, shell) !== 'absent') continue;
        const image = baseName(stage);
        const severity = provable(state, 'error', 'shell');
        const script = instruction.exec?.items[0];
        if (script && keyword !== 'RUN') {
          if (/\.sh$/.test(script.value)) {
            yield {
              at: script.at,
              severity: 'warning',
              message: `\`${image}\` has no shell to run the script \`${script.value}\`. Start the program itself.`,
            };
          }
          continue;
        }
        if (instruction.exec || readBrokenExecForm(instruction)) continue;
        const read = keyword === 'HEALTHCHECK' ? readHealthcheck(instruction) : undefined;
        if (read && ('none' in read || read.command.form === 'exec')) continue;
        const command = read && 'commandAt' in read ? read.commandAt : instruction.body.at;
        yield {
          at: keyword === 'RUN' ? instruction.keywordAt : command,
          severity,
          message: `\`${image}\` has no \`${shell}\`, which shell form needs: ${consequence(keyword)} ${keyword === 'RUN' ? 'Do this step in a builder stage.' : 'Use exec form.'}`,
          data: { instruction, command },
        };
      }
    }
  },
  *fix(problem, { model }) {
    if (!problem.data || problem.data.instruction.keyword === 'RUN') return;
    const { instruction, command } = problem.data;
    const title = 'Write it in exec form';
    const written = model.dockerfile.text.slice(command.start, command.end);
    if (/^[[-]/.test(written)) {
      yield { title, reason: 'It is meant as exec form or an option, and BuildKit cannot read it as such.' };
      return;
    }
    const read = readHealthcheck(instruction);
    const script =
      read && 'command' in read && read.command.form === 'shell' ? read.command.script : instruction.body;
    const converted = toExecForm(script.text, { healthcheck: read !== undefined });
    if (!converted.ok) {
      yield { title, reason: `Exec form cannot say this: ${converted.reason}.` };
      return;
    }
    let { argv } = converted;
    const program = argv[0] ?? '';
    const entrypoint = instruction.keyword === 'CMD' ? model.finalStage?.end.entrypoint : undefined;
    if (entrypoint && entrypoint.form !== 'none') {
      // The words of CMD become arguments of the entrypoint.
      const [own, ...more] = entrypoint.argv ?? [];
      if (own === undefined || more.length > 0 || programName(own) !== programName(program)) {
        yield {
          title,
          reason: 'The entrypoint would get these words as its arguments; write only the arguments.',
        };
        return;
      }
      argv = argv.slice(1);
    }
    if (/\.(sh|bash)$|(^|\/)(ba|da|a)?sh$/.test(program)) {
      yield { title, reason: `\`${program}\` needs a shell itself.` };
      return;
    }
    // A program named by a path of its own may be the application.
    const isNamed = !program.startsWith('/') || /^\/(usr\/)?s?bin\//.test(program);
    if (isNamed && model.finalStage?.end.tool(programName(program)).presence === 'absent') {
      yield { title, reason: `\`${program}\` is not in the image either.` };
      return;
    }
    // A comment between the lines would be lost.
    if (/\n[ \t]*#/.test(written)) return;
    yield {
      title,
      safety: 'safe',
      preferred: true,
      edits: [{ start: command.start, end: command.end, text: execFormText(argv) }],
    };
  },
});

function consequence(keyword: string): string {
  if (keyword === 'RUN') return 'the build stops here.';
  return keyword === 'HEALTHCHECK' ? 'the container is never healthy.' : 'the container does not start.';
}

export const docs = `
Distroless, most Docker Hardened Images, Chainguard images and \`scratch\` have no shell. A shell that the file copies in, an
unpacked archive or an image that nothing is known of makes the rule silent.

The fix is offered where exec form does exactly the same: one command, no variables, no pipes.
`;

export const examples = [
  {
    bad: `FROM gcr.io/distroless/python3-debian12:nonroot\nCOPY app.py /app.py\nHEALTHCHECK --interval=30s CMD «python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/', timeout=3)" || exit 1»\nENTRYPOINT ["python3", "/app.py"]\n`,
    fixed: `FROM gcr.io/distroless/python3-debian12:nonroot\nCOPY app.py /app.py\nHEALTHCHECK --interval=30s CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/', timeout=3)"]\nENTRYPOINT ["python3", "/app.py"]\n`,
  },
  {
    bad: `FROM scratch\nCOPY app /app\nUSER 65532\nCMD «/app --port 8080»\n`,
    fixed: `FROM scratch\nCOPY app /app\nUSER 65532\nCMD ["/app", "--port", "8080"]\n`,
  },
  { bad: `FROM gcr.io/distroless/static-debian12:nonroot\n«RUN» mkdir /data\n`, fixed: false },
  { bad: `FROM scratch\nCOPY app /app\nUSER 65532\nCMD «/app --port $PORT»\n`, fixed: false },
  { good: `FROM debian:12\nUSER 65532\nCMD sleep 1\n` },
  {
    good: `FROM scratch\nCOPY --from=busybox:1.37-musl /bin/sh /bin/sh\nCOPY app /app\nUSER 65532\nCMD /app\n`,
  },
  { good: `FROM scratch\nADD rootfs.tar.gz /\nUSER 65532\nCMD sleep 1\n` },
  { good: `FROM gcr.io/distroless/static-debian12:nonroot\nCMD ["/app"]\n` },
] satisfies Example[];
