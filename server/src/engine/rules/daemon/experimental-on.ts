// Features that may change or go, switched on for the whole daemon.
import { defineDaemonRule, type Example } from '../../define-rule.ts';
import { isRefused, removeEntry } from '../../yaml-edits/index.ts';

export default defineDaemonRule({
  id: 'experimental-on',
  severity: 'information',
  profiles: ['recommended', 'cis'],
  summary: 'Experimental features are on',
  why: 'What is experimental is not finished, gets fewer reviews, and may change or go with any update.',
  sources: ['cis:2.18', 'docker-bench:check_2_18'],
  *check({ daemon }) {
    const entry = daemon.entry('experimental');
    if (entry === undefined || daemon.flag('experimental') !== true) return;
    yield {
      at: entry.at,
      message: 'Experimental features of dockerd are on. Leave `experimental` out on machines that matter.',
    };
  },
  *fix(_problem, { daemon }) {
    if (daemon.root === undefined) return;
    const title = 'Leave experimental out (what is used of it stops working)';
    const edits = removeEntry(daemon.file, daemon.root, 'experimental', { emptied: 'keep' });
    yield isRefused(edits)
      ? { title, reason: edits.reason }
      : { title, safety: 'review', preferred: true, edits };
  },
});

export const docs = `
The features that BuildKit and \`docker buildx\` have do not need it.
`;

export const examples = [
  { bad: `{\n  "icc": false,\n  «"experimental": true»\n}\n`, fixed: `{\n  "icc": false\n}\n` },
  { good: `{ "experimental": false }\n` },
] satisfies Example[];
