// Files that ADD downloads: BuildKit gives them the mode 600, so that no other account than root's can read them.
import type { Model } from '../model/model.ts';
import { readCopy } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import type { Piece, SplitInput } from './plan.ts';
import { resolvePath, type StageFiles } from './stage-files.ts';

/** The URLs that an ADD downloads as root without saying who may read the files. */
function onlyForRoot(model: Model, instruction: Instruction): string[] {
  const copy = instruction.keyword === 'ADD' ? readCopy(instruction) : undefined;
  if (!copy || copy.chmod || copy.chown || model.before(instruction).runsAsRoot !== true) return [];
  return copy.sources
    .map(({ value }) => value)
    .filter((value) => /^https?:\/\//.test(value) && !/\.git(#|$)/.test(value));
}

/** An ADD of the runtime, whose program runs as an account that is not root wherever it can. Undefined where it can stay as it is. */
export function readableAdd(model: Model, instruction: Instruction): Piece | undefined {
  if (onlyForRoot(model, instruction).length === 0) return undefined;
  const written = model.dockerfile.text.slice(instruction.at.start, instruction.at.end);
  const slash = isFolder(model, instruction) ? '/' : '';
  const text = `ADD --chmod=644${written.slice('ADD'.length)}${slash}`.replaceAll('\r\n', '\n');
  const why = 'ADD makes what it downloads readable by root only, and the program runs as another account.';
  return { kind: 'changed', instruction, text, why };
}

/** Whether a copy above it made a folder of its destination, which is written without a slash: what made it may be in the builder only. */
function isFolder(model: Model, instruction: Instruction): boolean {
  const place = (one: Instruction) => {
    const { env, workdir } = model.before(one);
    const written = readCopy(one)?.destination.value ?? '';
    const value = written.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => env.get(name) ?? whole);
    return resolvePath(value, workdir);
  };
  const destination = readCopy(instruction)?.destination.value ?? '';
  const folder = place(instruction);
  if (folder === undefined || /[/"'\]]$/.test(destination) || instruction.exec) return false;
  const { instructions } = model.stages.find((stage) => stage.instructions.includes(instruction))!;
  return instructions.some(
    (one) => one.at.start < instruction.at.start && readCopy(one) && place(one)?.startsWith(`${folder}/`),
  );
}

/** What a COPY from the builder needs before its paths for a file that was downloaded there: `--chmod=644 `; '' for another file. */
export function modeFlag({ model, stage }: SplitInput, files: StageFiles, path: string): string {
  const { text } = model.dockerfile;
  const isDownloaded = stage.instructions.some((one) =>
    onlyForRoot(model, one).some((url) => {
      const destination = readCopy(one)?.destination.value ?? '';
      const target = resolvePath(destination, files.directoryBefore(one));
      const name = lastPart(url.replace(/[?#].*$/, ''));
      return (
        target === path || (destination.endsWith('/') && `${target === '/' ? '' : target}/${name}` === path)
      );
    }),
  );
  if (!isDownloaded) return '';
  const isProgram = stage.instructions.some(({ keyword, at }) => {
    const written = keyword === 'RUN' ? text.slice(at.start, at.end) : '';
    return written.includes('chmod') && written.includes(path);
  });
  return isProgram ? '--chmod=755 ' : '--chmod=644 ';
}
