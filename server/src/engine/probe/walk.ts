// Walks every command that a health check runs, into `sh -c` and `$(…)`, with places in the check's own text.
import type { AndOr, Command, Pipeline, Script, SyntaxNode, Word } from '../parse/unbash.ts';
import { literalWord, parseShell, wordPieces } from '../parse/unbash.ts';
import { type PlacedWord, placeWord } from './places.ts';
import { programName } from './read-command.ts';
import { type HealthCommand, isOverlong } from './request.ts';
import { endsWithStatus, failsFor, savesToFile, wrapped } from './shell-facts.ts';

export type { Place, PlacedWord } from './places.ts';

/** A simple command as it will run. */
export interface PlacedCommand {
  /** Name and arguments. */
  readonly words: readonly PlacedWord[];
  /** What its output goes into. */
  readonly pipedInto?: readonly PlacedWord[];
  /** That in turn is piped into something. */
  readonly pipedFurther: boolean;
  /** Its output is used as text: `$(…)`. */
  readonly substituted: boolean;
  /** Its output goes to a file other than /dev/null. */
  readonly toFile: boolean;
  /** The check is unhealthy whenever this command fails. */
  readonly decides: boolean;
  /** A pipe fails with any of its commands here. */
  readonly pipefail: boolean;
}

/** All commands in order. `complete` is false where something that runs could not be read. */
export interface Walked {
  readonly commands: readonly PlacedCommand[];
  readonly complete: boolean;
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash']);
const MOST_NESTING = 4;
/** Deeper than any check that a person wrote. */
const MOST_DEPTH = 60;

/** Finds every command of a health check. Never throws. */
export function walkHealthCommand(command: HealthCommand, pipefail = false): Walked {
  if (isOverlong(command)) return { commands: [], complete: false };
  const walk = new Walk();
  if (command.form === 'shell') {
    walk.script(parseShell(command.script), {
      item: 0,
      map: (at) => at,
      pipefail,
      decides: true,
      nesting: 0,
    });
  } else {
    const words = command.argv.map(
      (value, item): PlacedWord => ({
        value,
        text: value,
        place: { item, start: 0, end: value.length },
        offset: (at) => at,
        isItem: true,
      }),
    );
    walk.words(words, {
      pipefail,
      decides: true,
      substituted: false,
      toFile: false,
      pipedFurther: false,
      nesting: 0,
    });
  }
  return { commands: walk.commands, complete: walk.complete };
}

interface Where {
  readonly item: number;
  readonly map: (at: number) => number;
  readonly pipefail: boolean;
  readonly decides: boolean;
  readonly substituted?: boolean;
  readonly nesting: number;
}

class Walk {
  readonly commands: PlacedCommand[] = [];
  complete = true;
  private depth = 0;

  script(script: Script & { readonly errors?: readonly unknown[] | undefined }, where: Where): void {
    if (script.errors?.length || where.nesting > MOST_NESTING) this.complete = false;
    if (where.nesting > MOST_NESTING) return;
    this.list(script.commands, where);
  }

  private list(statements: Script['commands'], where: Where): void {
    let strict = false;
    let { pipefail } = where;
    for (const [index, { command, background }] of statements.entries()) {
      const last = index === statements.length - 1;
      const decides =
        where.decides && !background && (last || strict || endsWithStatus(statements[index + 1]));
      this.node(command, { ...where, pipefail, decides });
      if (command.type !== 'Command' || literalWord(command.name) !== 'set') continue;
      const words = command.args.map((word) => word.text);
      if (words.includes('pipefail')) pipefail = true;
      if (words.some((word) => /^-[a-z]*e/.test(word))) strict = true;
    }
  }

  private node(node: SyntaxNode, where: Where): void {
    this.depth += 1;
    if (this.depth > MOST_DEPTH) this.complete = false;
    else this.step(node, where);
    this.depth -= 1;
  }

  private step(node: SyntaxNode, where: Where): void {
    const maybe = { ...where, decides: false };
    switch (node.type) {
      case 'Command':
        this.command(node, where, {});
        break;
      case 'AndOr':
        this.chain(node, where);
        break;
      case 'Pipeline':
        this.pipeline(node, where);
        break;
      case 'If':
        for (const branch of [node, ...node.elif]) {
          this.list(branch.clause.commands, maybe);
          this.list(branch.then.commands, maybe);
        }
        if (node.else) this.list(node.else.commands, maybe);
        break;
      case 'Subshell':
      case 'BraceGroup':
        this.list(node.body.commands, where);
        break;
      case 'Redirected':
        this.node(node.command, where);
        break;
      case 'While':
        this.list(node.clause.commands, maybe);
        this.list(node.body.commands, maybe);
        break;
      case 'For':
      case 'Select':
      case 'ArithmeticFor':
        this.list(node.body.commands, maybe);
        break;
      case 'TestCommand':
        if (node.expression.type !== 'TestBinary') break;
        for (const word of [node.expression.left, node.expression.right]) this.inside(word, where, false);
        break;
      default:
        this.complete = false;
    }
  }

