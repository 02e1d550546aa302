// `plimsoll policy`: scans an image and judges it by the policies of the settings.
import { dirname, join, resolve } from 'node:path';
import { attestationsOf } from '../attestations/index.ts';
import { openFacts } from '../engine/index.ts';
import { baseImageOf } from '../image-report/base-image.ts';
import { readKev } from '../image-report/kev.ts';
import { isRefused, judgePolicies, policyScan } from '../image-report/policy.ts';
import { policyJson, policyMarkdown, policyText } from '../image-report/policy-report.ts';
import { toJson } from '../report/escape.ts';
import type { SettingsFile } from '../settings/file.ts';
import { defaultPolicy } from '../settings/policy-shape.ts';
import { runTrivy } from '../trivy/index.ts';
import { readAsset } from '../workspace/assets.ts';
import { readSmallFile } from '../workspace/read.ts';
import { CommandError, type ExitCode, exitCodes } from './exit.ts';
import { printOrWrite } from './output.ts';
import { checkedDockerfile, checkScanFiles } from './scan-files.ts';
import { type TrivyFlags, withTrivy } from './scan-run.ts';
import { SettingsFinder } from './settings-finder.ts';
import { tell, wantsColor } from './streams.ts';

export const policyFormats = ['text', 'json', 'markdown'] as const;

export interface PolicyFlags extends TrivyFlags {
  readonly format: (typeof policyFormats)[number];
  readonly config?: string;
  readonly dockerfile?: string;
  readonly target?: string;
  readonly kev?: string;
  readonly registry: boolean;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly output?: string;
  readonly color: boolean;
  readonly version: string;
}

/** Bytes; CISA's list has some 2 MB. */
const largestKev = 50 * 1024 * 1024;

/** Exit code 1 where a policy fails, or cannot be told and the settings fail that. */
export async function policy(image: string, flags: PolicyFlags): Promise<ExitCode> {
  if (flags.severity || flags.ignoreUnfixed)
    throw new CommandError(
      'policy looks at every finding: --severity and --ignore-unfixed do not go with it. Which ones fail is said by “policy” in .plimsoll.json.',
      exitCodes.wrongUse,
    );
  checkScanFiles({
    quiet: flags.quiet,
    ...(flags.dockerfile === undefined ? {} : { dockerfile: flags.dockerfile }),
  });
  const settings = new SettingsFinder(process.cwd(), flags.config);
  const project = settings.for(process.cwd());
  if (!flags.quiet) for (const notice of settings.notices) tell(`${notice.path} ${notice.message}`);
  const asked = project?.policy ?? defaultPolicy;
  const kev = kevOf(flags, project);
  const dockerfile =
    flags.dockerfile === undefined ? undefined : await checkedDockerfile(flags.dockerfile, flags.target);
  const facts = settings.factsFor(project, openFacts(JSON.parse(readAsset('image-facts.json'))));
  const { report, attestations } = await withTrivy(flags, async ({ request, control, imageTarget }) => {
    const target = await imageTarget(image);
    const { report: found } = await runTrivy({ ...policyScan(request), target }, control);
    const search = {
      offline: flags.offline,
      askRegistry: flags.registry,
      env: process.env,
      workspaceFolders: request.workspaceFolders,
      signal: control.signal,
    };
    return { report: found, attestations: await attestationsOf(target, found.image, search) };
  });
  const base = baseImageOf(report, dockerfile);
  const results = judgePolicies(
    { report, facts, today: flags.today, attestations, ...(base ? { base } : {}), ...(kev ? { kev } : {}) },
    asked,
  );
  const told = { image: report.image.name, results, refused: isRefused(results, asked) };
  const isTerminal = flags.output === undefined && process.stdout.isTTY;
  const text =
    flags.format === 'json'
      ? `${toJson(policyJson(told, flags.version))}\n`
      : flags.format === 'markdown'
        ? policyMarkdown(told)
        : policyText(told, wantsColor(flags.color, isTerminal));
  printOrWrite(text, flags.output);
  return told.refused ? exitCodes.found : exitCodes.fine;
}

function kevOf(flags: PolicyFlags, project: SettingsFile | undefined): ReadonlySet<string> | undefined {
  const own = project?.policy.kev;
  const path =
    flags.kev !== undefined
      ? resolve(flags.kev)
      : own === undefined
        ? undefined
        : join(dirname(project!.path), own);
  if (path === undefined) return undefined;
  const shown = flags.kev ?? own;
  const text = readSmallFile(path, largestKev);
  if (text === undefined)
    throw new CommandError(
      `${shown} does not exist or cannot be read: it should be CISA’s known_exploited_vulnerabilities.json.`,
      exitCodes.wrongUse,
    );
  const read = readKev(text);
  if ('error' in read) throw new CommandError(`${shown} ${read.error}.`, exitCodes.wrongUse);
  return read;
}
