// The two stages of a front end: the builder makes the files, and nginx without root serves them.
import type { Instruction } from '../../../parse/syntax.ts';
import { type Arrangement, arrange } from '../../arrange.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import type { Step } from '../../steps.ts';
import { type Reading, readNode } from './reading.ts';
import { readSite, type Site } from './site.ts';

/** The port of the images that run nginx without root. */
const port = 8080;

/** Where the image serves files from, and where it takes a server's settings from. Source: nginx's default.conf. */
const served = '/usr/share/nginx/html';
const settings = '/etc/nginx/conf.d/default.conf';

/** @throws SplitRefusal */
export function planSite(input: SplitInput, choice: RuntimeChoice): Plan {
  const reading = readNode(input);
  const site = readSite(input, reading);
  if (!site)
    throw new SplitRefusal(
      'It is not certain which files are served.',
      'files needed are not known',
      input.stage.from.at,
    );
  const { stage } = input;
  const last = stage.instructions.findLast(({ keyword }) =>
    /^(RUN|COPY|ADD|WORKDIR|ENV|ARG)$/.test(keyword),
  )!;
  const steps = allOfTheBuilder(reading);
  const state = input.model.after(last);
  const added: Piece[] = site.build
    ? [
        ...(state.runsAsRoot === false
          ? [
              {
                kind: 'added' as const,
                text: 'USER root',
                why: 'The build writes to folders that belong to root.',
              },
            ]
          : []),
        {
          kind: 'added',
          text: `RUN ${site.build}`,
          why: `The files are built once: ${site.before} them from the sources.`,
        },
      ]
    : [];
  const arrangement: Arrangement = {
    input,
    choice,
    steps,
    last,
    usedToBuild: () => true,
    onlyToBuild: () => true,
    variables: () => 'builder',
    copy: () => 'builder',
    after: new Map([[last, added]]),
    artifacts: { at: last, pieces: artifactsOf(site, last) },
    runtimeText: (instruction) => textOf(input, instruction, reading, choice),
    notes: notesOf(site, choice),
  };
  const plan = arrange(arrangement);
  const exposed = stage.instructions.some(({ keyword }) => keyword === 'EXPOSE');
  if (exposed) return plan;
  const expose: Piece = { kind: 'added', text: `EXPOSE ${port}`, why: `nginx listens on ${port}.` };
  return { ...plan, runtime: [...plan.runtime, expose] };
}

/** The web server runs none of the file's steps. */
function allOfTheBuilder({ steps }: Reading): ReadonlyMap<Instruction, Step> {
  return new Map(
    [...steps].map(([instruction, { parts }]) => [
      instruction,
      { instruction, parts: parts.map(({ command }) => ({ kind: 'own' as const, command })) },
    ]),
  );
}

function artifactsOf({ folder, fallback, before }: Site, last: Instruction): Piece[] {
  const tried = fallback === '/index.html' ? `$uri $uri/ ${fallback}` : `$uri $uri.html $uri/ ${fallback}`;
  const lines = [
    'server {',
    `    listen ${port};`,
    `    root ${served};`,
    '    location / {',
    `        try_files ${tried};`,
    '    }',
    '}',
  ];
  const why =
    fallback === '/index.html'
      ? `As ${before} them, an address that no file has gets \`index.html\`.`
      : `As ${before} them, an address without its ending finds the page.`;
  return [
    {
      kind: 'derived',
      instruction: last,
      text: `COPY --from=builder ${folder} ${served}`,
      why: `\`${folder}\` holds the files of the site.`,
    },
    { kind: 'added', text: [`COPY <<'EOF' ${settings}`, ...lines, 'EOF'].join('\n'), why },
  ];
}

function textOf(
  input: SplitInput,
  instruction: Instruction,
  { start }: Reading,
  choice: RuntimeChoice,
): { readonly text: string; readonly why: string } | { readonly dropped: string } | undefined {
  switch (instruction.keyword) {
    case 'CMD':
    case 'ENTRYPOINT':
      return { dropped: `\`${choice.image}\` starts nginx itself.` };
    case 'EXPOSE':
      return {
        text: `EXPOSE ${port}`,
        why: `nginx listens on ${port}, not on ${instruction.words.map(({ value }) => value).join(', ')}.`,
      };
    case 'USER':
    case 'WORKDIR':
    case 'SHELL':
    case 'VOLUME':
    case 'STOPSIGNAL':
      return { dropped: `It is about the program that \`${start.shown}\` started.` };
    case 'HEALTHCHECK':
      return probe(input, instruction);
    default:
      return undefined;
  }
}

/** The probe of the file, on the port of nginx. */
function probe(
  { model }: SplitInput,
  instruction: Instruction,
): { readonly text: string; readonly why: string } | { readonly dropped: string } | undefined {
  const command = instruction.body.text;
  if (/^NONE\b/i.test(command)) return undefined;
  const ports = new Set(command.match(/(?<=(?:localhost|127\.0\.0\.1|0\.0\.0\.0):)\d{1,5}(?!\d)/g) ?? []);
  const bare = /https?:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0)(?=[/"'\s]|$)/.test(command);
  if (ports.size !== 1 || bare) return { dropped: 'It asks what nginx does not answer.' };
  const [from] = ports;
  const written = model.dockerfile.text
    .slice(instruction.at.start, instruction.at.end)
    .replaceAll('\r\n', '\n');
  // Busybox's wget tries ::1 first, where this nginx does not listen.
  const text = written
    .replaceAll(`localhost:${from}`, `127.0.0.1:${from}`)
    .replaceAll(`:${from}`, `:${port}`);
  return { text, why: `nginx listens on ${port}, at 127.0.0.1.` };
}

function notesOf({ build }: Site, choice: RuntimeChoice): string[] {
  return [
    `\`${choice.image}\` listens on ${port}: publish that port, as in \`-p 80:${port}\`.`,
    'nginx gets its settings from a here-document, which Docker reads since version 23.',
    ...(build
      ? [
          'What the front end reads from its environment is fixed when it is built: give it with `ARG` and `--build-arg`.',
        ]
      : []),
  ];
}