  private chain(node: AndOr, where: Where): void {
    for (const [index, inner] of node.commands.entries()) {
      const after = node.commands.slice(index + 1);
      // After `a ||` what follows may still make it healthy, unless it can only fail.
      const rescued = after.some((next, at) => node.operators[index + at] === '||' && !failsFor(next));
      const isFallback = node.operators.slice(0, index).includes('||');
      this.node(inner, { ...where, decides: where.decides && !rescued && !isFallback });
    }
  }

  private pipeline(node: Pipeline, where: Where): void {
    const { commands } = node;
    const negated = node.prefixes.some((prefix) => prefix.type === 'Negation');
    const judge = commands[commands.length - 1];
    // A grep that gets nothing finds nothing.
    const judged = judge?.type === 'Command' && /^[ef]?grep$/.test(literalWord(judge.name) ?? '');
    for (const [index, inner] of commands.entries()) {
      const counts = index === commands.length - 1 || where.pipefail || (judged && commands.length === 2);
      const here = { ...where, decides: where.decides && !negated && counts };
      const pipe = { next: commands[index + 1], further: index + 2 < commands.length };
      if (inner.type === 'Command') this.command(inner, here, pipe);
      else this.node(inner, here);
    }
  }

  private command(
    command: Command,
    where: Where,
    pipe: { readonly next?: SyntaxNode; readonly further?: boolean },
  ): void {
    const args = command.args.filter((arg) => arg.type === 'Word');
    const all = command.name ? [command.name, ...args] : args;
    const place = (word: Word) => placeWord(word, where);
    const name = literalWord(command.name);
    // `[ "$(curl …)" = 200 ]`: without curl the text is empty, and equal to nothing.
    const compares = name === 'test' || name === '[';
    const equal = compares && args.some((word) => /^(?:={1,2}|-eq)$/.test(word.text));
    for (const item of [...command.prefix, ...command.suffix]) {
      if (item.type === 'Word') this.inside(item, where, equal);
      else if (item.type === 'Assignment' && item.value.type === 'Word')
        this.inside(item.value, where, false);
    }
    if (!command.name) return;
    const neighbour = (node: SyntaxNode | undefined) =>
      node &&
      (node.type === 'Command' && node.name ? [node.name, ...node.args] : []).flatMap((word) =>
        word.type === 'Word' ? [place(word)] : [],
      );
    this.words(all.map(place), {
      pipefail: where.pipefail,
      decides: where.decides,
      substituted: where.substituted ?? false,
      toFile: savesToFile(command),
      nesting: where.nesting,
      pipedInto: neighbour(pipe.next),
      pipedFurther: pipe.further ?? false,
    });
  }

  /** Substitutions in a word. */
  private inside(word: Word, where: Where, decides: boolean): void {
    for (const piece of wordPieces(word)) {
      if (piece.kind !== 'command') continue;
      if (!piece.script || (piece.script as { source?: string }).source !== undefined) this.complete = false;
      else {
        const inner = {
          ...where,
          decides: where.decides && decides,
          substituted: true,
          nesting: where.nesting + 1,
        };
        this.script(piece.script, inner);
      }
    }
  }

  /** A command line, and the one inside it where it is `sh -c`, `timeout 3 …`, `exec …`. */
  words(
    words: readonly PlacedWord[],
    how: Omit<PlacedCommand, 'words'> & { readonly nesting: number },
  ): void {
    const { nesting, ...rest } = how;
    const name = words[0]?.value;
    this.commands.push({ ...rest, words });
    if (name === undefined) {
      this.complete = false;
      return;
    }
    if (SHELLS.has(programName(name))) {
      const flag = words.findIndex((word, at) => at > 0 && /^-[a-z]*c$/.test(word.value ?? ''));
      const script = flag > 0 ? words[flag + 1] : undefined;
      if (script?.text === undefined || !script.offset) {
        this.complete = false;
        return;
      }
      const pipefail = words.slice(0, flag).some((word) => word.value === 'pipefail');
      const { item } = script.place;
      const where = { item, map: script.offset, decides: rest.decides, substituted: rest.substituted };
      this.script(parseShell(script.text), { ...where, pipefail, nesting: nesting + 1 });
      return;
    }
    const inner = wrapped(words.map((word) => word.value));
    if (inner > 0 && nesting <= MOST_NESTING)
      this.words(words.slice(inner), { ...how, nesting: nesting + 1 });
    else if (['eval', '.', 'source', 'xargs'].includes(name)) this.complete = false;
  }
}
