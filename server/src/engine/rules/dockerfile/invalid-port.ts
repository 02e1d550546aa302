// EXPOSE with what is no port of the container.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { readExpose } from '../../parse/arguments.ts';

interface Data {
  readonly title: string;
  readonly edit: Edit;
}

export default defineRule<Data | undefined>({
  id: 'invalid-port',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'EXPOSE names what is no port',
  why: 'EXPOSE takes ports of the container from 0 to 65535 with tcp, udp or sctp, and BuildKit refuses anything else or is about to.',
  sources: [
    'hadolint:DL3011',
    'buildkit:ExposeInvalidFormat',
    'buildkit:ExposeProtoCasing',
    'trivy:DS-0008',
    'kics:71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e',
  ],
  *check({ model }) {
    const { errors, text, instructions } = model.dockerfile;
    const refused = new Set<number>();
    for (const { at, message, rule } of errors) {
      if (rule !== 'invalid-port') continue;
      refused.add(at.start);
      const listed = text.slice(at.start, at.end).replace(/,$/, '').split(',');
      const isList = listed.every(
        (part) => /^\d{1,5}(\/(tcp|udp|sctp))?$/.test(part) && Number.parseInt(part, 10) < 65_536,
      );
      yield {
        at,
        message: `${message} EXPOSE takes ports of the container, with blanks between them.`,
        ...(isList
          ? { data: { title: 'Put blanks between the ports', edit: { ...at, text: listed.join(' ') } } }
          : {}),
      };
    }
    for (const instruction of instructions) {
      for (const { word, port, protocol } of readExpose(instruction)) {
        if (refused.has(word.at.start) || word.raw !== word.value) continue;
        // A colon inside of a substitution is none of a mapping.
        const mapping = /^[\d.:[\]a-fA-F-]*:(\d+(?:-\d+)?)$/.exec(port);
        const written = word.value.slice(port.length + 1);
        if (mapping) {
          const container = mapping[1]! + (written === '' ? '' : `/${protocol}`);
          yield {
            at: word.at,
            severity: 'warning',
            message: `EXPOSE publishes nothing on the host: of \`${word.value}\` only \`${container}\` counts, and BuildKit is about to refuse the rest. Publish the port with \`docker run -p\` or in Compose.`,
            data: { title: `Write ${container}`, edit: { ...word.at, text: container } },
          };
        } else if (/^(tcp|udp|sctp)$/i.test(written) && written !== protocol) {
          yield {
            at: word.at,
            severity: 'information',
            message: `The protocol of \`${word.value}\` is written in lower case. Write \`${port}/${protocol}\`.`,
            data: { title: `Write ${port}/${protocol}`, edit: { ...word.at, text: `${port}/${protocol}` } },
          };
        }
      }
    }
  },
  *fix({ data }) {
    if (data) yield { title: data.title, safety: 'safe', edits: [data.edit] };
  },
});

export const docs = `
EXPOSE says on which ports the program in the container listens; it opens nothing. A host's port or address in it is
dropped today with a warning, and refused by BuildKit in a future release.
`;

export const examples = [
  { bad: `FROM debian:12\nEXPOSE 80 «70000»\n`, fixed: false },
  { bad: `FROM debian:12\nEXPOSE «8080/http»\n`, fixed: false },
  { bad: `FROM debian:12\nEXPOSE «80,443/tcp»\n`, fixed: `FROM debian:12\nEXPOSE 80 443/tcp\n` },
  {
    bad: `FROM debian:12\nEXPOSE «127.0.0.1:8080:80/tcp» «53:53/UDP»\n`,
    fixed: `FROM debian:12\nEXPOSE 80/tcp 53/udp\n`,
  },
  { bad: `FROM debian:12\nEXPOSE «80/TCP»\n`, fixed: `FROM debian:12\nEXPOSE 80/tcp\n` },
  { good: `FROM debian:12\nEXPOSE 80 443/tcp 53/udp 8000-8010\n` },
  {
    good: `FROM debian:12\nARG PORT\nEXPOSE $PORT \${PORT:-8080}/tcp\n`,
    note: 'What the variable holds is not known.',
  },
  { good: `FROM debian:12\nEXPOSE 0 65535\n`, note: 'Both ends of the range.' },
] satisfies Example[];
