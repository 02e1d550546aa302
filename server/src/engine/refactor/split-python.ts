// Splits one Python stage into a builder that installs into a virtual environment and a runtime that copies it.
import type { LintContext } from '../context.ts';
import type { Edit } from '../define-rule.ts';
import { baseName } from '../model/base.ts';
import type { Model, Stage } from '../model/model.ts';
import { findFlag, readCopy, readFrom } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { mentions } from '../text/mentions.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { classifyRun, type RunClass, SplitRefusal } from './python-steps.ts';
import { runtimeInstall } from './runtime-install.ts';

/** The split, or why it cannot be made safely. */
export type Split =
  | { readonly ok: true; readonly title: string; readonly edits: readonly Edit[] }
  | { readonly ok: false; readonly reason: string };

/** Where the virtual environment stands in both stages. */
const environment = '/opt/venv';

/** Splits a single-stage file that installs Python packages with pip. */
export function splitPython(model: Model, context: LintContext): Split {
  try {
    return split(model, context);
  } catch (error) {
    if (error instanceof SplitRefusal) return { ok: false, reason: error.message };
    throw error;
  }
}

function split(model: Model, context: LintContext): Split {
  const stage = model.stages[0];
  if (!stage || model.stages.length !== 1) throw new SplitRefusal('The file has several stages already.');
  checkBase(stage);
  const { dockerfile } = model;
  const lineBreak = lineBreakOf(dockerfile.text);
  const classes = new Map<Instruction, RunClass>();
  for (const instruction of stage.instructions)
    if (instruction.keyword === 'RUN') classes.set(instruction, classifyRun(model, instruction));
  const installs = stage.instructions.filter((instruction) => classes.get(instruction)?.pip);
  const first = installs[0];
  const last = installs.at(-1);
  if (!first || !last)
    throw new SplitRefusal('No step installs Python packages with pip, and only those can be split so far.');
  refuseWhatCannotMove(model, stage, last);
  const early = stage.instructions.find(
    (instruction) => instruction.at.start < last.at.start && classes.get(instruction)?.prepares,
  );
  if (early)
    throw new SplitRefusal(
      'A step before the Python packages are installed prepares files that they may need.',
    );

  const own = [...classes.values()].find((found) => found.environment !== undefined)?.environment;
  const venv = own ?? environment;
  const chunks = chunksOf(
    dockerfile,
    [stage.from, ...stage.instructions],
    lineStart(dockerfile.text, stage.from.at.start),
    lineBreak,
  );
  const activate = `ENV PATH="${venv}/bin:$PATH"${lineBreak}`;

  const builder: string[] = [];
  const runtime: string[] = [];
  const fromChunk = chunks[0]!;
  const read = readFrom(stage.from)!;
  const platform = findFlag(stage.from, 'platform');
  const flag = platform ? `${dockerfile.text.slice(platform.at.start, platform.at.end)} ` : '';
  builder.push(fromChunk.lead, `FROM ${flag}${read.image.raw} AS builder${lineBreak}`);
  runtime.push(lineBreak, fromChunk.text);
  const lastIndex = stage.instructions.indexOf(last);
  const builderText = installs
    .map((instruction) => dockerfile.text.slice(instruction.at.start, instruction.at.end))
    .join('\n');
  const sources = requirementSources(model, stage, installs, classes, context);
  let copied = false;
  // Nothing that the runtime runs or sets comes between this COPY and the pip step.
  const ready =
    stage.instructions
      .slice(0, lastIndex)
      .every(
        (instruction) =>
          instruction.keyword !== 'RUN' ||
          classes.get(instruction)?.packages !== undefined ||
          classes.get(instruction)?.pip === true,
      ) && own === undefined;
  const bringEnvironment = () => {
    if (copied) return;
    copied = true;
    runtime.push(`COPY --from=builder ${venv} ${venv}${lineBreak}`);
    if (own === undefined) runtime.push(activate);
  };

  for (const [index, chunk] of chunks.slice(1).entries()) {
    const { instruction } = chunk;
    const whole = chunk.lead + chunk.text;
    const beforeInstall = index <= lastIndex;
    const found = classes.get(instruction);
    if (found?.pip || found?.environment !== undefined) {
      if (instruction === first && own === undefined)
        builder.push(`RUN python -m venv ${environment}${lineBreak}`, activate, whole);
      else builder.push(whole);
      const rest = found.packages && runtimeInstall(found.packages, stage.end.facts?.release, lineBreak);
      if (rest) runtime.push(rest);
      if (instruction === last) bringEnvironment();
    } else if (found?.packages) {
      builder.push(whole);
      const rest = runtimeInstall(found.packages, stage.end.facts?.release, lineBreak);
      if (rest) runtime.push(rest);
    } else if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      const use = sources.get(instruction);
      if (beforeInstall && use === 'builder') builder.push(whole);
      else if (beforeInstall && use !== undefined) {
        builder.push(use === 'both' ? whole : use);
        // Dependencies before sources: the layer with the environment outlives a change of the code.
        if (ready) bringEnvironment();
        runtime.push(whole);
      } else {
        runtime.push(whole);
      }
    } else if (instruction.keyword === 'WORKDIR') {
      if (beforeInstall) builder.push(whole);
      runtime.push(beforeInstall ? chunk.text : whole);
    } else if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') {
      if (beforeInstall && neededToBuild(instruction, builderText)) builder.push(chunk.text);
      runtime.push(whole);
    } else {
      runtime.push(whole);
    }
  }
  if (!copied) throw new SplitRefusal('No step installs Python packages with pip.');
  const start = lineStart(dockerfile.text, stage.from.at.start);
  const tail = dockerfile.text.slice(endOf(chunks, dockerfile.text));
  const text = joinPieces([...builder, ...runtime]) + tail;
  return {
    ok: true,
    title: `Split into a builder and a runtime stage (${venv} is copied)`,
    edits: [
      {
        start,
        end: dockerfile.text.length,
        text: dockerfile.text.endsWith('\n') ? text : text.slice(0, text.length - lineBreak.length),
      },
    ],
  };
}

