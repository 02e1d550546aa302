// `plimsoll compare`: scans two images and tells them apart.
import { openFacts } from '../engine/index.ts';
import { parseImageReference } from '../engine/parse/image-ref.ts';
import { compareImages } from '../image-report/compare.ts';
import { compareJson, compareMarkdown, compareText } from '../image-report/compare-report.ts';
import { toJson } from '../report/escape.ts';
import { runTrivy, type TrivyReport } from '../trivy/index.ts';
import { readAsset } from '../workspace/assets.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { printOrWrite } from './output.ts';
import { type TrivyFlags, withTrivy } from './scan-run.ts';
import { SettingsFinder } from './settings-finder.ts';
import { wantsColor } from './streams.ts';

export const compareFormats = ['text', 'json', 'markdown'] as const;

export interface CompareFlags extends TrivyFlags {
  readonly format: (typeof compareFormats)[number];
  readonly failOnAdded: boolean;
  readonly output?: string;
  readonly color: boolean;
  readonly version: string;
}

/** Exit code 1 where the second image has vulnerabilities that the first has not, if the user asks for that. */
export async function compare(before: string, after: string, flags: CompareFlags): Promise<ExitCode> {
  const [own, other] = await withTrivy(flags, async ({ request, control, imageTarget }) => {
    const reports: TrivyReport[] = [];
    // One after the other: two runs would wait for each other's lock on Trivy's cache.
    for (const name of [before, after]) {
      const target = await imageTarget(name);
      reports.push((await runTrivy({ ...request, target, listPackages: true }, control)).report);
    }
    return reports as [TrivyReport, TrivyReport];
  });
  const settings = new SettingsFinder(process.cwd(), undefined);
  const project = settings.for(process.cwd());
  const facts = settings.factsFor(project, openFacts(JSON.parse(readAsset('image-facts.json'))));
  const sideOf = (report: TrivyReport, name: string) => {
    const reference = parseImageReference(name);
    return { report, facts: 'error' in reference ? undefined : facts.lookup(reference) };
  };
  const comparison = compareImages(sideOf(own, before), sideOf(other, after));
  const isTerminal = flags.output === undefined && process.stdout.isTTY;
  const text =
    flags.format === 'json'
      ? `${toJson(compareJson(comparison, flags.version))}\n`
      : flags.format === 'markdown'
        ? compareMarkdown(comparison)
        : compareText(comparison, wantsColor(flags.color, isTerminal));
  printOrWrite(text, flags.output);
  return flags.failOnAdded && comparison.added.length > 0 ? exitCodes.found : exitCodes.fine;
}
