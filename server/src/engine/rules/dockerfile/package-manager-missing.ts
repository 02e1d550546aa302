// A package manager is called that the image does not have.
import { defineRule, type Example } from '../../define-rule.ts';
import { forManager } from '../../edits/other-manager.ts';
import { mountsPrograms } from '../../model/apply-run.ts';
import { baseName, packageManagers } from '../../model/base.ts';
import { commandsOf } from '../../model/commands.ts';
import { provable } from '../../model/confidence.ts';
import type { Stage } from '../../model/model.ts';
import { type PackageRequest, readPackageRequest } from '../../model/packages.ts';
import type { ImageState } from '../../model/state.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly called: PackageRequest['manager'];
  /** The one that the image has. */
  readonly has?: PackageRequest['manager'];
}

export default defineRule<Data>({
  id: 'package-manager-missing',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'A package manager is called that the image does not have',
  why: 'The step ends with "not found", and with it the build.',
  sources: [],
  checksFixes: true,
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'RUN' || mountsPrograms(instruction)) continue;
        const at = model.before(instruction);
        const called = commandsOf(model, instruction).filter(readPackageRequest);
        if (!called.some(({ name }) => name !== undefined && at.tool(name).presence === 'absent')) continue;
        const reported = new Set<string>();
        for (const { command, before } of model.commandSteps(instruction)) {
          if (
            command.command.certainty !== 'always' ||
            command.name === undefined ||
            reported.has(command.name)
          )
            continue;
          const request = readPackageRequest(command);
          if (!request || before.tool(command.name).presence !== 'absent') continue;
          reported.add(command.name);
          const has = managerOf(before);
          yield {
            at: command.word?.at ?? instruction.head,
            severity: provable(before, 'error', 'packageManager'),
            message: messageFor(stage, command.name),
            data: { instruction, called: request.manager, ...(has && { has }) },
          };
        }
      }
    }

    function messageFor(stage: Stage, called: string): string {
      const image = baseName(stage);
      const has = managerOf(stage.end);
      if (has)
        return `\`${image}\` has no \`${called}\`: its package manager is \`${has === 'apt' ? 'apt-get' : has}\`. Use that one.`;
      return `\`${image}\` has no \`${called}\` and no other package manager. Install in a builder stage and copy the result.`;
    }
  },
  *fix(problem, { model }) {
    const { instruction, called, has } = problem.data!;
    const edits = has && forManager(model, instruction, called, has);
    if (edits)
      yield {
        title: `Install with \`${has === 'apt' ? 'apt-get' : has}\`, which the image has`,
        safety: 'review',
        preferred: true,
        edits,
      };
  },
});

function managerOf(state: ImageState): PackageRequest['manager'] | undefined {
  return packageManagers.find(
    (manager) => state.tool(manager === 'apt' ? 'apt-get' : manager).presence === 'present',
  );
}

export const docs = `
A command inside \`if\`, after \`||\` or in another branch that may not run is not reported, nor one in an image that nothing is
known of.
`;

export const examples = [
  {
    bad: `FROM alpine:3.22\nRUN «apt-get» update && apt-get install -y curl xz-utils && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nRUN apk add --no-cache curl xz\nUSER 10001\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN «apt-get» update && apt-get install -y libfoo-dev\nUSER 10001\n`,
    fixed: false,
    note: 'What the package is called there is not known.',
  },
  { bad: `FROM alpine:3.22\nRUN sh -c '«apt-get» update && apt-get install -y curl'\nUSER 10001\n` },
  {
    good: `FROM alpine:3.22\nRUN sh -c "$PREPARE" && apt-get update\nUSER 10001\n`,
    note: 'That script is not known.',
  },
  {
    bad: `FROM debian:12\nRUN «apk» add --no-cache curl\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN «yum» install -y git which && yum clean all\nUSER 10001\n`,
    fixed: false,
    note: 'No package of Debian is called `which`.',
  },
  {
    bad: `FROM gcr.io/distroless/base-debian12:debug-nonroot\nSHELL ["/busybox/sh", "-c"]\nRUN «apt-get» install -y curl\n`,
  },
  {
    good: `FROM alpine:3.22\nRUN if command -v apt-get; then apt-get update; else apk add curl; fi\nUSER 10001\n`,
  },
  { good: `FROM alpine:3.22\nRUN apk add --no-cache curl\nUSER 10001\n` },
  { good: `FROM example.com/base:1\nRUN apk add curl\nUSER 10001\n` },
] satisfies Example[];
