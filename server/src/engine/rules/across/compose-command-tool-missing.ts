// A service starts a program that its image does not have.
import { imageLacks, imagePlace } from '../../compose/image-words.ts';
import type { ComposeProject, ComposeService } from '../../compose/project.ts';
import { mayBringPrograms, type ServiceStart, serviceStart } from '../../compose/service-start.ts';
import { textPlace } from '../../compose/text-place.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { provable } from '../../model/confidence.ts';
import { shellPresence } from '../../model/shell.ts';
import { quoted } from '../../parse/errors/problem.ts';
import type { Place } from '../../parse/yaml/tree.ts';

export default defineComposeRule<undefined>({
  id: 'compose-command-tool-missing',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'A service starts a program that its image does not have',
  why: 'Docker stops with "executable file not found", and the container does not start.',
  sources: [],
  *check({ project, context, imageOf }) {
    for (const service of project.services) {
      if (!service.complete || (!service.command && !service.entrypoint)) continue;
      const image = imageOf(service);
      const start = image && serviceStart(service, image);
      if (image === undefined || start === undefined) continue;
      const [program = ''] = start.argv;
      if (program.includes('/') && !/^\/(usr\/(local\/)?)?s?bin\/[^/]+$/.test(program)) continue;
      const name = program.slice(program.lastIndexOf('/') + 1);
      const { state } = image;
      if (state.tool(name).presence !== 'absent' || mayBringPrograms(service, image, context)) continue;
      // Where there is no shell at all, compose-command-needs-shell says so; WebAssembly is started by a runtime of the host.
      const lacksShells = shellPresence(state, '/bin/sh') === 'absent';
      if ((lacksShells && /^(ba|da|a|z|k)?sh$/.test(name)) || /\.wasm$/.test(name)) continue;
      yield {
        at: placeOf(project, service, start),
        severity: provable(state, 'error', `tools.${name}`),
        message: `${imageLacks(service, image)} ${quoted(name)}: the container of ${quoted(service.name)} does not start. Install it${image.kind === 'built' ? '' : ' in an image of your own'}, or start another program.`,
        related: imagePlace(service),
      };
    }
  },
});

/** The program's name, where it can be told. */
function placeOf(
  project: ComposeProject,
  service: ComposeService,
  { key, argv, command }: ServiceStart,
): Place {
  const node = service.get(key);
  const [program = ''] = argv;
  if (node?.kind === 'list') return node.items[0]?.at ?? command.at;
  if (node?.kind !== 'scalar') return command.at;
  const start = node.text?.indexOf(program) ?? -1;
  return start < 0 ? node.at : textPlace(project.files, node, start, start + program.length);
}

export const docs = `
The rule looks at what the container starts first: \`entrypoint\`, or \`command\` where the image has no entrypoint that gets its words.
It is silent where anything unknown could have brought the program, and where something is mounted over a folder of programs.
`;

export const examples = [
  {
    bad: `services:\n  worker:\n    image: python:3.12-slim\n    command: «curl» -o /data/list https://example.com/list\n`,
    fixed: false,
  },
  {
    bad: `services:\n  worker:\n    build: .\n    entrypoint: [«"bash"», "/run.sh"]\n`,
    files: { Dockerfile: 'FROM alpine:3.22\nCOPY run.sh /\nUSER 10001\n' },
    note: 'Alpine has a shell, and it is not bash.',
  },
  {
    good: `services:\n  worker:\n    build: .\n    entrypoint: ["bash", "/run.sh"]\n`,
    files: { Dockerfile: 'FROM alpine:3.22\nRUN apk add --no-cache bash\nCOPY run.sh /\nUSER 10001\n' },
  },
  {
    good: `services:\n  worker:\n    image: python:3.12-slim\n    command: ["celery", "-A", "app", "worker"]\n`,
    note: 'What packages of Python bring is not known here.',
  },
  { good: `services:\n  worker:\n    image: example.com/team/worker:1\n    command: bash\n` },
] satisfies Example[];
