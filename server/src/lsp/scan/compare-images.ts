// "Compare with…": two images side by side, and the images that a user may want to compare with.
import type { ImageChoice, ImageChoicesParams, ImagePageResult } from '../../compare-protocol.ts';
import { rootBase } from '../../engine/model/root-image.ts';
import { parseImageReference } from '../../engine/parse/image-ref.ts';
import { compareImages } from '../../image-report/compare.ts';
import { compareMarkdown } from '../../image-report/compare-report.ts';
import { hardenedChoices } from '../../image-report/hardened-choices.ts';
import { runTrivy, type TrivyReport } from '../../trivy/index.ts';
import type { Asked } from '../progress.ts';
import type { Session } from '../session.ts';
import { answered, imageTargetOf } from './compare-target.ts';
import { withImageRequest } from './trivy-scanner.ts';

/** Rows of each list on the page. */
const mostRows = 500;

/** Scans both images with their packages, one after the other, and makes the page. */
export async function comparePage(
  session: Session,
  before: unknown,
  after: unknown,
  uri: string | undefined,
  asked: Asked,
): Promise<ImagePageResult> {
  return answered(session, uri, asked, async (run) => {
    const targets = [imageTargetOf(before), imageTargetOf(after)] as const;
    const around = uri === undefined ? undefined : await session.surroundings.of(uri);
    const facts = around?.facts ?? session.parts.facts;
    const sides: { report: TrivyReport; facts: ReturnType<typeof facts.lookup> }[] = [];
    for (const target of targets) {
      run.progress(target.name);
      const report = await withImageRequest(target, run, session.parts.programs, async (request, control) => {
        const found = await runTrivy({ ...request, listPackages: true }, control);
        return found.report;
      });
      const reference = parseImageReference(target.name);
      sides.push({ report, facts: 'error' in reference ? undefined : facts.lookup(reference) });
    }
    const [own, other] = sides as [(typeof sides)[0], (typeof sides)[0]];
    return {
      done: true,
      title: `${targets[0].name} and ${targets[1].name}`,
      markdown: compareMarkdown(compareImages(own, other), mostRows),
    };
  });
}

/** What this Dockerfile builds and stands on, and hardened images instead of one. */
export async function imageChoicesOf(
  session: Session,
  { uri, image }: ImageChoicesParams,
): Promise<ImageChoice[]> {
  const checked = uri === undefined ? undefined : await session.checkDockerfile(uri);
  const facts = checked?.surroundings.facts ?? session.parts.facts;
  const stage = checked?.result.model.finalStage;
  const root = stage && rootBase(stage);
  const base = root?.kind === 'image' ? root.text : undefined;
  const built = uri === undefined ? undefined : session.builtImages.get(uri);
  const path = checked?.surroundings.path;
  const name = built?.name ?? (path === undefined ? undefined : session.builtName(path));
  const all: ImageChoice[] = [
    ...(image === undefined ? [] : hardenedChoices(image, facts)),
    // What is built on an image compares with what that image could be.
    ...(base === undefined || image === undefined || image === base
      ? []
      : hardenedChoices(base, facts).map((one) => ({
          ...one,
          why: `${one.why}: instead of the base ${base}`,
        }))),
    ...(name === undefined ? [] : [{ image: name, why: 'what this Dockerfile builds' }]),
    ...(base === undefined ? [] : [{ image: base, why: 'what this Dockerfile is built on' }]),
  ];
  const names = new Set<string | undefined>([image]);
  return all.filter((one) => !names.has(one.image) && names.add(one.image));
}
