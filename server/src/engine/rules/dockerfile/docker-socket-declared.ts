// VOLUME names the socket of a container engine.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import { removeWords } from '../../edits/remove-word.ts';
import { expand, normalisePath } from '../../model/apply.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Dockerfile, Instruction, Span } from '../../parse/syntax.ts';

const sockets =
  /^\/(var\/)?run\/(docker|podman\/podman|containerd\/containerd|crio\/crio)\.sock$|^\/(var\/)?run\/docker\/containerd\/containerd\.sock$/;

export default defineRule<Edit | undefined>({
  id: 'docker-socket-declared',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'The image declares the container engine’s socket as a volume',
  why: 'Whoever may write to that socket starts containers of any kind and so is root on the host.',
  sources: ['cis:5.32'],
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const stage of model.finalChain) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'VOLUME') continue;
        const items: readonly { value: string; raw?: string; at: Span }[] =
          instruction.exec?.items ?? instruction.words;
        for (const [index, { value, raw, at }] of items.entries()) {
          const path = expand(raw ?? value, model.before(instruction), model);
          if (!path?.startsWith('/') || !sockets.test(normalisePath(path))) continue;
          yield {
            at,
            message: `\`${path}\` is the socket of the container engine: as a volume it is an empty folder, and mounted from the host it makes this container root there. Leave it out, and give the tool a proxy that allows only what it needs.`,
            data: removal(model.dockerfile, instruction, items, index),
          };
        }
      }
    }
  },
  *fix({ data }) {
    if (data)
      yield {
        title: 'Do not declare the socket as a volume',
        safety: 'review',
        preferred: true,
        edits: [data],
      };
  },
});

/** Takes one of the paths away, or the whole instruction with the last of them. */
function removal(
  dockerfile: Dockerfile,
  instruction: Instruction,
  items: readonly { readonly at: Span }[],
  index: number,
): Edit | undefined {
  const { at } = items[index]!;
  const [before, next] = [items[index - 1], items[index + 1]];
  if (!before && !next) return removeLines(dockerfile, instruction);
  if (!instruction.exec) return removeWords(dockerfile, at);
  const edit = before
    ? { start: before.at.end, end: at.end, text: '' }
    : { start: at.start, end: next!.at.start, text: '' };
  return dockerfile.text.slice(edit.start, edit.end).includes('#') ? undefined : edit;
}

export const docs = `
The sockets of Docker, Podman, containerd and CRI-O. VOLUME does not mount anything from the host: it makes an empty folder at that place, so
that the image works only where somebody mounts the real socket over it. Tools that need the engine can talk to a proxy that lets
only some requests through.
`;

export const examples = [
  {
    bad: `FROM alpine:3.22\nVOLUME «/var/run/docker.sock»\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nUSER 10001\n`,
  },
  {
    bad: `FROM alpine:3.22\nVOLUME [«"/var/run/docker.sock"», "/data"]\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nVOLUME ["/data"]\nUSER 10001\n`,
  },
  {
    bad: `FROM alpine:3.22\nVOLUME /data «/run/podman/podman.sock»\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nVOLUME /data\nUSER 10001\n`,
  },
  { good: `FROM alpine:3.22\nVOLUME /var/run/mysqld\nUSER 10001\n` },
  { good: `FROM alpine:3.22\nVOLUME /srv/docker.sock.d\nUSER 10001\n` },
  {
    good: `FROM alpine:3.22 AS a\nVOLUME /var/run/docker.sock\nFROM alpine:3.22\nUSER 10001\n`,
    note: 'A builder stage.',
  },
] satisfies Example[];
