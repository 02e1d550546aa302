// Takes a secret variable out of ARG and ENV, and mounts it for the steps that read it.
import type { Edit, Fix, Refusal } from '../define-rule.ts';
import type { Model, Stage } from '../model/model.ts';
import { hasPosixShell } from '../model/shell.ts';
import { readPairs } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { mentions } from '../text/mentions.ts';
import { mayReadEnvironment, namesVariable } from './environment-readers.ts';
import { mayHaveSyntax } from './frontend.ts';
import { joinEdits } from './join.ts';
import { removePair } from './remove-pair.ts';
import { addSecretMount, secretId } from './secret-mounts.ts';
import { addScriptStart } from './shell-chain.ts';

/** An ARG or ENV that holds, or is given, a secret. */
export interface SecretVariable {
  readonly instruction: Instruction;
  /** Its place among the names of the instruction. */
  readonly index: number;
  readonly name: string;
}

/** More steps than these that only may read it are not given the secret. */
const mostSilent = 3;

/** What happens to a variable behind its declaration. */
export interface VariableUses {
  /** RUNs that name it. */
  readonly named: readonly Instruction[];
  /** RUNs that may read it all the same: scripts, package managers of languages. */
  readonly silent: readonly Instruction[];
  /** An instruction, other than RUN, that puts its value into the image. */
  readonly elsewhere: Instruction | undefined;
  /** ENVs that only hand an ARG on under its own name: `ENV TOKEN=$TOKEN`. */
  readonly handedOn: readonly SecretVariable[];
  /** ARGs that take it over again, without a value of their own. */
  readonly again: readonly SecretVariable[];
}

/** What is started only in the container expands its variables there. */
const atRunTime = /^(CMD|ENTRYPOINT|HEALTHCHECK)$/;

export function usesOf(model: Model, { instruction, name }: SecretVariable): VariableUses {
  const named: Instruction[] = [];
  const silent: Instruction[] = [];
  const handedOn: SecretVariable[] = [];
  const again: SecretVariable[] = [];
  let elsewhere: Instruction | undefined;
  const { text } = model.dockerfile;
  for (const other of scopeOf(model, instruction, name)) {
    if (other.keyword === 'RUN') {
      if (namesVariable(model, other, name)) named.push(other);
      else if (mayReadEnvironment(model, other)) silent.push(other);
      continue;
    }
    if (atRunTime.test(other.keyword)) continue;
    const pairs = readPairs(other);
    const own = pairs.findIndex((pair) => pair.name === name);
    const pair = pairs[own];
    const alone = pairs.every((each) => each === pair || !mentions(each.rawValue ?? '', name));
    if (other.keyword === 'ARG' && pair && pair.value === undefined)
      again.push({ instruction: other, index: own, name });
    else if (other.keyword === 'ENV' && alone && pair?.value?.replace(/[{}]/g, '') === `$${name}`)
      handedOn.push({ instruction: other, index: own, name });
    else if (mentions(text.slice(other.at.start, other.at.end), name)) elsewhere ??= other;
  }
  return { named, silent, elsewhere, handedOn, again };
}

/** The instructions behind a declaration that have the variable. An ARG above FROM reaches a stage that repeats it. */
function* scopeOf(model: Model, declared: Instruction, name: string): Iterable<Instruction> {
  if (declared.stage < 0)
    for (const other of model.dockerfile.instructions)
      if (other.at.start > declared.at.start && (other.stage < 0 || other.keyword === 'FROM')) yield other;
  const has = new Set<Stage>();
  for (const stage of model.stages) {
    const { base } = stage;
    let inScope = base.kind === 'stage' && has.has(base.stage);
    for (const other of stage.instructions) {
      if (other === declared) inScope = true;
      else if (inScope) yield other;
      else if (
        declared.stage < 0 &&
        readPairs(other).some((pair) => other.keyword === 'ARG' && pair.name === name)
      ) {
        inScope = true;
        yield other;
      }
    }
    if (inScope) has.add(stage);
  }
}

/**
 * Mounts the secret for its readers: as a variable, and, where every reader runs in a shell, as a file that the step reads first.
 * @param uses of the same variable
 * @param preferred whether one of the fixes is the one to take
 */
