// A port below 1024 in an image that does not run as root.
import { defineRule, type Example } from '../../define-rule.ts';
import { readExpose } from '../../parse/arguments.ts';

export default defineRule({
  id: 'privileged-port',
  severity: 'hint',
  profiles: ['strict', 'hardened-images'],
  concern: 'correctness',
  summary: 'A port below 1024 in an image that does not run as root',
  why: 'Docker 20.10 and later let every user listen there, Kubernetes and older engines do not unless a sysctl allows it.',
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    if (stage?.end.runsAsRoot !== false) return;
    const user = stage.end.user?.name ?? '';
    for (const { instructions } of model.finalChain) {
      for (const instruction of instructions) {
        for (const { word, port } of readExpose(instruction)) {
          const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
          if (number < 1 || number >= 1024) continue;
          yield {
            at: word.at,
            message: `The container runs as \`${user}\` and is to listen on port ${number}, which Kubernetes keeps for root. Listen on a port from 1024 on, such as ${number === 443 ? 8443 : 8000 + (number % 1000)}, and publish it as ${number}.`,
          };
        }
      }
    }
  },
});

export const docs = `
The setting \`net.ipv4.ip_unprivileged_port_start\` decides who may listen on the ports below 1024. Docker sets it to 0 in every
container since 20.10; Kubernetes and containerd leave it at 1024 unless they are told otherwise. Publishing needs no such port inside the
container: \`-p 80:8080\`.
`;

export const examples = [
  { bad: `FROM nginxinc/nginx-unprivileged:1.29\nUSER 101\nEXPOSE «80» «443/tcp»\n` },
  { bad: `FROM node:22-slim\nEXPOSE «80»\nUSER node\nCMD ["node", "server.js"]\n` },
  { good: `FROM node:22-slim\nEXPOSE 8080\nUSER node\nCMD ["node", "server.js"]\n` },
  { good: `FROM nginx:1.29\nEXPOSE 80\n`, note: 'It starts as root.' },
  { good: `FROM example.com/team/base:1\nEXPOSE 80\n`, note: 'The user is not known.' },
] satisfies Example[];
