// Which line brought what: images made by three real builders, scanned by the real Trivy, laid onto their Dockerfiles.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeTrivyDatabase } from '../../scripts/parts/trivy.ts';
import { attribute, type Found, type Placed } from '../../server/src/attribution/index.ts';
import { LineIndex, lint } from '../../server/src/engine/index.ts';
import { memoryInProcess, runTrivy, type Scanner, type TrivyReport } from '../../server/src/trivy/index.ts';
import { facts } from '../facts.ts';
import { hasParts, requirePart } from '../part.ts';
import { type BuilderName, startYard, type Yard, yardParts } from './attribution/builders.ts';
import type { Case, Expected } from './attribution/case.ts';
import { plainCases } from './attribution/cases.ts';
import { changedCases } from './attribution/changed-cases.ts';
import { mergedCases } from './attribution/merged-cases.ts';
import { vulnerabilities } from './attribution/packages.ts';
import { type Outcome, precisionTable } from './attribution/precision.ts';
import { temporaryDirectory } from './parts.ts';

const trivy = requirePart('trivy');
const databaseWriter = requirePart('trivy-db');
const paths = Object.fromEntries(yardParts.map((name) => [name, requirePart(name)])) as Record<
  (typeof yardParts)[number],
  string
>;
const cache = join(temporaryDirectory(), 'cache');
const page = new URL('../../docs/attribution.md', import.meta.url);
const memory = memoryInProcess();
const outcomes: Outcome[] = [];
const images = [...plainCases, ...mergedCases, ...changedCases].flatMap((one) =>
  one.builders.map((builder) => ({ builder, ...one })),
);
const reports = new Map<string, Promise<TrivyReport>>();
let yard: Yard | undefined;
let knownBase: readonly string[] = [];

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-db', ...yardParts)) return;
  mkdirSync(cache, { recursive: true });
  const [started] = await Promise.all([
    startYard(paths),
    writeTrivyDatabase(databaseWriter, cache, vulnerabilities),
  ]);
  yard = started;
  // Trivy's cache is one program's at a time; the builders work meanwhile, each on its own images.
  let scanned: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = scanned.then(work);
    scanned = turn.catch(() => undefined);
    return turn;
  };
  knownBase = (await inTurn(() => scan(`${started.registry}/library/deck:1`))).image.diffIds;
  const lanes = new Map<BuilderName, Promise<unknown>>();
  for (const one of images) {
    if (reports.has(keyOf(one))) continue;
    const { builder, built } = one;
    const before = lanes.get(builder) ?? Promise.resolve();
    const image = before.then(() => started.build(builder, { ...one, dockerfile: textOf(built) }));
    lanes.set(
      builder,
      image.catch(() => undefined),
    );
    const report = image.then((reference) => inTurn(() => scan(reference, one.scanners)));
    report.catch(() => undefined);
    reports.set(keyOf(one), report);
  }
});

/** Cases that build the same share an image. */
function keyOf({ builder, built, files, target, way, scanners }: Case & { builder: BuilderName }): string {
  return JSON.stringify([builder, built, files, target, way, scanners]);
}

afterAll(async () => {
  await Promise.allSettled(reports.values());
  await yard?.stop();
});

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

async function scan(reference: string, scanners: readonly Scanner[] = ['vuln']): Promise<TrivyReport> {
  const { report } = await runTrivy({
    program: trivy,
    cacheDirectory: cache,
    memory,
    target: { kind: 'image', reference, sources: ['remote'] },
    options: { scanners },
    offline: true,
    env: process.env,
    workspaceFolders: [],
  });
  return report;
}

/** What was found, by the name that the cases give it. */
function findingsOf(report: TrivyReport): (Found & { readonly name: string })[] {
  return [
    ...report.vulnerabilities.map(({ package: name, installed: version, class: kind, ...rest }) => ({
      name,
      package: name,
      version,
      class: kind,
      ...(rest.type ? { type: rest.type } : {}),
      path: rest.target,
      ...(rest.layerDiffId ? { layerDiffId: rest.layerDiffId } : {}),
    })),
    ...[...report.secrets, ...report.misconfigurations].map(({ target, layerDiffId }) => ({
      name: target,
      class: 'other' as const,
      path: target,
      ...(layerDiffId ? { layerDiffId } : {}),
    })),
  ];
}

/** A place in the words of the cases. */
function described(place: Placed | undefined, text: string): object {
  if (!place) return { nowhere: true };
  const index = new LineIndex(text);
  const line = (offset: number) => index.position(offset).line + 1;
  const { at, instruction, says, manifest, installed } = place;
  const isWhole = at.start === instruction.head.start && at.end === instruction.head.end;
  return {
    line: line(at.start),
    ...(isWhole ? {} : { word: text.slice(at.start, at.end) }),
    ...(says === undefined ? {} : { says }),
    ...(manifest ? { manifest: `${manifest.path}:${manifest.line + 1}` } : {}),
    ...(installed ? { installed: line(installed.at.start) } : {}),
  };
}

function wanted({ from, at, wrong, nowhere, says, ...rest }: Expected, fromLine: number): object {
  if (nowhere) return { nowhere };
  if (says !== undefined) return { ...rest, says, line: at ?? fromLine };
  return { ...rest, line: wrong ?? from };
}

test.for(images)('$builder: $name', async ({ builder, ...one }: Case & { builder: BuilderName }) => {
  const report = await reports.get(keyOf({ builder, ...one }))!;
  const text = textOf(one.shown ?? one.built);
  const { model } = lint({ text, facts, context: {}, settings: {} });
  const findings = findingsOf(report);
  const bases = one.knowsBase
    ? { bases: (image: string) => (image === 'deck:1' ? knownBase : undefined) }
    : {};
  const files = one.files ?? {};
  const attribution = attribute(model, report.image, findings, { ...bases, files })!;
  const fromLine = one.built.findIndex((line) => line.startsWith('FROM')) + 1;
  const found = findings.map(
    ({ name }, index) => [name, described(attribution.places[index], text)] as const,
  );
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(Object.entries(one.found).map(([name, each]) => [name, wanted(each, fromLine)])),
  );
  expect(attribution.match).toBe(one.match);
  expect(JSON.stringify(attribution.notes)).not.toContain('secret of the build');
  for (const [index, { name }] of findings.entries()) {
    const place = attribution.places[index];
    const truth = one.found[name]!.from;
    const line = place && new LineIndex(text).position(place.at.start).line + 1;
    const said = place?.sure === 'either' ? 'unsure' : line === undefined ? 'nowhere' : line;
    outcomes.push({ builder, name: one.name, finding: name, truth, said });
  }
});

test('the figures that docs/attribution.md publishes', (context) => {
  if (outcomes.length === 0) context.skip('no image was built');
  const table = precisionTable(outcomes);
  console.log(table);
  const text = readFileSync(page, 'utf8');
  const mark = /(?<=<!-- figures -->\n)[\s\S]*?(?=<!-- end of figures -->)/;
  if (process.env['PLIMSOLL_WRITE_FIGURES'] === '1')
    writeFileSync(
      page,
      text.replace(mark, () => table),
    );
  expect(mark.exec(readFileSync(page, 'utf8'))?.[0]).toBe(table);
});
