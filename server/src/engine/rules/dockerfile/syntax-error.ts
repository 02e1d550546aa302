// What BuildKit refuses before the build starts.
import { defineRule, type Example } from '../../define-rule.ts';

export default defineRule<undefined>({
  id: 'syntax-error',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'BuildKit refuses the file',
  why: 'The build stops before its first step.',
  sources: [],
  *check({ model }) {
    for (const { at, message, rule } of model.dockerfile.errors)
      if (rule === undefined) yield { at, message };
  },
});

export const docs = `
The conditions are those of BuildKit's own parser, which is the oracle in this project's tests: what it accepts is
not reported, however odd it looks.

What is known under a name of its own is reported under that name: an instruction before the first FROM, a port that
is none, an exec form that is no JSON, an instruction that ONBUILD cannot hold, a stage that COPY cannot take from.
`;

export const examples = [
  { bad: `FROM debian:12\n«RUNN» true\n` },
  { bad: `FROM debian:12\nUSER app\n«FLAG» x\n` },
  { good: `FROM debian:12\nRUN true\n` },
  { good: `FROM debian:12\nrun true\n`, note: 'Instructions may be written in lower case.' },
  {
    good: `FROM debian:12\nEXPOSE 70000\n`,
    note: 'BuildKit refuses this too; the rule invalid-port says so.',
  },
] satisfies Example[];
