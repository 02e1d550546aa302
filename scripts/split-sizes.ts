// `tsx scripts/split-sizes.ts`: writes docs/split-sizes.md from what the last run of the docker suite measured
// (`npm test -- docker` leaves it in .reports/split-sizes.json).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runMain } from './root.ts';

interface Measured {
  readonly dockerfile: string;
  /** Bytes. */
  readonly compressed: number;
  /** Bytes. */
  readonly unpacked: number;
  readonly uids: readonly number[];
}

interface AppSizes {
  readonly name: string;
  readonly language: string;
  readonly what: string;
  readonly before: Measured;
  readonly after: readonly (Measured & { readonly id: string; readonly title: string })[];
}

const order = ['Python', 'Node', 'Go', 'Rust', 'Java', '.NET'];

const intro = `# What a split saves: the test applications, measured

The docker suite (\`npm test -- docker\`) builds each application under \`test/docker/apps\` by a real BuildKit, first as its author
wrote it and then after **Split into builder and runtime**, and runs both in a real Docker engine. For every line of
the table below it has checked that

- the image after the split turns healthy where the file has a health check, and answers every request with the same body as before;
- no process in it runs as root;
- it holds no compiler and no build tool, and a distroless or hardened one no shell and no package manager either, but for the pip of an
  environment that the file itself copied before a move to hardened images;
- it is smaller, packed and unpacked.

This page is written by \`npx tsx scripts/split-sizes.ts\` from that run's figures.

## What the figures are worth

The base images are **stand-ins**: trees made of packages of Debian 12 and 13 (and Node's official program, and the Go of the machine) under
the names of the images that they stand for, because tests reach no registry. \`scripts/parts/stand-ins/catalog.ts\` says how
each differs from the real one. What that means here:

- The real full images (\`python:3.13\`, \`node:22\`, \`golang:1.26\`) carry more headers and git and are two to three times as large, so that a real split saves more.
- Slim, distroless and hardened stand-ins are within some ten megabytes of the real ones; take the differences, not the absolute sizes.
- Tags of Alpine stand on Debian here. No musl was involved.
- **.NET was never run.** A small program plays \`dotnet\`: it checks arguments, paths, frameworks and the user. Its sizes say nothing of .NET.

Packed is the sum of the compressed layers, which is what a registry sends. Unpacked is what the engine counts.
`;

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

function runtimeOf(title: string): string {
  return /on (`[^`]+`)/.exec(title)?.[1] ?? title;
}

function table(apps: readonly AppSizes[]): string {
  const lines = [
    '| Application | Runtime | Packed before | after | | Unpacked before | after |',
    '|---|---|---:|---:|---:|---:|---:|',
  ];
  for (const { name, what, before, after } of apps) {
    for (const [index, one] of after.entries()) {
      const first = index === 0 ? `**${name}**: ${what}` : '';
      const saved = `−${Math.round(100 * (1 - one.compressed / before.compressed))} %`;
      const cells = [first, runtimeOf(one.title), megabytes(before.compressed), megabytes(one.compressed)];
      lines.push(`| ${[...cells, saved, megabytes(before.unpacked), megabytes(one.unpacked)].join(' | ')} |`);
    }
  }
  return lines.join('\n');
}

function example({ name, before, after }: AppSizes): string {
  const shown = after.find((one) => /:(distroless|hardened)$/.test(one.id)) ?? after[0];
  if (!shown) return '';
  const fence = (text: string) => `\`\`\`dockerfile\n${text.trimEnd()}\n\`\`\``;
  return `### ${name}\n\nBefore:\n\n${fence(before.dockerfile)}\n\nAfter, on ${runtimeOf(shown.title)}:\n\n${fence(shown.dockerfile)}`;
}

runMain(async () => {
  const path = join(root, '.reports', 'split-sizes.json');
  if (!existsSync(path)) throw new Error('no .reports/split-sizes.json: run `npm test -- docker` first');
  const apps = JSON.parse(readFileSync(path, 'utf8')) as AppSizes[];
  const parts = [intro];
  for (const language of order) {
    const own = apps.filter((app) => app.language === language);
    if (own.length === 0) throw new Error(`the run measured nothing of ${language}`);
    parts.push(`## ${language}\n\n${table(own)}\n`, ...own.slice(0, 1).map(example), '');
  }
  writeFileSync(join(root, 'docs', 'split-sizes.md'), `${parts.join('\n').trimEnd()}\n`);
});
