// The health check's request has no limit of its own, and neither has HEALTHCHECK.
import { defineRule, type Example } from '../../define-rule.ts';
import { type ShippedHealthcheck, shippedHealthcheck } from '../../model/health.ts';
import { unlimitedRequests } from '../../probe/time-limit.ts';

export default defineRule<ShippedHealthcheck>({
  id: 'healthcheck-without-timeout',
  severity: 'hint',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'The health check waits for an answer without a limit',
  why: 'A server that accepts connections and never answers is noticed only after the 30 seconds that Docker allows each try.',
  sources: [],
  *check({ model }) {
    const check = shippedHealthcheck(model);
    if (!check || check.read.options['timeout'] !== undefined) return;
    const [first] = unlimitedRequests(check.command);
    // A probe that cannot start at all has another finding.
    if (!first || check.stage.end.tool(first.tool).presence === 'absent') return;
    yield {
      at: check.span(first.place),
      message: `\`${first.tool}\` waits for the answer without a limit, and HEALTHCHECK has no \`--timeout\`: a server that hangs is noticed after 30 s at the earliest. Add \`--timeout\`.`,
      data: check,
    };
  },
  *fix(problem) {
    const { instruction } = problem.data!;
    const { end } = instruction.keywordAt;
    yield {
      title: 'Give the health check 5 seconds',
      safety: 'review',
      preferred: true,
      edits: [{ start: end, end, text: ' --timeout=5s' }],
    };
  },
});

export const docs = `
\`curl\` without \`--max-time\`, \`wget\` without \`-T\`, \`urlopen\`, \`requests\` and \`fetch\` without a timeout, in a HEALTHCHECK
that has no \`--timeout\`. Docker ends a try after 30 seconds then.
`;

export const examples = [
  {
    bad: `FROM python:3.12\nHEALTHCHECK --interval=30s CMD «curl» -f http://127.0.0.1:8000/health || exit 1\nUSER 10001\n`,
    fixed: `FROM python:3.12\nHEALTHCHECK --timeout=5s --interval=30s CMD curl -f http://127.0.0.1:8000/health || exit 1\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12-slim\nHEALTHCHECK CMD ["«python»", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/')"]\nUSER 10001\n`,
    fixed: `FROM python:3.12-slim\nHEALTHCHECK --timeout=5s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/')"]\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim\nHEALTHCHECK CMD curl -f http://127.0.0.1:8000/\nUSER 10001\n`,
    note: 'There is no curl: that is what has to be mended.',
  },
  {
    good: `FROM python:3.12\nHEALTHCHECK --timeout=3s CMD curl -f http://127.0.0.1:8000/health || exit 1\nUSER 10001\n`,
  },
  { good: `FROM python:3.12\nHEALTHCHECK CMD curl -fsSm3 http://127.0.0.1:8000/health\nUSER 10001\n` },
  {
    good: `FROM alpine:3.22\nHEALTHCHECK CMD wget -q -T 3 -O /dev/null http://127.0.0.1:8080/\nUSER 10001\n`,
  },
  { good: `FROM python:3.12\nHEALTHCHECK CMD timeout 3 curl -f http://127.0.0.1:8000/\nUSER 10001\n` },
  {
    good: `FROM node:22\nHEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:3000/',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]\nUSER node\n`,
  },
] satisfies Example[];