function checkBase(stage: Stage): void {
  const { facts } = stage.start;
  const image = baseName(stage);
  if (!facts) throw new SplitRefusal(`Nothing is known of \`${image}\`.`);
  if (facts.runtime?.name !== 'python')
    throw new SplitRefusal(`\`${image}\` is no Python image, and only Python can be split so far.`);
  if (facts.compiler === true || facts.bloated === true) {
    throw new SplitRefusal(
      `\`${image}\` is the full image, which carries compilers and libraries itself. Start from its -slim variant first.`,
    );
  }
  if (stage.start.tool('/bin/sh').presence !== 'present')
    throw new SplitRefusal(`\`${image}\` has no shell to build with.`);
  if (facts.packageManager !== 'apt' && facts.packageManager !== 'apk')
    throw new SplitRefusal(`The package manager of \`${image}\` is not supported here.`);
}

function refuseWhatCannotMove(model: Model, stage: Stage, last: Instruction): void {
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (keyword === 'ONBUILD')
      throw new SplitRefusal(
        'ONBUILD instructions would be split between the images that are built from this one.',
      );
    if (keyword === 'SHELL') throw new SplitRefusal('SHELL changes how the steps run.');
    if (
      keyword === 'USER' &&
      instruction.at.start < last.at.start &&
      model.after(instruction).runsAsRoot !== true
    ) {
      throw new SplitRefusal(
        "Python packages are installed as another user than root, into that user's home.",
      );
    }
    if (keyword === 'CMD' || keyword === 'ENTRYPOINT' || keyword === 'HEALTHCHECK') {
      const found = /\/usr\/local\/(bin\/[\w.-]+|lib\/python[\w./-]*)/.exec(instruction.body.text);
      if (found)
        throw new SplitRefusal(
          `${keyword} names \`${found[0]}\`, which would not see the packages of a virtual environment.`,
        );
    }
    if (keyword === 'ENV' && /\/site-packages|\bPYTHONHOME\b|\bVIRTUAL_ENV\b/.test(instruction.body.text)) {
      throw new SplitRefusal(
        'ENV names where Python finds its packages, which a virtual environment changes.',
      );
    }
    const copy = readCopy(instruction);
    if (copy && instruction.heredocs.length > 0 && instruction.at.start < last.at.start)
      throw new SplitRefusal('A here-document is copied before the packages are installed.');
  }
}