export function* mountVariable(
  model: Model,
  variable: SecretVariable,
  uses: VariableUses,
  preferred: boolean,
): Iterable<Fix | Refusal> {
  const { name } = variable;
  const title = `Read ${name} from a secret mount`;
  if (uses.elsewhere) {
    const keyword = uses.elsewhere.keyword;
    yield { title, reason: `${keyword} uses \`${name}\` too, and a secret mount reaches only RUN.` };
    return;
  }
  const readers = uses.silent.length > mostSilent ? uses.named : [...uses.named, ...uses.silent];
  if (readers.length === 0) {
    yield {
      title,
      reason: `No RUN names \`${name}\`: which step reads it from its environment is not known.`,
    };
    return;
  }
  const removed = withoutVariable(model, variable, uses);
  if (!removed) return;
  const id = secretId(name);
  const stage = model.stageOf(variable.instruction);
  const inImage =
    (variable.instruction.keyword === 'ENV' || uses.handedOn.length > 0) &&
    stage !== undefined &&
    model.finalChain.includes(stage);
  const build =
    `build with --secret id=${id},env=${name}` +
    (inImage ? ', and pass it at run time where it is needed' : '') +
    (readers.length < uses.named.length + uses.silent.length
      ? '; steps that do not name it get it no more'
      : '');
  const byVariable = mayHaveSyntax(model.dockerfile, 1, 10) && withMounts(readers, { id, env: name });
  if (byVariable)
    yield {
      title: `${title} (${build}; Dockerfile syntax 1.10 or later)`,
      safety: 'review',
      preferred,
      edits: joinEdits([...removed, ...byVariable]),
    };
  const byFile = mayHaveSyntax(model.dockerfile, 1, 2) && withFiles(model, readers, id, name);
  if (byFile)
    yield {
      title: `Read ${name} from a mounted file (${build})`,
      safety: 'review',
      preferred: preferred && !byVariable,
      edits: joinEdits([...removed, ...byFile]),
    };
}

/** Without the declaration and all that takes it up; undefined where one of them cannot be taken out. */
export function withoutVariable(
  model: Model,
  variable: SecretVariable,
  uses: VariableUses,
): Edit[] | undefined {
  const all = [variable, ...uses.again, ...uses.handedOn, ...globalsOf(model, variable, uses)];
  const edits = all.map(({ instruction, index }) => removePair(model.dockerfile, instruction, index));
  // Two names of one instruction cannot be taken out side by side.
  const places = new Set(all.map(({ instruction }) => instruction));
  return edits.includes(undefined) || places.size < all.length ? undefined : (edits as Edit[]);
}

/** The ARG above FROM that only this one takes up. */
function globalsOf(model: Model, variable: SecretVariable, uses: VariableUses): SecretVariable[] {
  const { name, instruction: taken } = variable;
  if (taken.keyword !== 'ARG' || taken.stage < 0) return [];
  const { instructions, text } = model.dockerfile;
  const known = new Set([taken, ...uses.again.map(({ instruction }) => instruction)]);
  const found: SecretVariable[] = [];
  for (const other of instructions) {
    if (known.has(other)) continue;
    const index = other.keyword === 'ARG' ? readPairs(other).findIndex((pair) => pair.name === name) : -1;
    if (index >= 0 && other.stage >= 0) return [];
    if (index >= 0) found.push({ instruction: other, index, name });
    else if (
      (other.keyword === 'FROM' || other.stage < 0) &&
      mentions(text.slice(other.at.start, other.at.end), name)
    )
      return [];
  }
  return found;
}

function withMounts(readers: readonly Instruction[], mount: { id: string; env: string }): Edit[] | undefined {
  const edits = readers.map((run) => addSecretMount(run, mount));
  return edits.includes(undefined) ? undefined : (edits as Edit[]);
}

function withFiles(
  model: Model,
  readers: readonly Instruction[],
  id: string,
  name: string,
): Edit[] | undefined {
  const edits: (Edit | undefined)[] = [];
  for (const run of readers) {
    const state = model.before(run);
    if (hasPosixShell(state) !== true || state.tool('cat').presence === 'absent') return undefined;
    edits.push(
      addSecretMount(run, { id, forAll: state.runsAsRoot !== true }),
      addScriptStart(model, run, `export ${name}="$(cat /run/secrets/${id})"`),
    );
  }
  return edits.includes(undefined) ? undefined : (edits as Edit[]);
}
