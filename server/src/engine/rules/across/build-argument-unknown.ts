// `build.args` gives a build argument that no ARG of the Dockerfile takes.
import { buildNames } from '../../compose/build-names.ts';
import { buildFile } from '../../compose/image-words.ts';
import type { ComposeService, ComposeVariable } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { platformArguments } from '../../model/apply.ts';
import { nearest, quoted } from '../../parse/errors/problem.ts';
import { isRefused, removeEntry, removeItem, renameKey, replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly argument: ComposeVariable;
  readonly meant: string | undefined;
}

/** Comparing every name with every other takes long in a file of thousands. */
const mostGuesses = 50;

export default defineComposeRule<Data>({
  id: 'build-argument-unknown',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A build argument is given that the Dockerfile does not take',
  why: 'BuildKit only warns that the argument was not used, and the image is built with the default.',
  sources: [],
  *check({ project, context }) {
    let guesses = 0;
    for (const service of project.services) {
      const { build } = service;
      if (!service.complete || build === undefined || build.args.length === 0 || isShared(service)) continue;
      if (build.args.some(({ name }) => name === 'BUILDKIT_SYNTAX')) continue;
      const names = buildNames(build, context);
      if (names === undefined || names.hasTriggers) continue;
      const given = new Set(build.args.map(({ name }) => name));
      for (const argument of build.args) {
        if (names.arguments.has(argument.name) || isPredefined(argument.name)) continue;
        const meant =
          ++guesses > mostGuesses
            ? undefined
            : nearest(argument.name, [...names.arguments].filter((name) => !given.has(name)).slice(0, 200));
        yield {
          at: argument.nameAt,
          // A slip of the pen; anything else may be meant for another file that is no longer there.
          severity: meant === undefined ? 'information' : 'warning',
          message: `${buildFile(service, names)} has no \`ARG ${plain(argument.name)}\`, so the value given here has no effect. ${meant === undefined ? 'Declare it there, or remove it here.' : `Is \`${meant}\` meant?`}`,
          data: { service, argument, meant },
        };
      }
    }
  },
  *fix(problem, { project }) {
    const { service, argument, meant } = problem.data!;
    const file = project.files.get(argument.at.file);
    const args = service.get('build', 'args');
    if (file === undefined || args === undefined || args.kind === 'scalar') return;
    if (meant !== undefined) {
      const title = `Give the argument ${meant}`;
      const { node } = argument;
      const edits =
        args.kind === 'map'
          ? renameKey(file, args, argument.name, meant)
          : node.kind === 'scalar'
            ? replaceScalar(file, node, meant + node.written.slice(argument.name.length), {
                dropVariables: true,
              })
            : { reason: 'It is not written as a text.' };
      yield isRefused(edits)
        ? { title, reason: edits.reason }
        : { title, safety: 'review', preferred: true, edits };
    }
    const title = `Remove ${argument.name}, which has no effect`;
    const edits =
      args.kind === 'map'
        ? removeEntry(file, args, argument.name, { emptied: 'remove' })
        : removeItem(file, args, argument.node, { emptied: 'remove' });
    yield isRefused(edits)
      ? { title, reason: edits.reason }
      : { title, safety: 'review', preferred: meant === undefined, edits };
  },
});

/** In a message: without what would end its code span. */
function plain(name: string): string {
  return quoted(name).slice(1, -1);
}

/** The arguments are written once for several services, of which another one may take them. */
function isShared(service: ComposeService): boolean {
  const build = service.node.entry('build');
  const args = build?.value.kind === 'map' ? build.value.entry('args') : undefined;
  if (service.node.alias || build?.mergedBy || build?.value.alias || args?.mergedBy || args?.value.alias)
    return true;
  const { value } = args ?? {};
  return (
    value?.anchor !== undefined ||
    build?.value.anchor !== undefined ||
    (value?.kind === 'map' && value.entries.some(({ mergedBy }) => mergedBy !== undefined))
  );
}

/**
 * Arguments that need no ARG. Source: Docker's Dockerfile reference ("Predefined ARGs", "BuildKit built-in build args") and
 * docs/reproducible-builds of BuildKit.
 */
function isPredefined(name: string): boolean {
  return (
    /^(https?|ftp|no|all)_proxy$/i.test(name) ||
    name.startsWith('BUILDKIT_') ||
    name === 'SOURCE_DATE_EPOCH' ||
    platformArguments.has(name)
  );
}

export const docs = `
Arguments that BuildKit knows by itself need no ARG: those of proxies, \`BUILDKIT_*\`, \`SOURCE_DATE_EPOCH\`, those of the platform. The rule is
silent where arguments are shared between services by an anchor, and where the base image may declare more by ONBUILD.
`;

const dockerfile =
  'ARG NODE_VERSION=22\nFROM node:${NODE_VERSION}-slim\nARG APP_ENV=production\nENV NODE_ENV=$APP_ENV\nUSER node\n';

export const examples = [
  {
    bad: `services:\n  web:\n    build:\n      context: .\n      args:\n        «NODE_VERSON»: "24"\n        APP_ENV: staging\n`,
    files: { Dockerfile: dockerfile },
    fixed: `services:\n  web:\n    build:\n      context: .\n      args:\n        NODE_VERSION: "24"\n        APP_ENV: staging\n`,
    note: 'A warning: it is a slip of the pen.',
  },
  {
    bad: `services:\n  web:\n    build:\n      context: .\n      args:\n        - «COMMIT»=\${COMMIT}\n        - APP_ENV=staging\n`,
    files: { Dockerfile: dockerfile },
    fixed: `services:\n  web:\n    build:\n      context: .\n      args:\n        - APP_ENV=staging\n`,
  },
  {
    good: `services:\n  web:\n    build:\n      context: .\n      args:\n        NODE_VERSION: "24"\n        HTTP_PROXY: http://proxy:3128\n        BUILDKIT_INLINE_CACHE: "1"\n        SOURCE_DATE_EPOCH: "0"\n`,
    files: { Dockerfile: dockerfile },
  },
  {
    good: `x-args: &args\n  COMMIT: abc\nservices:\n  web:\n    build:\n      context: .\n      args: *args\n`,
    files: { Dockerfile: dockerfile },
    note: 'Another service may take it.',
  },
] satisfies Example[];
