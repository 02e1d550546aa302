// EXPOSE 22: the port of an SSH server.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import { removeWords } from '../../edits/remove-word.ts';
import { expand } from '../../model/apply.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { readExpose } from '../../parse/arguments.ts';

const servers = ['openssh-server', 'dropbear', 'tinysshd'];

export default defineRule<Edit | undefined>({
  id: 'exposed-ssh-port',
  severity: 'warning',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'The image declares the port of an SSH server',
  why: 'SSH is a second way in with keys and passwords of its own, and `docker run -P` opens a declared port on the host.',
  sources: ['trivy:DS-0004', 'checkov:CKV_DOCKER_1', 'kics:5907595b-5b6d-4142-b173-dbb0e73fbff8', 'cis:5.7'],
  *check({ model }) {
    const { finalStage } = model;
    if (!finalStage || isDevelopment(model)) return;
    // The server itself is a warning of ssh-server then.
    const hasServer = servers.some((name) => finalStage.end.packages.has(name));
    for (const stage of model.finalChain) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'EXPOSE') continue;
        const ports = readExpose(instruction);
        for (const { word, port, protocol } of ports) {
          const value = port.includes('$') ? expand(port, model.before(instruction), model) : port;
          if (value !== '22' || protocol !== 'tcp') continue;
          yield {
            at: word.at,
            severity: hasServer ? 'information' : 'warning',
            message:
              'Port 22 is the port of an SSH server. Leave server and port out, and use `docker exec` or `kubectl exec`.',
            data:
              ports.length > 1
                ? removeWords(model.dockerfile, word.at)
                : removeLines(model.dockerfile, instruction),
          };
        }
      }
    }
  },
  *fix({ data }) {
    if (data) yield { title: 'Do not declare port 22', safety: 'review', preferred: true, edits: [data] };
  },
});

export const docs = `
Only \`22/tcp\` in the stages of the shipped image. Where the image installs an SSH server, [ssh-server](ssh-server.md) warns of it, and the
port is an information. EXPOSE by itself opens nothing: it tells people, \`docker run -P\` and tools where a server listens.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nEXPOSE «22» 8080\nUSER node\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:22-slim\nEXPOSE 8080\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  {
    bad: `FROM debian:12\n# For us\nEXPOSE «22/tcp»\nUSER 10001\n`,
    fixed: `FROM debian:12\n# For us\nUSER 10001\n`,
  },
  { bad: `FROM debian:12\nARG SSH=22\nEXPOSE 8080 \\\n  «$SSH»\nUSER 10001\n` },
  {
    good: `FROM debian:12\nEXPOSE 2222\nUSER 10001\n`,
    note: 'Another port: what listens there is not said.',
  },
  { good: `FROM debian:12\nEXPOSE 22/udp\nUSER 10001\n`, note: 'SSH needs TCP.' },
  { good: `FROM debian:12 AS keys\nEXPOSE 22\nFROM debian:12\nUSER 10001\n`, note: 'A builder stage.' },
  {
    good: `FROM debian:12\nEXPOSE 22\n`,
    context: { fileName: 'Dockerfile.dev' },
    note: 'For development.',
  },
] satisfies Example[];
