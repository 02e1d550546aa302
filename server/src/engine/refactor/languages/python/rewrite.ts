// Each instruction as the stages need it: installs without what sends them elsewhere, starts without package managers.
import { commandsOf } from '../../../model/commands.ts';
import { readCopy, readPairs } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { hasNoShell } from '../../carry.ts';
import type { RuntimeChoice } from '../../plan.ts';
import type { StageFiles } from '../../stage-files.ts';
import { commandText, type StepPart } from '../../steps.ts';
import { readableDownload } from './downloads.ts';
import { type Environments, environmentFolder, madeInside, makeEnvironment } from './environment.ts';
import type { Reading } from './reading.ts';
import { type Started, startedBy, startedIn } from './start.ts';
import { edited, installEdits, packagesEdits, programEdits, type TextEdit } from './texts.ts';

interface Changed {
  readonly text: string;
  readonly why: string;
}

/** Writes instructions for a stage; undefined: as written. */
export interface Rewriter {
  inBuilder(instruction: Instruction): Changed | undefined;
  inRuntime(instruction: Instruction): Changed | { readonly dropped: string } | undefined;
  part(part: StepPart): string | undefined;
}

export function makeRewriter(
  reading: Reading,
  environments: Environments,
  choice: RuntimeChoice,
  files: StageFiles,
): Rewriter {
  const { input, calls, steps } = reading;
  const { model, stage } = input;
  const ours = environments.before !== undefined;
  const moved = `The packages are in \`${environmentFolder}\` now.`;
  const entrypoint = stage.instructions.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
  const entered = entrypoint && startedBy(input, entrypoint);
  // Another image's entrypoint would get CMD's words as its arguments.
  const resets =
    (choice.facts.entrypoint?.length ?? 0) > 0 &&
    (input.base.facts?.entrypoint?.length ?? 0) === 0 &&
    (entrypoint === undefined || entered?.empty === true);

  /** The file itself puts a program of this name there. */
  function given(name: string): boolean {
    return stage.instructions.some((one) => {
      if (one.keyword === 'COPY' || one.keyword === 'ADD') {
        const copy = readCopy(one);
        const there = copy?.destination.value.startsWith('/usr/local/bin');
        return (
          there === true &&
          (copy!.destination.value.endsWith(`/${name}`) ||
            copy!.sources.some(({ value }) => lastPart(value) === name) ||
            copy!.sources.some(({ value }) => /[*?]|\/$/.test(value)))
        );
      }
      return one.keyword === 'RUN' && one.body.text.includes(`/usr/local/bin/${name}`);
    });
  }

  function paths(instruction: Instruction, withPrograms: boolean): TextEdit[] {
    if (!ours) return [];
    return [
      ...packagesEdits(input, instruction),
      ...(withPrograms ? programEdits(input, instruction, given) : []),
    ];
  }

  function starts(instruction: Instruction): Changed | { readonly dropped: string } | undefined {
    const found: Started | undefined = startedBy(input, instruction);
    const reset = resets && instruction.keyword === 'CMD' ? 'ENTRYPOINT []\n' : '';
    if (found?.empty && instruction.keyword === 'ENTRYPOINT')
      return {
        dropped: `it only starts with ${found.manager} what CMD names, and the environment is on PATH here.`,
      };
    const edits = [
      ...(found?.edits ?? []),
      ...(instruction.keyword === 'CMD' && entered?.empty
        ? interpreterFirst(instruction, entered.manager)
        : []),
      ...paths(instruction, true),
    ];
    const direct = hasNoShell(choice) && reset !== '' ? execForm(instruction) : undefined;
    if (edits.length === 0 && reset === '') return undefined;
    return {
      text: reset + (direct ?? edited(input, instruction, edits)),
      why: [
        ...(reset
          ? [`\`${choice.image}\` has an entrypoint of its own, which would take CMD for its arguments.`]
          : []),
        ...(found
          ? [
              `The program starts itself: \`${found.manager}\` is not shipped, and the environment is on PATH.`,
            ]
          : []),
        ...(edits.length > (found?.edits.length ?? 0) ? [moved] : []),
      ].join(' '),
    };
  }

  /** A start of one program in shell form, without the shell; undefined where the shell does more than start it. */
  function execForm(instruction: Instruction): string | undefined {
    const commands = instruction.exec ? [] : commandsOf(model, instruction);
    const [only] = commands;
    if (commands.length !== 1 || !only?.word || startedBy(input, instruction)) return undefined;
    const { redirects, assignments } = only.command;
    const words = [only.word, ...only.args].map(({ value }) => value);
    if (redirects.length > 0 || assignments.length > 0 || words.includes(undefined)) return undefined;
    if (words.some((word) => /[*?[\]]/.test(word!))) return undefined;
    return `${instruction.keyword} [${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  }

  /** `uv run` starts a script with Python. */
  function interpreterFirst({ exec }: Instruction, manager: string): TextEdit[] {
    const first = exec?.items[0];
    if (manager === 'poetry' || manager === 'pipenv' || !first || !/\.py$/.test(first.value)) return [];
    return [{ start: first.at.start, end: first.at.start, text: '"python", ' }];
  }

  function late(instruction: Instruction): Changed | undefined {
    const step = steps.get(instruction);
    // Where nothing can run, what the step is for decides.
    if (hasNoShell(choice)) return undefined;
    const edits = paths(instruction, true);
    let why = moved;
    for (const part of step?.parts ?? []) {
      const { at } = part.command.command;
      if (part.kind !== 'unknown' || part.command.command.depth > 0) continue;
      const started = isStart(part) ? startedIn(input, instruction, part.command) : undefined;
      if (started) {
        edits.push(...started.edits);
        why = `\`${started.manager}\` is not in this stage, and the environment is on PATH.`;
      }
      const readable = readableDownload(part, commandText(model, part.command), model.before(instruction));
      if (readable !== undefined) {
        edits.push({ start: at.start, end: at.end, text: readable });
        why = 'The data lies where every account can read it.';
      }
    }
    return edits.length === 0 ? undefined : { text: edited(input, instruction, edits), why };
  }

  /** A relative folder would start from the folder of another image. */
  function fromRoot(instruction: Instruction): Changed | undefined {
    const directory = files.directoryAfter(instruction);
    if (directory === undefined || /^["']?[/$]/.test(instruction.words[0]?.raw ?? '/')) return undefined;
    return { text: `WORKDIR ${directory}`, why: `\`${choice.image}\` may start in another folder.` };
  }

  const isStart = (part: StepPart): boolean =>
    calls.some(({ command, python }) => command === part.command && python.purpose === 'start');

  return {
    inBuilder(instruction) {
      const edits = calls
        .filter((call) => call.instruction === instruction)
        .flatMap((call) => installEdits(input, call));
      if (instruction === environments.before && madeInside(reading, environments)) {
        const { start } = calls.find((call) => call.instruction === instruction)!.command.command.at;
        edits.unshift({ start, end: start, text: `${makeEnvironment(reading)} && ` });
      }
      const more =
        instruction.keyword === 'RUN' || instruction.keyword === 'COPY' ? paths(instruction, false) : [];
      if (edits.length + more.length === 0) return undefined;
      return {
        text: edited(input, instruction, [...edits, ...more]),
        why: edits.length > 0 ? `The packages go into \`${environmentFolder}\`.` : moved,
      };
    },
    inRuntime(instruction) {
      switch (instruction.keyword) {
        case 'CMD':
        case 'ENTRYPOINT':
        case 'HEALTHCHECK':
          return starts(instruction);
        case 'RUN':
          return late(instruction);
        case 'ENV': {
          const edits = paths(instruction, false);
          const lost = ours && forgetsPath(instruction) && `\nENV PATH="${environmentFolder}/bin:$PATH"`;
          if (edits.length === 0 && !lost) return undefined;
          return { text: edited(input, instruction, edits) + (lost || ''), why: moved };
        }
        case 'WORKDIR': {
          const edits = paths(instruction, false);
          if (edits.length > 0) return { text: edited(input, instruction, edits), why: moved };
          return choice.kind === 'same' ? undefined : fromRoot(instruction);
        }
        case 'COPY':
        case 'ADD': {
          const edits = paths(instruction, false);
          return edits.length === 0 ? undefined : { text: edited(input, instruction, edits), why: moved };
        }
        default:
          return undefined;
      }
    },
    part(part) {
      const text = commandText(model, part.command);
      const { at } = part.command.command;
      const instruction = stage.instructions.find((one) => one.at.start <= at.start && at.end <= one.at.end)!;
      const started = isStart(part) ? startedIn(input, instruction, part.command) : undefined;
      if (started) {
        const [edit] = started.edits;
        const whole = model.dockerfile.text;
        return whole.slice(at.start, edit!.start) + edit!.text + whole.slice(edit!.end, at.end);
      }
      return readableDownload(part, text, model.before(instruction));
    },
  };
}

/** PATH is set anew, without what it was. */
function forgetsPath(instruction: Instruction): boolean {
  return readPairs(instruction).some(({ name, value = '' }) => name === 'PATH' && !/\$\{?PATH\b/.test(value));
}
