// A file that the project needs was not looked at.
import { type ComposeContext, foundDockerfile, foundFile } from '../../compose/context.ts';
import type { ComposeProject } from '../../compose/project.ts';
import { defineComposeRule, type Example, type PlacedProblem } from '../../define-rule.ts';

export default defineComposeRule<undefined>({
  id: 'compose-file-not-read',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A file that belongs to the project was not read',
  why: 'What stands in that file is unknown here, so nothing is said about the parts of the project that depend on it.',
  sources: [],
  *check({ project, context }) {
    for (const { at, message, kind } of project.problems) if (kind === 'notice') yield { at, message };
    yield* unreadFiles(project, context);
  },
});

const reasons = {
  outside: 'lies outside the folder that is open, so it was not read',
  unreadable: 'cannot be read',
} as const;

/** Dockerfiles and environment files, each once. */
function* unreadFiles(project: ComposeProject, context: ComposeContext): Iterable<PlacedProblem<undefined>> {
  const told = new Set<string>();
  for (const { name, build, envFiles } of project.services) {
    const dockerfile = build?.dockerfile;
    const found = foundDockerfile(context, build);
    if (build && found && 'absent' in found && found.absent !== 'missing' && !told.has(dockerfile!)) {
      told.add(dockerfile!);
      yield {
        at: build.dockerfileAt ?? build.contextAt ?? build.at,
        message: `The Dockerfile of \`${name}\`, \`${build.writtenDockerfile ?? dockerfile}\`, ${reasons[found.absent]}: nothing is said about its image.`,
      };
    }
    for (const { at, path, written } of envFiles) {
      const file = foundFile(context, path);
      if (!file || !('absent' in file) || file.absent === 'missing' || told.has(path!)) continue;
      told.add(path!);
      yield {
        at,
        message: `The environment file \`${written ?? path}\` ${reasons[file.absent]}: what it sets for \`${name}\` is not known.`,
      };
    }
  }
}

export const docs = `
Files outside of the folder that is open are not read, whatever a Compose file says, and neither are files that are too large. Open the folder
that holds them too, or silence this where it is meant.
`;

export const examples = [
  {
    bad: `services:
  web:
    image: nginx:1.29
    env_file: «../outside.env»
  api:
    build: «../api»
`,
    fixed: false,
  },
  {
    bad: `include:
  - «../shared/compose.yaml»
services:
  web:
    image: nginx:1.29
`,
    fixed: false,
  },
  {
    good: `services:
  web:
    image: nginx:1.29
    env_file: web.env
  api:
    build: ./api
`,
    files: { 'web.env': 'LOG_LEVEL=info\n', 'api/Dockerfile': 'FROM debian:12\n' },
  },
] satisfies Example[];
