// The health check of a service starts a program, or a shell, that its image does not have.
import { imageLacks, imagePlace } from '../../compose/image-words.ts';
import type { ComposeProject, ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { mayBringPrograms } from '../../compose/service-start.ts';
import { textPlace } from '../../compose/text-place.ts';
import { defineComposeRule, type Example, type Fix, type Refusal } from '../../define-rule.ts';
import { toExecForm } from '../../edits/exec-form.ts';
import { probesWithout } from '../../edits/other-probes.ts';
import { missingProgram, missingPrograms } from '../../model/compose-form.ts';
import { provable } from '../../model/confidence.ts';
import { durationSeconds } from '../../model/health.ts';
import { shellPresence } from '../../model/shell.ts';
import type { Place } from '../../parse/yaml/tree.ts';
import type { HealthCommand } from '../../probe/request.ts';
import { holdsData, serverOfService } from '../../service-facts/known-server.ts';
import { InFlow, isRefused, replaceValue, withoutVariables } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly image: ServiceImage;
  readonly command: HealthCommand;
  readonly tool: string;
  readonly isShell: boolean;
}

export default defineComposeRule<Data>({
  id: 'compose-healthcheck-tool-missing',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'The health check of a service starts a program that its image does not have',
  why: 'The probe fails each time, so that the service is never healthy and what depends on it never starts.',
  sources: [],
  *check({ project, context, imageOf }) {
    for (const service of project.services) {
      const check = service.healthcheck;
      if (!service.complete || check?.testAt === undefined || check.test === undefined || check.isDisabled)
        continue;
      const image = imageOf(service);
      if (image === undefined) continue;
      const { state } = image;
      const command = check.test;
      const shell = state.shellForm?.[0];
      const lacksShell =
        command.form === 'shell' && shell !== undefined && shellPresence(state, shell) === 'absent';
      const missing = lacksShell ? [] : missingPrograms(command, state);
      if ((!lacksShell && missing.length === 0) || mayBringPrograms(service, image, context)) continue;
      const related = imagePlace(service);
      if (lacksShell) {
        yield {
          at: check.testAt,
          severity: provable(state, 'error', 'shell'),
          message: `${imageLacks(service, image)} \`${shell}\` to run the check of \`${service.name}\` with: the service is never healthy. Write the test as \`["CMD", …]\` with a program that the image has.`,
          related,
          data: { service, image, command, tool: 'a shell', isShell: true },
        };
      }
      for (const { name, place, by } of missing) {
        const removed = by !== undefined && by !== 'image';
        yield {
          at: placeOf(project, service, place),
          severity: provable(state, 'error', name === 'sh' ? 'shell' : `tools.${name}`),
          message: `${imageLacks(service, image)} \`${name}\`${removed ? ' any more when it is finished' : ''}: the service \`${service.name}\` is never healthy. Probe with what the image has.`,
          related,
          data: { service, image, command, tool: name, isShell: false },
        };
      }
    }
  },
  *fix(problem, { project }) {
    const { service, image, command, tool, isShell } = problem.data!;
    const healthcheck = service.get('healthcheck');
    const test = healthcheck?.kind === 'map' ? healthcheck.entry('test') : undefined;
    const file = test && project.files.get(test.keyAt.file);
    if (!test || !file) return;
    const write = (
      title: string,
      argv: readonly string[],
      preferred: boolean,
      form = 'CMD',
    ): Fix | Refusal => {
      const edits = replaceValue(file, test, new InFlow([form, ...argv.map(withoutVariables)]), {
        dropVariables: test.value.kind === 'list',
      });
      return isRefused(edits)
        ? { title, reason: edits.reason }
        : { title, safety: 'review', preferred, edits };
    };
    if (isShell && command.form === 'shell') {
      const plain = toExecForm(command.script, { healthcheck: true });
      const missing = plain.ok ? missingProgram({ form: 'exec', argv: plain.argv }, image.state) : '';
      if (plain.ok && missing === undefined) {
        yield write('Start the program without a shell', plain.argv, true);
        return;
      }
    }
    const server = serverOfService(service, image);
    if (server !== undefined && holdsData(server)) {
      // A database is asked in its own language: what answers HTTP on one of its ports is not it.
      const own = server.healthcheck?.test;
      const argv = own?.slice(1) ?? [];
      const asked =
        own?.[0] === 'CMD'
          ? ({ form: 'exec', argv } as const)
          : ({ form: 'shell', script: argv[0] ?? '' } as const);
      if (own !== undefined && missingPrograms(asked, image.state).length === 0) {
        yield write(`Ask ${server.name} by its own check`, argv, true, own[0]);
        return;
      }
      if (server.kind !== 'search') return;
    }
    const limit = durationSeconds(textOf(service, 'timeout'));
    const probes = probesWithout(image.stage, command, limit, tool);
    if ('reason' in probes) yield probes;
    else for (const [index, { title, argv }] of probes.entries()) yield write(title, argv, index === 0);
  },
});

