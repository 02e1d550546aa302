// What a package manager downloaded stays in the image beside what it installed.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { mayHaveSyntax } from '../../edits/frontend.ts';
import { addCommandAtEnd, addWordAfter } from '../../edits/shell-chain.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { type KeptCache, keptCaches } from '../../model/package-caches.ts';
import type { ImageState } from '../../model/state.ts';
import { runsOf } from '../../model/triggers.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly kept: readonly KeptCache[];
}

export default defineRule<Data>({
  id: 'package-cache-kept',
  severity: 'information',
  profiles: ['strict'],
  summary: 'What a package manager downloaded stays in the image',
  why: 'The cache makes the layer larger, and nothing in the running container needs it.',
  sources: [
    'hadolint:DL3019',
    'hadolint:DL3032',
    'hadolint:DL3036',
    'hadolint:DL3040',
    'hadolint:DL3042',
    'hadolint:DL3060',
    'trivy:DS-0015',
    'trivy:DS-0019',
    'trivy:DS-0020',
    'trivy:DS-0025',
    'trivy:DS-0027',
    'kics:38300d1a-feb2-4a48-936a-d1ef1cd24313',
    'kics:f2f903fb-b977-461e-98d7-b3e2185c6118',
    'kics:00481784-25aa-4a55-8633-3136dfcf4f37',
    'kics:295acb63-9246-4b21-b441-7c1f1fb62dc0',
    'kics:ae9c56a6-3ed1-4ac0-9b54-31267f51151d',
  ],
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const stage of model.finalChain) {
      for (const instruction of runsOf(stage)) {
        const kept = keptCaches(model, instruction);
        const [first] = kept;
        if (!first) continue;
        const tools = new Map(kept.map((each) => [each.tool, each] as const));
        const all = [...tools.values()];
        const names = listed(all.map(({ tool }) => `\`${tool}\``));
        const places = listed(all.map(({ place }) => (/^[/~]/.test(place) ? `\`${place}\`` : place)));
        const advice = [...new Set(all.flatMap(({ option, cleaning }) => option?.text ?? cleaning ?? []))];
        const { start, end } = (first.command.word ?? first.command.command).at;
        yield {
          at: { start, end: Math.max(end, first.option?.after.at.end ?? end) },
          message: `${names} ${all.length === 1 ? 'leaves' : 'leave'} the downloads in ${places}, and they stay in this layer. ${
            advice.length > 0
              ? `Add ${listed(advice.map((text) => `\`${text}\``))} to this RUN`
              : 'Mount a cache for them, or remove them in the same RUN'
          }.`,
          data: { instruction, kept },
        };
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, kept } = problem.data!;
    const edits = editsFor(model, instruction, kept);
    const tools = [...new Set(kept.map(({ tool }) => tool))];
    if (edits) yield { title: `Keep no cache of ${listed(tools)}`, safety: 'review', preferred: true, edits };
    const mounts = mountsFor(model, instruction, tools);
    const at = instruction.keywordAt.end;
    if (mounts)
      yield {
        title: `Keep the cache of ${listed(tools)} outside of the image, in a cache mount (it needs BuildKit)`,
        safety: 'review',
        preferred: !edits,
        edits: [
          {
            start: at,
            end: at,
            text: mounts.map((target) => ` --mount=type=cache,target=${target}`).join(''),
          },
        ],
      };
  },
});

/** Where the tools keep their caches for root, and in the official images of their language. */
const folders: Readonly<Record<string, (state: ImageState) => readonly string[]>> = {
  pip: () => ['/root/.cache/pip'],
  npm: () => ['/root/.npm'],
  go: ({ env }) => [`${env.get('GOPATH') ?? '/root/go'}/pkg/mod`, '/root/.cache/go-build'],
  cargo: ({ env }) => [`${env.get('CARGO_HOME') ?? '/root/.cargo'}/registry`],
};

/** Undefined where one of the tools, or the user's home, is not known. */
function mountsFor(model: Model, instruction: Instruction, tools: readonly string[]): string[] | undefined {
  const state = model.before(instruction);
  const home = state.env.get('HOME') ?? '/root';
  if (state.runsAsRoot !== true || home !== '/root' || !mayHaveSyntax(model.dockerfile, 1, 2))
    return undefined;
  if (instruction.keyword !== 'RUN' || tools.some((tool) => !Object.hasOwn(folders, tool))) return undefined;
  const found = tools.flatMap((tool) => folders[tool]!(state));
  return found.every((target) => /^\/[\w./-]+$/.test(target)) ? found : undefined;
}

/** The options where there are some, and one removal at the end for the others; undefined where one cannot be written. */
function editsFor(model: Model, instruction: Instruction, kept: readonly KeptCache[]): Edit[] | undefined {
  const edits: Edit[] = [];
  const cleanings = new Set<string>();
  for (const { option, cleaning } of kept) {
    if (option) {
      const edit = addWordAfter(model, option.after, option.text);
      if (!edit) return undefined;
      const { start, end } = option.after.at;
      edits.push(option.instead ? { start, end, text: edit.text.replace(/^(, | )/, '') } : edit);
    } else if (cleaning) cleanings.add(cleaning);
    else return undefined;
  }
  if (cleanings.size > 0) {
    const edit = addCommandAtEnd(model, instruction, [...cleanings].join(' && '));
    if (!edit) return undefined;
    edits.push(edit);
  }
  return edits;
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export const docs = `
Looks at the stages that make up the shipped image: \`pip install\` without \`--no-cache-dir\`, \`npm\`, \`yarn\`, \`cargo\` and \`go\`
without a removal in the same RUN, \`apk add\` without \`--no-cache\`, \`dnf\`, \`yum\` and \`zypper\` without \`clean\`. One finding a RUN.

Cache and tmpfs mounts, \`PIP_NO_CACHE_DIR\` and its like, a removal in the same RUN, a script that may remove it, and images that
nothing is known of make it silent.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nCOPY requirements.txt .\nRUN «pip install» -r requirements.txt\nUSER 10001\n`,
    fixed: `FROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nUSER 10001\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN «apk add -U» curl\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nRUN apk add --no-cache curl\nUSER 10001\n`,
  },
  {
    bad: `FROM node:22-slim\nCOPY package*.json ./\nRUN «npm» ci --omit=dev\nUSER node\n`,
    fixed: `FROM node:22-slim\nCOPY package*.json ./\nRUN npm ci --omit=dev && npm cache clean --force\nUSER node\n`,
  },
  {
    bad: `FROM redhat/ubi9\nRUN «dnf» install -y python3-pip \\\n    && pip install uvicorn\nUSER 10001\n`,
  },
  { good: `FROM python:3.12-slim\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\nUSER 10001\n` },
  {
    good: `FROM python:3.12-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim AS build\nRUN pip install flask\nFROM python:3.12-slim\nCOPY --from=build /app /app\nUSER 10001\n`,
    note: 'A builder stage is not shipped.',
  },
  {
    good: `FROM golang:1.25\nCOPY go.mod go.sum ./\nRUN go mod download\nUSER 10001\n`,
    note: 'The build that follows needs them.',
  },
  { good: `FROM alpine:3.22\nRUN apk add --no-cache curl\nUSER 10001\n` },
  { good: `FROM node:22-slim\nRUN npm ci && npm cache clean --force\nUSER node\n` },
  { good: `FROM alpine:3.22\nRUN apk update && apk add curl && rm -rf /var/cache/apk/*\nUSER 10001\n` },
] satisfies Example[];
