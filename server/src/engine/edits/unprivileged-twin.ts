// Starts from the image that is the same server, built to run without root.
import type { Edit, Fix, Refusal } from '../define-rule.ts';
import { expand, normalisePath } from '../model/apply.ts';
import { baseName } from '../model/base.ts';
import type { Model, Stage } from '../model/model.ts';
import { readCopy, readExpose } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { insertBeforeCommand, nothingNeedsRootAfter } from './add-user.ts';
import { insertAboveComments } from './insert.ts';
import { joinEdits } from './join.ts';
import { keywordLike } from './keyword-case.ts';

/** The account of nginx-unprivileged. Source: its Dockerfiles (`USER $UID`, 101, named nginx). */
const twinUser = 'nginx';

/**
 * @param twin reference with its tag
 * @param said the USER that says root; absent when the image's default stands
 */
export function startFromTwin(
  model: Model,
  stage: Stage,
  twin: string,
  said: Instruction | undefined,
): Fix | Refusal {
  const title = `Start from ${twin}, which runs without root`;
  const { base, imageWord, instructions } = stage;
  if (base.kind !== 'image' || !imageWord)
    return { title, reason: 'The image is named in another stage; change it there.' };
  if (base.fromArgument !== undefined)
    return {
      title,
      reason: `The image comes from the build argument \`${base.fromArgument}\`; change it there.`,
    };
  if (base.reference.digest !== undefined)
    return {
      title,
      reason: `\`${baseName(stage)}\` is pinned by a digest, and the digest of the other image is not known.`,
    };
  const check = stage.end.healthcheck;
  if (check && check.by !== 'image' && check.form !== 'none')
    return {
      title,
      reason: 'The health check here would have to probe port 8080, where that image listens.',
    };
  const folder = instructions.find((instruction) => instruction.keyword === 'WORKDIR')?.words[0];
  if (folder && !/^[/$]/.test(folder.value))
    return { title, reason: 'A relative WORKDIR here starts from the working directory that the image has.' };
  const nginx = /\/nginx-unprivileged:/.test(twin);
  const run = instructions.find((instruction) => instruction.keyword === 'RUN');
  if (!nginx && (run || said))
    return {
      title,
      reason: 'Steps of this stage need root, a shell or a package manager, which that image may not have.',
    };
  const configuration = copiedConfiguration(model, stage);
  if (configuration === 'main')
    return {
      title,
      reason:
        'The main configuration is replaced here; it has to name a pid file and temporary folders that its user may write.',
    };
  const edits: Edit[] = [{ start: imageWord.at.start, end: imageWord.at.end, text: twin }];
  // Steps of the build still need root, which is no longer the image's own user.
  if (run && model.before(run).user?.by === 'image')
    edits.push(
      insertAboveComments(
        model.dockerfile,
        run,
        `${keywordLike(model.dockerfile, 'USER')} root${lineBreakOf(model.dockerfile.text)}`,
      ),
    );
  const word = said?.words[0];
  if (word && said && nothingNeedsRootAfter(stage, said))
    edits.push({ start: word.at.start, end: word.at.end, text: twinUser });
  else if (run || said)
    edits.push(insertBeforeCommand(model, stage, [`${keywordLike(model.dockerfile, 'USER')} ${twinUser}`]));
  if (configuration === 'site') {
    return {
      title: `${title} (it listens where the copied configuration says: a port below 1024 needs Docker 20.10 or later)`,
      safety: 'review',
      preferred: true,
      edits: joinEdits(edits),
    };
  }
  const exposed = instructions.flatMap((instruction) =>
    readExpose(instruction).filter(({ port }) => port === '80'),
  );
  for (const { word } of exposed)
    edits.push({ start: word.at.start, end: word.at.end, text: word.raw.replace('80', '8080') });
  return {
    title: `${title} (it listens on port 8080 instead of 80${exposed.length > 0 ? ', and EXPOSE follows' : ''})`,
    safety: 'review',
    preferred: true,
    edits: joinEdits(edits),
  };
}

/** Whether the file brings nginx' main configuration, or one of a site, or none. */
function copiedConfiguration(model: Model, stage: Stage): 'main' | 'site' | 'none' {
  let found: 'site' | 'none' = 'none';
  for (const instruction of stage.instructions) {
    const copy = readCopy(instruction);
    const text = copy && expand(copy.destination.raw, model.before(instruction), model);
    if (copy && text?.startsWith('/')) {
      const path = normalisePath(text);
      const main =
        /\/(nginx|httpd)\.conf$/.test(path) ||
        copy.sources.some(
          (source) =>
            /(^|\/)(nginx|httpd)\.conf$/.test(source.value) &&
            /^\/(etc\/nginx|usr\/local\/apache2\/conf)$/.test(path),
        );
      if (
        main ||
        (/^\/(etc\/nginx|usr\/local\/apache2\/conf|etc|)\/?$/.test(path) &&
          !copy.sources.every((source) => /\.\w+$/.test(source.value)))
      )
        return 'main';
      if (/^\/etc\/nginx\/|^\/usr\/local\/apache2\/conf\//.test(path)) found = 'site';
    } else if (
      instruction.keyword === 'RUN' &&
      /\/etc\/nginx\/nginx\.conf|\/usr\/local\/apache2\/conf\/httpd\.conf/.test(instruction.body.text)
    )
      return 'main';
    else if (instruction.keyword === 'RUN' && instruction.body.text.includes('/etc/nginx/')) found = 'site';
  }
  return found;
}
