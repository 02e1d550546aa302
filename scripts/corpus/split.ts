// `npm run corpus -- FOLDER… --split`: tries every refactoring of every real file of one stage, counts what converts and what is
// refused by cause, and checks what must hold for each result. `--list CAUSE` prints the files and sentences of a cause (`all` for
// every one), `--show NAME` the files whose name has NAME in it, before and after, `--language NAME` takes one language only,
// `--markdown` writes the figures into docs/split-on-real-files.md.
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { unifiedDiff } from '../../server/src/cli/diff.ts';
import { lint, openFacts } from '../../server/src/engine/index.ts';
import type { RefusedRefactoring } from '../../server/src/engine/refactor/refactoring.ts';
import { compileFacts } from '../generate/facts.ts';
import { askOracle } from '../parts/buildkit.ts';
import { rememberedParts } from '../parts/index.ts';
import { faultsOfSplit } from './split-faults.ts';
import { sampleFiles } from './split-files.ts';
import { languageOfFile } from './split-language.ts';
import { type TriedFile, type TriedOffer, tryOffers } from './split-offers.ts';
import { type MeasuredFile, splitSummary, writePage } from './split-page.ts';

interface SplitOptions {
  readonly folders: readonly string[];
  readonly list: string | undefined;
  readonly show: string | undefined;
  readonly language: string | undefined;
  readonly markdown: boolean;
}

function readOptions(given: readonly string[]): SplitOptions {
  const args = [...given];
  const option = (name: string) => {
    const at = args.indexOf(name);
    return at < 0 ? undefined : args.splice(at, 2)[1];
  };
  const [list, show, language] = [option('--list'), option('--show'), option('--language')];
  const markdown = args.includes('--markdown');
  return { list, show, language, markdown, folders: args.filter((arg) => !arg.startsWith('--')) };
}

/**
 * @param args the command line without `--split`
 * @returns whether every property held
 */
export async function runSplit(args: readonly string[]): Promise<boolean> {
  const options = readOptions(args);
  const facts = openFacts(JSON.parse(await compileFacts()));
  const today = new Date().toISOString().slice(0, 10);
  const measured: MeasuredFile[] = [];
  const results: { readonly file: MeasuredFile; readonly tried: TriedOffer }[] = [];
  let spent = 0;
  let slowest: readonly [number, string] = [0, ''];
  for (const folder of options.folders) {
    for await (const { name, text, context } of sampleFiles(resolve(folder))) {
      if (options.show !== undefined && !name.includes(options.show)) continue;
      const before = lint({ text, facts, context: { ...context, today } });
      const language = languageOfFile(before);
      if (language === undefined || (options.language ?? language) !== language) continue;
      const start = performance.now();
      const file: MeasuredFile = { name, language, offers: [], refusals: [], faults: [] };
      measured.push(file);
      let made: TriedFile;
      try {
        made = tryOffers(before);
      } catch (error) {
        file.faults.push({ property: 'throws', offer: '', what: String(error) });
        continue;
      }
      const took = performance.now() - start;
      spent += took;
      if (took > slowest[0]) slowest = [took, name];
      file.refusals.push(...made.refusals);
      for (const tried of made.tried) {
        file.offers.push(tried.offer.id);
        results.push({ file, tried });
        for (const fault of faultsOfSplit(tried)) file.faults.push({ ...fault, offer: tried.offer.id });
      }
      if (options.show !== undefined) show(name, made);
    }
  }
  await judgeByBuildKit(results);
  for (const file of measured) {
    for (const { property, offer, what } of file.faults)
      console.log(`fault: ${file.name} ${offer} ${property}: ${what}`);
    if (options.list !== undefined) listRefusals(file, options.list);
  }
  if (options.markdown) writePage(measured);
  console.log(splitSummary(measured));
  console.log(
    `${measured.length} files in ${Math.round(spent)} ms; slowest ${Math.round(slowest[0])} ms ${slowest[1]}`,
  );
  return measured.every(({ faults }) => faults.length === 0);
}

/** The real parser on every result whose file it takes. */
async function judgeByBuildKit(results: readonly { file: MeasuredFile; tried: TriedOffer }[]): Promise<void> {
  const program = rememberedParts()['buildkit-oracle'];
  if (program === undefined) {
    console.log('BuildKit was not asked: run `npx tsx scripts/parts/prepare.ts buildkit-oracle` first.');
    return;
  }
  const texts = results.flatMap(({ tried }) => [tried.before.input.text, tried.text]);
  const answers = await askOracle(
    program,
    texts.map((text) => ({ name: '', text })),
  );
  for (const [index, { file, tried }] of results.entries()) {
    const [before, after] = [answers[2 * index]!, answers[2 * index + 1]!].map(
      ({ parseError, instructionError, buildError }) => parseError ?? instructionError ?? buildError,
    );
    if (before || !after) continue;
    file.faults.push({
      property: 'parses',
      offer: tried.offer.id,
      what: `BuildKit: ${after.message}, line ${after.line}`,
    });
  }
}

function listRefusals({ name, offers, refusals }: MeasuredFile, cause: string): void {
  const chosen = refusals.filter((one) => cause === 'all' || one.cause === cause);
  for (const { id, cause: its, reason } of chosen)
    console.log(`${offers.length > 0 ? '(converts) ' : ''}${name} ${id} [${its}] ${reason}`);
}

function show(name: string, { tried, refusals }: TriedFile): void {
  console.log(`======== ${name}`);
  for (const { before, offer, text } of tried) {
    console.log(`---- ${offer.id}: ${offer.title}`);
    console.log(unifiedDiff('Dockerfile', before.input.text, text, 1000));
    for (const { kind, what } of offer.changes) console.log(`  ${kind}: ${what}`);
  }
  for (const { id, cause, reason, at } of refusals as readonly RefusedRefactoring[])
    console.log(`---- refused ${id} [${cause}] at ${at.start}: ${reason}`);
}
