// `npm run bench`: this project beside the peers that the machine has, in one run, as ratios.
// `npm run bench -- --rules [DOCKERFILE…]`: what each phase and each rule costs.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { edit, makeDockerfile } from './bench/dockerfile.ts';
import { type Measurement, measure } from './bench/language-server.ts';
import { findPeers } from './bench/peers.ts';
import { benchRules } from './bench/rules.ts';
import { root, runMain } from './root.ts';

const sizes = [50, 200, 1000, 5000];
const edits = 40;

runMain(async () => {
  const args = process.argv.slice(2);
  if (args[0] === '--rules') return benchRules(args.slice(1));
  const server = join(root, 'dist/server.js');
  if (!existsSync(server)) throw new Error('dist/server.js is missing: run `npm run build` first.');
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}\n`,
  );
  await benchEngine();
  await benchFacts();
  const own = await measure([process.execPath, server, '--stdio'], sizes, edits, false);
  show('plimsoll (push)', own);
  show('plimsoll (pull)', await measure([process.execPath, server, '--stdio'], sizes, edits, true));
  for (const peer of await findPeers()) {
    try {
      show(peer.name, await measure(peer.command, sizes, edits, false), own);
    } catch (error) {
      console.log(`${peer.name}: not measured: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  benchCommandLine();
});

async function benchEngine(): Promise<void> {
  const { lint, openFacts } = await import('../server/src/engine/index.ts');
  const { compileFacts } = await import('./generate/facts.ts');
  const facts = openFacts(JSON.parse(await compileFacts()));
  console.log('engine alone (lint of a changed text), ms');
  for (const lines of sizes) {
    let text = makeDockerfile(lines);
    const times: number[] = [];
    for (let step = 0; step < edits * 2; step++) {
      text = edit(text, step).text;
      const start = performance.now();
      lint({ text, facts });
      times.push(performance.now() - start);
    }
    times.sort((one, other) => one - other);
    console.log(
      `  ${String(lines).padStart(5)} lines  p50 ${times[edits]!.toFixed(2).padStart(8)}  p95 ${times[Math.floor(edits * 1.9)]!.toFixed(2).padStart(8)}`,
    );
  }
}

/** One look-up of an image, of those that files name most. */
async function benchFacts(): Promise<void> {
  const { openFacts } = await import('../server/src/engine/index.ts');
  const { parseImageReference } = await import('../server/src/engine/parse/image-ref.ts');
  const { compileFacts } = await import('./generate/facts.ts');
  const facts = openFacts(JSON.parse(await compileFacts()));
  const images =
    'python:3.13-slim node:22.11.0-slim nginx dhi.io/python:3.13 gcr.io/distroless/static:nonroot acme/web:1';
  const keys = images.split(' ').flatMap((image) => {
    const key = parseImageReference(image);
    return 'error' in key ? [] : [key];
  });
  const rounds = 20_000;
  for (let i = 0; i < rounds; i++) for (const key of keys) facts.lookup(key);
  const start = performance.now();
  for (let i = 0; i < rounds; i++) for (const key of keys) facts.lookup(key);
  const each = ((performance.now() - start) / rounds / keys.length) * 1000;
  console.log(`facts of one image: ${each.toFixed(2)} µs (at most 10 are wanted)`);
}

function show(name: string, measured: Measurement, beside?: Measurement): void {
  console.log(
    `\n${name}: ready ${measured.ready.toFixed(0)} ms, ${measured.memory.toFixed(0)} MiB after ${edits * sizes.length} edits; keystroke to diagnostics, ms`,
  );
  for (const [index, row] of measured.rows.entries()) {
    const ours = beside?.rows[index];
    const ratio = ours ? `  ${(row.p50 / ours.p50).toFixed(1).padStart(6)} × plimsoll` : '';
    console.log(
      `  ${String(row.lines).padStart(5)} lines  first ${row.first.toFixed(1).padStart(8)}  p50 ${row.p50.toFixed(2).padStart(8)}  p95 ${row.p95.toFixed(2).padStart(8)}  ${String(row.findings).padStart(5)} findings${ratio}`,
    );
  }
}

function benchCommandLine(): void {
  const time = (args: readonly string[]) => {
    const runs: number[] = [];
    for (let run = 0; run < 9; run++) {
      const start = performance.now();
      execFileSync(process.execPath, args, { stdio: 'ignore' });
      runs.push(performance.now() - start);
    }
    return runs.sort((one, other) => one - other)[4]!;
  };
  const bare = time(['-e', '0']);
  const cli = time([
    join(root, 'dist/cli.js'),
    'check',
    '--fail-on',
    'never',
    join(root, 'examples/fastapi/Dockerfile'),
  ]);
  console.log(
    `\ncommand line, one file cold: ${cli.toFixed(0)} ms, ${(cli / bare).toFixed(2)} × \`node -e 0\` (${bare.toFixed(0)} ms)`,
  );
}