function textOf(service: ComposeService, key: string): string | undefined {
  const node = service.get('healthcheck', key);
  return node?.kind === 'scalar' ? node.text : undefined;
}

/** The program's name in the test; the whole item where it cannot be told. */
function placeOf(
  project: ComposeProject,
  service: ComposeService,
  place: { readonly item: number; readonly start: number; readonly end: number },
): Place {
  const test = service.get('healthcheck', 'test');
  // The first item is CMD or CMD-SHELL.
  const item = test?.kind === 'list' ? test.items[place.item + 1] : test;
  if (item?.kind !== 'scalar') return service.healthcheck!.testAt!;
  return textPlace(project.files, item, place.start, place.end);
}

export const docs = `
The rule looks at the image that the service really runs: the stage that its Dockerfile builds with this target and these build
arguments, or what is known of the image that it pulls. It is silent where anything unknown could have brought the program, and
where something is mounted over a folder of programs.

\`CMD-SHELL\`, and a test that is one text, are given to the image's shell: without a shell no such check ever succeeds.

The fix asks the same question in the image's own language, as \`["CMD", …]\`, with a limit of its own and an exit code that is not zero
when the answer is an error. Scheme, port, path, method, headers and \`-k\` are kept, or the fix is not offered.
`;

const python = 'FROM python:3.12-slim\nCOPY app.py /app.py\nUSER 10001\nCMD ["python", "/app.py"]\n';
const distroless =
  'FROM gcr.io/distroless/nodejs22-debian12\nCOPY app.js /app.js\nUSER nonroot\nCMD ["/app.js"]\n';

export const examples = [
  {
    bad: `services:\n  api:\n    build: ./api\n    healthcheck:\n      test: ["CMD", "«curl»", "-f", "http://localhost:8000/health"]\n      timeout: 3s\n`,
    files: { 'api/Dockerfile': python },
    fixed: `services:\n  api:\n    build: ./api\n    healthcheck:\n      test: ["CMD", "python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health',timeout=3)"]\n      timeout: 3s\n`,
  },
  {
    bad: `services:\n  api:\n    build: .\n    healthcheck:\n      test: «curl» -f http://127.0.0.1:8000/health || exit 1\n`,
    files: { Dockerfile: python },
    fixed: `services:\n  api:\n    build: .\n    healthcheck:\n      test: ["CMD", "python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health',timeout=3)"]\n`,
  },
  {
    bad: `services:\n  api:\n    build: .\n    healthcheck:\n      test: «["CMD-SHELL", "wget -q -O /dev/null http://127.0.0.1:3000/health || exit 1"]»\n`,
    files: { Dockerfile: distroless },
    note: 'There is no shell.',
  },
  {
    bad: `services:\n  cache:\n    image: redis:7-alpine\n    healthcheck:\n      test: ["CMD-SHELL", "«curl» -fsS http://127.0.0.1:8080/"]\n`,
    fixed: `services:\n  cache:\n    image: redis:7-alpine\n    healthcheck:\n      test: ["CMD-SHELL", "redis-cli ping | grep -qE \\"PONG|NOAUTH\\""]\n`,
  },
  {
    bad: `services:\n  db:\n    image: postgres:17-alpine\n    healthcheck:\n      test: ["CMD", "«curl»", "-f", "http://localhost:5432/"]\n`,
    fixed: `services:\n  db:\n    image: postgres:17-alpine\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -h 127.0.0.1 -U \\"$$\{POSTGRES_USER:-postgres}\\""]\n`,
  },
  {
    bad: `services:\n  api:\n    build:\n      context: .\n      target: slim\n    healthcheck:\n      test: ["CMD", "«curl»", "-f", "http://127.0.0.1/"]\n`,
    files: {
      Dockerfile:
        'FROM debian:12-slim AS slim\nUSER 10001\nFROM slim AS full\nUSER 0\nRUN apt-get update && apt-get install -y curl\nUSER 10001\n',
    },
    fixed: false,
    note: 'The stage that is built has none, though the last one has.',
  },
  {
    good: `services:\n  api:\n    build: .\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://127.0.0.1/"]\n`,
    files: { Dockerfile: 'FROM python:3.12\nUSER 10001\n' },
    note: 'The full image has curl.',
  },
  {
    good: `services:\n  api:\n    build: .\n    volumes:\n      - ./tools:/usr/local/bin\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://127.0.0.1/"]\n`,
    files: { Dockerfile: python },
    note: 'What is mounted may hold it.',
  },
  {
    good: `services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U postgres"]\n`,
  },
  {
    good: `services:\n  api:\n    build: .\n    healthcheck:\n      disable: true\n`,
    files: { Dockerfile: python },
  },
  {
    good: `services:\n  api:\n    image: example.com/team/api:1\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://127.0.0.1/"]\n`,
    note: 'Nothing is known of this image.',
  },
] satisfies Example[];
