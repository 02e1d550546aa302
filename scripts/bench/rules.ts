// What each phase and each rule of the engine costs: `npx tsx scripts/bench.ts --rules [DOCKERFILE…]`.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { lint, openFacts, rulesById } from '../../server/src/engine/index.ts';
import { buildModel } from '../../server/src/engine/model/build.ts';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import { compileFacts } from '../generate/facts.ts';
import { edit, makeDockerfile } from './dockerfile.ts';

const rounds = 60;
const context = { fileName: 'Dockerfile', today: '2025-06-01' };

interface Cost {
  readonly first: number[];
  /** Once more over the same model: what is not shared and not kept. */
  readonly again: number[];
}

/** Prints a table for each file, in milliseconds for 1,000 lines, the dearest first; without a file for generated text. */
export async function benchRules(paths: readonly string[]): Promise<void> {
  const facts = openFacts(JSON.parse(await compileFacts()));
  const texts = paths.map((path) => [path, readFileSync(path, 'utf8')] as const);
  for (const [name, original] of texts.length > 0
    ? texts
    : [200, 1000].map((size) => [`generated, ${size} lines`, makeDockerfile(size)] as const)) {
    const lines = original.split('\n').length - 1;
    const scale = 1000 / Math.max(lines, 1);
    const costs = new Map<string, Cost>();
    const time = (id: string, kind: keyof Cost, run: () => void) => {
      const cost: Cost = costs.get(id) ?? { first: [], again: [] };
      costs.set(id, cost);
      const start = performance.now();
      run();
      cost[kind].push((performance.now() - start) * scale);
    };
    const start = process.cpuUsage().user;
    for (let round = -5; round < rounds; round++) {
      if (round === 0) costs.clear();
      const text = changed(original, round);
      time('whole: changed text, recommended', 'first', () => lint({ text, facts, context }));
      time('whole: the same text, strict', 'first', () =>
        lint({ text, facts, context, settings: { profile: 'strict' } }),
      );
      const other = changed(original, round + 1000);
      let dockerfile = parseDockerfile(other);
      time('phase: parse', 'first', () => {
        dockerfile = parseDockerfile(other);
      });
      let model = buildModel(dockerfile, facts, context);
      dockerfile = parseDockerfile(changed(original, round + 2000));
      time('phase: model', 'first', () => {
        model = buildModel(dockerfile, facts, context);
      });
      for (const rule of rulesById.values()) {
        const options = Object.fromEntries(
          Object.entries(rule.options ?? {}).map(([option, spec]) => [option, spec.default]),
        );
        if (rule.language !== 'dockerfile') continue;
        const check = () => {
          for (const _ of rule.check({ model, context, facts, options }));
        };
        time(rule.id, 'first', check);
        time(rule.id, 'again', check);
      }
    }
    console.log(
      `\n${name}: ms for 1,000 lines (median of ${rounds}): first, and once more over the same model`,
    );
    const rows = [...costs].map(([id, { first, again }]) => ({
      id,
      first: median(first),
      again: median(again),
    }));
    rows.sort((one, next) => next.first - one.first);
    for (const { id, first, again } of rows)
      console.log(`${first.toFixed(3).padStart(9)} ${(again ? again.toFixed(3) : '').padStart(9)}  ${id}`);
    const rules = rows.filter(({ again }) => again > 0);
    console.log(
      `${total(rules.map((row) => row.first))} ${total(rules.map((row) => row.again))}  all ${rules.length} rules`,
    );
    console.log(
      `user CPU time of the measurement: ${Math.round((process.cpuUsage().user - start) / 1000)} ms`,
    );
  }
}

/** The text with one word changed, another one each time. */
function changed(text: string, round: number): string {
  const own = edit(text, Math.abs(round));
  return own.before === '' ? `${text}# ${round}\n` : own.text;
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[values.length >> 1] ?? 0;
}

function total(values: readonly number[]): string {
  return values
    .reduce((sum, value) => sum + value, 0)
    .toFixed(3)
    .padStart(9);
}
