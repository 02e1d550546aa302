// "Check Policies…": judges an image by the policies of the project's settings file.
import { dirname, join } from 'node:path';
import { attestationsOf } from '../../attestations/index.ts';
import type { PolicyPageResult } from '../../compare-protocol.ts';
import { rulesById } from '../../engine/index.ts';
import { baseImageOf } from '../../image-report/base-image.ts';
import { readKev } from '../../image-report/kev.ts';
import { isRefused, judgePolicies, policyScan } from '../../image-report/policy.ts';
import { policyCounts, policyMarkdown } from '../../image-report/policy-report.ts';
import type { SettingsFile } from '../../settings/file.ts';
import { defaultPolicy } from '../../settings/policy-shape.ts';
import { runTrivy } from '../../trivy/index.ts';
import { readSmallFile } from '../../workspace/read.ts';
import { findSettingsFile, readSettingsFile } from '../../workspace/settings-file.ts';
import type { Asked } from '../progress.ts';
import type { Session } from '../session.ts';
import { answered, imageTargetOf } from './compare-target.ts';
import { ScanFailure } from './scanner.ts';
import { withImageRequest } from './trivy-scanner.ts';

/** Bytes; CISA's list has some 2 MB. */
const largestKev = 50 * 1024 * 1024;

/** @param uri of the Dockerfile that the image was built from, where there is one */
export async function policyPage(
  session: Session,
  image: unknown,
  uri: string | undefined,
  askRegistry: boolean,
  asked: Asked,
): Promise<PolicyPageResult> {
  return answered(session, uri, asked, async (run) => {
    const target = imageTargetOf(image);
    run.progress(target.name);
    const checked = uri === undefined ? undefined : await session.checkDockerfile(uri);
    const path = checked?.surroundings.path;
    const project = settingsFor(path === undefined ? run.root : dirname(path), run.root);
    const settings = project?.policy ?? defaultPolicy;
    const kev = kevOf(project);
    const offline = run.settings['trivy.offline'];
    const { report, attestations } = await withImageRequest(
      target,
      run,
      session.parts.programs,
      async (request, control) => {
        const { report: found } = await runTrivy({ ...policyScan(request), target: request.target }, control);
        const { workspaceFolders } = request;
        const search = { offline, askRegistry, env: process.env, workspaceFolders, signal: run.signal };
        return { report: found, attestations: await attestationsOf(request.target, found.image, search) };
      },
    );
    const facts = checked?.surroundings.facts ?? session.parts.facts;
    const base = baseImageOf(report, checked?.result);
    const today = new Date().toISOString().slice(0, 10);
    const evidence = {
      report,
      facts,
      today,
      attestations,
      ...(base ? { base } : {}),
      ...(kev ? { kev } : {}),
    };
    const results = judgePolicies(evidence, settings);
    const refused = isRefused(results, settings);
    const isUnsure = results.some(({ id, status }) => id === 'attestations' && status === 'not known');
    return {
      done: true,
      title: `Policies for ${target.name}`,
      markdown: policyMarkdown({ image: target.name, results, refused }),
      refused,
      counts: policyCounts(results),
      canAskRegistry: isUnsure && target.kind === 'image' && !askRegistry && !offline,
    };
  });
}

/** The settings file for a folder. Throws ScanFailure where what it says of policies may not be what was meant. */
function settingsFor(folder: string | undefined, root: string | undefined): SettingsFile | undefined {
  const path = folder === undefined || root === undefined ? undefined : findSettingsFile(folder, root);
  if (path === undefined) return undefined;
  const file = readSettingsFile(path, rulesById);
  const [wrong] = file.problems.filter(({ severity }) => severity === 'error');
  if (wrong)
    throw new ScanFailure('failed', `${path} has a mistake, so nothing is judged by it: ${wrong.message}`);
  return file;
}

function kevOf(project: SettingsFile | undefined): ReadonlySet<string> | undefined {
  if (project?.policy.kev === undefined) return undefined;
  const path = join(dirname(project.path), project.policy.kev);
  const text = readSmallFile(path, largestKev);
  if (text === undefined)
    throw new ScanFailure(
      'failed',
      `${path} does not exist or cannot be read: “policy.kev” of .plimsoll.json should name CISA’s list.`,
    );
  const read = readKev(text);
  if ('error' in read) throw new ScanFailure('failed', `${path} ${read.error}.`);
  return read;
}
