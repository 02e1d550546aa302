// WORKDIR in a file system of the kernel, which Docker mounts anew in every container.
import { defineRule, type Example } from '../../define-rule.ts';
import { readWorkdir } from '../../parse/arguments.ts';
import type { Word } from '../../parse/syntax.ts';

export default defineRule<Word>({
  id: 'system-directory-workdir',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'WORKDIR is a directory of the kernel',
  why: 'Docker mounts /proc, /sys and /dev over what the image has there, and a working directory in /proc/self/fd was the way out of the container in CVE-2024-21626.',
  sources: ['trivy:DS-0030'],
  checksFixes: true,
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        const word = readWorkdir(instruction);
        const path = word && model.after(instruction).workdir;
        const found = path === undefined ? null : /^\/(proc|sys|dev|boot)(\/|$)/.exec(path);
        if (!word || !found) continue;
        const isDescriptor = /^\/proc\/(self|thread-self|\d+)\/fd(\/|$)/.test(path!);
        yield {
          at: word.at,
          data: word,
          message: isDescriptor
            ? `\`${path}\` is an open file of the process that starts the container: with runc before 1.1.12 it leads to the host (CVE-2024-21626). Use a directory of your own, such as /app.`
            : found[1] === 'boot'
              ? '`/boot` is for the host’s kernel and has no use in a container. Use a directory of your own, such as /app.'
              : `Docker mounts \`/${found[1]}\` anew in every step and container, so that no file put there is seen again. Use a directory of your own, such as /app.`,
        };
      }
    }
  },
  *fix({ data: word }, { model }) {
    if (!word || /^\/proc(\/|$)/.test(word.value)) return;
    const { text } = model.dockerfile;
    // What is named by its whole path stays where it is.
    const isAlone = word.raw === word.value && text.indexOf(word.raw) === text.lastIndexOf(word.raw);
    if (!isAlone || !word.value.startsWith('/') || text.slice(word.at.start, word.at.end) !== word.raw)
      return;
    yield {
      title: 'Work in /app (relative paths below go there)',
      safety: 'review',
      preferred: true,
      edits: [{ ...word.at, text: '/app' }],
    };
  },
});

export const docs = `
Only the directories that belong to the kernel are meant. \`/etc/nginx\`, \`/usr/src/app\` or \`/var/lib/app\` are
ordinary directories of the image.
`;

export const examples = [
  { bad: `FROM debian:12\nWORKDIR «/proc/self/fd/8»\nRUN cat ../../../etc/shadow\n`, fixed: false },
  {
    bad: `FROM debian:12\nWORKDIR «/dev/app»\nCOPY . .\n`,
    fixed: `FROM debian:12\nWORKDIR /app\nCOPY . .\n`,
  },
  { bad: `FROM debian:12\nWORKDIR /sys\nWORKDIR «kernel»\n`.replace('/sys', '«/sys»') },
  { good: `FROM debian:12\nWORKDIR /usr/src/app\n` },
  { good: `FROM debian:12\nWORKDIR /development\n`, note: 'Only begins with the same letters.' },
  { good: `FROM debian:12\nWORKDIR /etc/nginx\n` },
  { good: `FROM example.com/app:1\nWORKDIR proc\n`, note: 'Relative to a directory that is not known.' },
] satisfies Example[];
