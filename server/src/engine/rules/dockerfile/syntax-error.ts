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
    for (const problem of model.dockerfile.errors) yield { at: problem.at, message: problem.message };
  },
});

export const docs = `
The conditions are those of BuildKit's own parser, which is the oracle in this project's tests: what it accepts is
not reported, however odd it looks.
`;

export const examples = [
  { bad: `FROM debian:12\n«RUNN» true\n` },
  { good: `FROM debian:12\nRUN true\n` },
] satisfies Example[];
