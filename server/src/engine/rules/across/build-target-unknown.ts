// `build.target` names a stage that the Dockerfile does not have.
import { buildNames } from '../../compose/build-names.ts';
import { buildFile } from '../../compose/image-words.ts';
import { shownText } from '../../compose/values.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { nearest, quoted } from '../../parse/errors/problem.ts';
import type { YamlScalar } from '../../parse/yaml/tree.ts';
import { isRefused, replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly target: YamlScalar;
  readonly meant: string | undefined;
}

/** Comparing every name with every other takes long in a file of thousands. */
const mostGuesses = 50;

export default defineComposeRule<Data>({
  id: 'build-target-unknown',
  severity: 'error',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A service is built from a stage that its Dockerfile does not have',
  why: 'The build stops with "target stage could not be found", and the service does not start.',
  sources: [],
  *check({ project, context }) {
    let guesses = 0;
    for (const service of project.services) {
      const { build } = service;
      const target = build?.target;
      if (!service.complete || build === undefined || !target?.text || usesOtherFrontend(build.args))
        continue;
      const names = buildNames(build, context);
      if (names === undefined) continue;
      const wanted = target.text.toLowerCase();
      // BuildKit takes a number for the stage's place, from 0.
      const isNumber = /^\d+$/.test(wanted) && Number(wanted) < names.stages.length;
      if (isNumber || names.stageNames.has(wanted)) continue;
      const stages = names.stages.slice(0, 200).flatMap((name) => name ?? []);
      const meant = ++guesses > mostGuesses ? undefined : nearest(wanted, stages);
      const [one, ...others] = stages;
      const advice =
        meant !== undefined
          ? `Is \`${meant}\` meant?`
          : one === undefined
            ? 'None of its stages has a name; leave the target out, or name the stage with AS.'
            : `It has ${[one, ...others].slice(0, 5).map(quoted).join(', ')}${others.length > 4 ? ' and more' : ''}; name one of them.`;
      yield {
        at: target.at,
        message: `${buildFile(service, names)} has no stage ${quoted(shownText(target))}: the build of \`${service.name}\` fails. ${advice}`,
        data: { target, meant },
      };
    }
  },
  *fix(problem, { project }) {
    const { target, meant } = problem.data!;
    const file = project.files.get(target.at.file);
    if (meant === undefined || file === undefined) return;
    const title = `Build the stage ${meant}`;
    const edits = replaceScalar(file, target, meant);
    yield isRefused(edits)
      ? { title, reason: edits.reason }
      : { title, safety: 'review', preferred: true, edits };
  },
});

/** The build is told to read the Dockerfile with another frontend, which may know other stages. */
function usesOtherFrontend(args: readonly { readonly name: string }[]): boolean {
  return args.some(({ name }) => name === 'BUILDKIT_SYNTAX');
}

export const docs = `
Names of stages are compared without regard to case, as BuildKit does; a number is the place of a stage, from 0. The rule is silent
where the Dockerfile cannot be read, or where another frontend than Docker's own reads it.
`;

const dockerfile =
  'FROM node:22 AS build\nRUN npm ci\nFROM node:22-slim AS production\nUSER node\nCMD ["node", "server.js"]\n';

export const examples = [
  {
    bad: `services:\n  web:\n    build:\n      context: ./web\n      target: «producton»\n`,
    files: { 'web/Dockerfile': dockerfile },
    fixed: `services:\n  web:\n    build:\n      context: ./web\n      target: production\n`,
  },
  {
    bad: `services:\n  web:\n    build:\n      context: .\n      target: «development»\n`,
    files: { Dockerfile: dockerfile },
    fixed: false,
  },
  {
    good: `services:\n  web:\n    build:\n      context: .\n      target: Production\n`,
    files: { Dockerfile: dockerfile },
  },
  {
    good: `services:\n  web:\n    build:\n      context: .\n      target: "0"\n`,
    files: { Dockerfile: dockerfile },
  },
  {
    good: `services:\n  web:\n    build:\n      context: .\n      target: dev\n`,
    note: 'There is no Dockerfile to look at.',
  },
  {
    good: `services:\n  web:\n    build:\n      context: .\n      target: dev\n`,
    files: { Dockerfile: `# syntax=example.com/frontend\n${dockerfile}` },
  },
] satisfies Example[];
