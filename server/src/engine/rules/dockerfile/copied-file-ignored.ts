// COPY, ADD or a bind mount of what .dockerignore keeps away.
import { defineRule, type Example } from '../../define-rule.ts';
import { expand, normalisePath } from '../../model/apply.ts';
import type { Model } from '../../model/model.ts';
import { readCopy, readMounts } from '../../parse/arguments.ts';
import type { Instruction, Span } from '../../parse/syntax.ts';
import { type IgnorePatterns, isIgnored, readIgnoreFile } from '../../surroundings/dockerignore.ts';

export default defineRule<undefined>({
  id: 'copied-file-ignored',
  severity: 'error',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A file is copied that .dockerignore keeps away',
  why: 'What .dockerignore names is not sent to the builder, so that for a COPY of it the file does not exist and the build stops.',
  sources: ['buildkit:CopyIgnoredFile'],
  *check({ model, context }) {
    const { ignoreFile, paths } = context;
    const patterns = ignoreFile ? readIgnoreFile(ignoreFile.text) : undefined;
    if (!ignoreFile || !patterns || patterns.lines.length === 0) return;
    let sent: Set<string> | undefined;
    const folders = new Map<string, boolean | undefined>();
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        for (const { path, at } of sourcesOf(model, instruction)) {
          let isAway = folders.get(path);
          if (!folders.has(path)) {
            sent ??= paths && sentPaths(paths, patterns);
            isAway = keptAway(path, patterns, sent);
            folders.set(path, isAway);
          }
          if (!isAway) continue;
          const what = instruction.keyword === 'RUN' ? 'this mount' : `this ${instruction.keyword}`;
          yield path === ''
            ? {
                at,
                severity: 'warning',
                message: `\`${ignoreFile.path}\` keeps the whole build context away, so that ${what} brings nothing. Except there what is needed, with a line such as !src.`,
              }
            : {
                at,
                message: `\`${ignoreFile.path}\` keeps \`${path}\` away from the build, so that ${what} fails. Except it there with a line !${path}, or copy something else.`,
              };
        }
      }
    }
  },
});

/** Paths in the build context, relative to it, of sources that are plain; empty for the context itself. */
function* sourcesOf(model: Model, instruction: Instruction): Generator<{ path: string; at: Span }> {
  const mounts = readMounts(instruction).filter(({ type, from }) => type === 'bind' && from === undefined);
  for (const { source, flag } of mounts) {
    if (source === undefined || /[$*?[\\]/.test(source)) continue;
    const path = normalisePath(`/${source}`).slice(1);
    // A mount of an empty context is an empty folder.
    if (path !== '') yield { path, at: flag.at };
  }
  const copy = readCopy(instruction);
  if (!copy || copy.from || instruction.flags.some(({ name }) => name === 'parents')) return;
  for (const { raw, at } of copy.sources) {
    const value = expand(raw, model.before(instruction), model);
    if (value === undefined || /[*?[\\]|^\w+:\/\/|^git@|^[A-Za-z]:|\.git(#|$)/.test(value)) continue;
    yield { path: normalisePath(`/${value}`).slice(1), at };
  }
}

/** Whether nothing of a path is sent; undefined where an exception may bring back some of it. */
function keptAway(
  path: string,
  patterns: IgnorePatterns,
  sent: ReadonlySet<string> | undefined,
): boolean | undefined {
  const hasExceptions = patterns.lines.some(({ exception }) => exception);
  if (path !== '') {
    if (!isIgnored(patterns, path)) return false;
    if (!hasExceptions) return true;
  }
  if (sent !== undefined) return !sent.has(path);
  if (path !== '' || hasExceptions) return undefined;
  // Two names that no one would write in a pattern.
  return ['\u0001', '\u0002/\u0003'].every((name) => isIgnored(patterns, name));
}

/** What of the context is sent, with the folders it is in and the context itself; an empty context is not known. */
function sentPaths(paths: readonly string[], patterns: IgnorePatterns): Set<string> | undefined {
  if (paths.length === 0) return undefined;
  const sent = new Set<string>();
  for (const path of paths) {
    if (isIgnored(patterns, path)) continue;
    for (
      let end = path.length;
      end > 0 && !sent.has(path.slice(0, end));
      end = path.lastIndexOf('/', end - 1)
    )
      sent.add(path.slice(0, end));
    sent.add('');
  }
  return sent;
}

export const docs = `
The ignore file in force is \`NAME.dockerignore\` beside the Dockerfile, else \`.dockerignore\` at the top of the build
context. Its exceptions (\`!\`) are followed, also below a folder that is kept away. Wildcards in the source are not
reported: BuildKit copies nothing and goes on.
`;

export const examples = [
  {
    bad: `FROM debian:12\nCOPY «dist» «./config/app.yaml» /app/\n`,
    files: { '.dockerignore': 'dist\nconfig/*.yaml\n', 'dist/a.js': '', 'config/app.yaml': '' },
    fixed: false,
  },
  {
    bad: `FROM debian:12\nRUN «--mount=type=bind,source=Dockerfile,target=/d» cat /d\nADD «.» /app\n`,
    files: { '.dockerignore': '*\n', Dockerfile: '' },
    fixed: false,
  },
  {
    good: `FROM debian:12\nCOPY dist src /app/\n`,
    files: {
      '.dockerignore': '*\n!dist\n!src/main.js\n',
      'dist/a.js': '',
      'src/main.js': '',
      'src/b.js': '',
    },
    note: 'Exceptions bring them back.',
  },
  {
    good: `FROM debian:12 AS build\nRUN make\nFROM debian:12\nCOPY --from=build /dist /app/\nCOPY *.log /logs/\n`,
    files: { '.dockerignore': 'dist\n*.log\n' },
    note: 'From another stage; and a wildcard may find nothing.',
  },
  { good: `FROM debian:12\nCOPY dist /app/\n`, note: 'No ignore file is known.' },
  { good: `FROM debian:12\nCOPY dist /app/\n`, files: { 'dist/a.js': '' }, note: 'There is none.' },
] satisfies Example[];