/** What each COPY before the last pip step gives the builder: it moves there, stays in both, or is replaced by a smaller one. */
function requirementSources(
  model: Model,
  stage: Stage,
  installs: readonly Instruction[],
  classes: ReadonlyMap<Instruction, RunClass>,
  context: LintContext,
): ReadonlyMap<Instruction, 'builder' | 'both' | (string & {})> {
  const lineBreak = lineBreakOf(model.dockerfile.text);
  const uses = new Map<Instruction, 'builder' | 'both' | (string & {})>();
  const files = installs.flatMap((install) => classes.get(install)?.files ?? []);
  const last = installs.at(-1)!;
  for (const instruction of stage.instructions) {
    if (instruction.at.start > last.at.start) break;
    const copy = readCopy(instruction);
    if (!copy || copy.from) continue;
    const names = copy.sources.map((source) => source.value.replace(/^\.\//, ''));
    const wanted = files.map((file) => file.replace(/^\.\//, ''));
    const only = names.every(
      (name) => /^[\w./-]*(requirements|constraints)[\w.*-]*\.(txt|in)$/.test(name) || wanted.includes(name),
    );
    if (only) {
      uses.set(instruction, 'builder');
      continue;
    }
    const wholeContext = names.length === 1 && (names[0] === '.' || names[0] === '');
    const plainFiles =
      wanted.length > 0 &&
      wanted.every((file) => /^[\w.-]+\.(txt|in)$/.test(file) && standsAlone(context.files?.[file]));
    const destination = copy.destination.value.replace(/\/$/, '');
    if (
      wholeContext &&
      plainFiles &&
      (destination === '.' || destination === model.before(instruction).workdir) &&
      !copy.chown
    ) {
      uses.set(instruction, `COPY ${[...new Set(wanted)].join(' ')} ./${lineBreak}`);
    } else uses.set(instruction, 'both');
  }
  return uses;
}

/** A requirements file that names no other file: it can be copied without the rest of the context. */
function standsAlone(content: string | undefined): boolean {
  return (
    content !== undefined &&
    !/^[^\S\r\n\u2028\u2029]*(-r|-c|-e|--requirement|--constraint|--editable|\.\.?\/|\.|file:)/m.test(content)
  );
}

const buildVariable =
  /^(PIP_|UV_|PYTHON|CFLAGS|CXXFLAGS|CPPFLAGS|LDFLAGS|CC$|CXX$|MAKEFLAGS|DEBIAN_FRONTEND$|LANG$|LC_|HTTPS?_PROXY$|NO_PROXY$|PATH$)/i;

function neededToBuild(instruction: Instruction, builderText: string): boolean {
  const names = instruction.words.map((word) => /^([A-Za-z_]\w*)/.exec(word.raw)?.[1] ?? '');
  if (instruction.keyword === 'ARG') return true;
  return names.some((name) => buildVariable.test(name) || mentions(builderText, name));
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1 || (text.startsWith('\ufeff') ? 1 : 0);
}

function endOf(chunks: readonly Chunk[], text: string): number {
  const end = chunks.at(-1)!.instruction.at.end;
  const newline = text.indexOf('\n', end);
  return newline < 0 ? text.length : newline + 1;
}

/** The pieces as one text; where two meet, no more than one blank line stands. Nothing inside a piece changes. */
function joinPieces(pieces: readonly string[]): string {
  let text = '';
  for (const piece of pieces) {
    const blankBefore = text === '' || /\n[ \t]*\r?\n$/.test(text.slice(-200));
    text += blankBefore ? piece.replace(/^([ \t]*\r?\n)+/, '') : piece;
  }
  return text;
}
