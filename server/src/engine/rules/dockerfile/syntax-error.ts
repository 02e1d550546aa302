// What BuildKit refuses before the build starts.
import { defineRule, type Example } from '../../define-rule.ts';
import { templateMark } from '../../parse/template-marks.ts';

export default defineRule<undefined>({
  id: 'syntax-error',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'BuildKit refuses the file',
  why: 'The build stops before its first step.',
  sources: [],
  *check({ model }) {
    const mark = templateMark(model.dockerfile);
    if (mark) {
      const { text } = model.dockerfile;
      yield {
        at: mark,
        severity: 'information',
        message: `\`${text.slice(mark.start, mark.end)}\` makes this file a template, which cannot be built as it is and is not checked. Check the Dockerfile that is made from it.`,
      };
      return;
    }
    for (const { at, message, rule } of model.dockerfile.errors)
      if (rule === undefined) yield { at, message };
  },
});

export const docs = `
The conditions are those of BuildKit's own parser, which is the oracle in this project's tests: what it accepts is
not reported, however odd it looks.

What is known under a name of its own is reported under that name: an instruction before the first FROM, a port that
is none, an exec form that is no JSON, an instruction that ONBUILD cannot hold, a stage that COPY cannot take from.

A file that a template language is filled into (\`{{ … }}\`, \`{% … %}\`, \`<% … %>\`, Maven's \`\${project.name}\`) is told from a
faulty Dockerfile by such a mark where BuildKit would refuse it, or in FROM, USER, WORKDIR or EXPOSE. Of it only that is
said, and no other rule looks at it.
`;

export const examples = [
  { bad: `FROM debian:12\n«RUNN» true\n` },
  { bad: `FROM debian:12\nUSER app\n«FLAG» x\n` },
  { bad: `FROM «{{» .Base }}\nRUN apt-get install -y {{ .Packages }}\n{{ .More }}\nCOPY . /root\n` },
  { bad: `FROM debian:12\n«{%» if debug %}\nRUN apt-get install gdb\n{% endif %}\n` },
  { bad: `FROM debian:12\nCOPY app.jar «\${pkg.folder}»/app.jar\n` },
  { good: `FROM debian:12\nRUN true\n` },
  {
    good: `FROM debian:12\nENV FORMAT={{.Name}}\nUSER 65532\nCMD ["list", "--format={{.Name}}"]\n`,
    note: 'A program of the image fills this in.',
  },
  { good: `FROM debian:12\nrun true\n`, note: 'Instructions may be written in lower case.' },
  {
    good: `FROM debian:12\nEXPOSE 70000\n`,
    note: 'BuildKit refuses this too; the rule invalid-port says so.',
  },
] satisfies Example[];
