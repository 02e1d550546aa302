// Certificates are not checked.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { commandsOf } from '../../model/commands.ts';
import { insecureAssignment, insecureOption } from '../../model/tls.ts';
import { readPairs } from '../../parse/arguments.ts';
import type { Span } from '../../parse/syntax.ts';

interface Data {
  /** What can be taken out; absent where that would break the command. */
  readonly remove?: Span;
}

const advice = 'Remove it, and add the certificate authority that is missing to the image.';

export default defineRule<Data>({
  id: 'tls-verification-disabled',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'Certificates are not checked',
  why: 'Whoever sits between the build and the server can hand over anything.',
  sources: [
    'checkov:CKV2_DOCKER_2',
    'checkov:CKV2_DOCKER_3',
    'checkov:CKV2_DOCKER_4',
    'checkov:CKV2_DOCKER_5',
    'checkov:CKV2_DOCKER_6',
    'checkov:CKV2_DOCKER_12',
    'checkov:CKV2_DOCKER_13',
    'checkov:CKV2_DOCKER_14',
    'checkov:CKV2_DOCKER_15',
    'checkov:CKV2_DOCKER_16',
  ],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') {
          for (const pair of readPairs(instruction)) {
            const problem = insecureAssignment(pair.name, pair.value);
            if (problem)
              yield {
                at: pair.at,
                message: `${problem} ${advice}`,
                data: {},
              };
          }
        }
        if (!['RUN', 'CMD', 'ENTRYPOINT'].includes(instruction.keyword)) continue;
        for (const command of commandsOf(model, instruction)) {
          for (const assignment of command.command.assignments) {
            const problem = insecureAssignment(assignment.name, assignment.value);
            if (problem)
              yield {
                at: assignment.at,
                message: `${problem} ${advice}`,
                data: {},
              };
          }
          for (const option of insecureOption(command)) {
            yield {
              at: option.at,
              message: `${option.problem} ${advice}`,
              data: { remove: option.remove },
            };
          }
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { remove } = problem.data!;
    if (!remove) return;
    const { text } = model.dockerfile;
    // What follows without a blank would become part of another word.
    if (/[({<>]/.test(text[remove.end] ?? '')) return;
    let start = remove.start;
    while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
    const edits: Edit[] = [{ start, end: remove.end, text: '' }];
    yield { title: 'Check certificates again', safety: 'review', preferred: true, edits };
  },
});

export const docs = `
\`curl -k\`, \`wget --no-check-certificate\`, \`NODE_TLS_REJECT_UNAUTHORIZED=0\`, \`PYTHONHTTPSVERIFY=0\`, \`GIT_SSL_NO_VERIFY\`,
\`git config http.sslVerify false\`, \`npm config set strict-ssl false\`, \`pip --trusted-host\`, \`yum --setopt=sslverify=0\` and
their like. A health check that probes the container itself is no finding.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN curl «-k» -o /tmp/a https://example.com/a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN curl -o /tmp/a https://example.com/a\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN curl «-fsSLk» https://example.com/a -o /tmp/a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN curl -fsSL https://example.com/a -o /tmp/a\nUSER 10001\n`,
  },
  { bad: `FROM debian:12\nRUN wget «--no-check-certificate» https://example.com/a\nUSER 10001\n` },
  { bad: `FROM node:22-slim\nENV «NODE_TLS_REJECT_UNAUTHORIZED=0»\nUSER node\n` },
  { bad: `FROM node:22-slim\nRUN «npm config set strict-ssl false» && npm ci\nUSER node\n` },
  {
    bad: `FROM python:3.12-slim\nRUN pip install «--trusted-host pypi.example.com» -r requirements.txt\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN «git config --global http.sslVerify false» && git clone https://example.com/a\nUSER 10001\n`,
  },
  { good: `FROM debian:12\nRUN curl -fsS https://example.com/a -o /tmp/a\nUSER 10001\n` },
  {
    good: `FROM nginx:1.27\nHEALTHCHECK CMD curl -kf https://127.0.0.1/ || exit 1\nUSER nginx\n`,
    note: 'It probes the container itself.',
  },
  { good: `FROM node:22-slim\nENV NODE_TLS_REJECT_UNAUTHORIZED=1\nUSER node\n` },
] satisfies Example[];
