// Follows a shell script as the shell would and gives the decision tree of its exit code.
import type { AndOr, Assignment, Command, Pipeline, Script, Statement, SyntaxNode } from '../parse/unbash.ts';
import { literalWord, statementsOf, wordPieces } from '../parse/unbash.ts';
import type { Outcome } from './outcome.ts';
import { Refusal } from './request.ts';
import { type Bindings, type Bound, wordText } from './variables.ts';

/** What is known where a command starts. */
export interface Scope {
  readonly bindings: Bindings;
  /** `$?` is zero; undefined before the first command. */
  readonly last: boolean | undefined;
  /** `set -e` is on. */
  readonly errexit: boolean;
}

/** A test, or a command whose own exit code is known. `not`: it succeeds when the test fails. */
export type Leaf<T> = { readonly test: T; readonly not?: boolean } | boolean;

/** Says what the commands mean that are not plain shell. Throws Refusal for what it can't read. */
export interface Reader<T> {
  command(command: Command, scope: Scope): Leaf<T>;
  /** `a | b`, without a leading `!`. */
  pipeline(pipeline: Pipeline, scope: Scope): Leaf<T>;
  /** `[[ … ]]`. */
  test(node: SyntaxNode, scope: Scope): Leaf<T>;
  /** The script inside `sh -c '…'`, where the command is that. */
  nested(command: Command, scope: Scope): Script | undefined;
}

/** The ways on from a command. */
interface Next<T> {
  yes(scope: Scope): Outcome<T>;
  no(scope: Scope): Outcome<T>;
  exit(ok: boolean): Outcome<T>;
}

/** Enough for any check that a person wrote; ends scripts made to take for ever. */
const MOST_STEPS = 400;
const MOST_DEPTH = 40;

/**
 * The decision tree of a script's exit code.
 * @throws Refusal for syntax errors, loops, background jobs and commands the reader refuses.
 */
export function evaluate<T>(script: Script, reader: Reader<T>): Outcome<T> {
  const start: Scope = { bindings: new Map(), last: undefined, errexit: false };
  return new Evaluation(reader).list(statementsOf(script), start, {
    yes: () => true,
    no: () => false,
    exit: (ok) => ok,
  });
}

class Evaluation<T> {
  private readonly reader: Reader<T>;
  private steps = 0;
  private depth = 0;

  constructor(reader: Reader<T>) {
    this.reader = reader;
  }

  list(statements: readonly Statement[], scope: Scope, next: Next<T>, from = 0): Outcome<T> {
    const statement = statements[from];
    if (!statement) return scope.last === false ? next.no(scope) : next.yes(scope);
    if (statement.background) throw new Refusal('a part of it runs in the background');
    if (from === statements.length - 1) return this.node(statement.command, scope, next);
    if (scope.errexit && statement.command.type === 'AndOr') throw new Refusal('it relies on set -e');
    const onward = (ok: boolean) => (after: Scope) =>
      after.errexit && !ok ? next.exit(false) : this.list(statements, { ...after, last: ok }, next, from + 1);
    return this.node(statement.command, scope, { yes: onward(true), no: onward(false), exit: next.exit });
  }

  node(node: SyntaxNode, scope: Scope, next: Next<T>): Outcome<T> {
    this.steps += 1;
    this.depth += 1;
    if (this.steps > MOST_STEPS || this.depth > MOST_DEPTH) throw new Refusal('it is too involved');
    try {
      return this.step(node, scope, next);
    } finally {
      this.depth -= 1;
    }
  }

  private step(node: SyntaxNode, scope: Scope, next: Next<T>): Outcome<T> {
    switch (node.type) {
      case 'AndOr':
        if (node.commands.length > MOST_DEPTH) throw new Refusal('it is too involved');
        return this.chain(node, node.commands.length - 1, scope, next);
      case 'Pipeline':
        if (node.prefixes.some((prefix) => prefix.type === 'Negation')) {
          return this.inner(node, scope, { yes: next.no, no: next.yes, exit: next.exit });
        }
        return this.inner(node, scope, next);
      case 'Command':
        return this.command(node, scope, next);
      case 'TestCommand':
        return this.leaf(this.reader.test(node, scope), scope, next);
      case 'BraceGroup':
        return this.list(statementsOf(node.body), scope, next);
      case 'Subshell': {
        const leave = (ok: boolean) => (ok ? next.yes(scope) : next.no(scope));
        return this.list(statementsOf(node.body), scope, {
          yes: () => next.yes(scope),
          no: () => next.no(scope),
          exit: leave,
        });
      }
      case 'If':
        return this.choice([node, ...node.elif], node.else, scope, next);
      case 'Redirected':
        return this.node(node.command, scope, next);
      default:
        throw new Refusal('it uses loops, functions or other shell programming');
    }
  }

  /** `a && b || c` binds to the left. */
  private chain(node: AndOr, upTo: number, scope: Scope, next: Next<T>): Outcome<T> {
    const right = node.commands[upTo]!;
    if (upTo === 0) return this.node(right, scope, next);
    const both = node.operators[upTo - 1] === '&&';
    const onward = (last: boolean) => (after: Scope) => this.node(right, { ...after, last }, next);
    return this.chain(node, upTo - 1, scope, {
      yes: both ? onward(true) : next.yes,
      no: both ? next.no : onward(false),
      exit: next.exit,
    });
  }

  private inner(pipeline: Pipeline, scope: Scope, next: Next<T>): Outcome<T> {
    const [only, more] = pipeline.commands;
    if (only && !more) return this.node(only, scope, next);
    return this.leaf(this.reader.pipeline(pipeline, scope), scope, next);
  }

  private choice(
    branches: readonly {
      readonly clause: { readonly commands: readonly Statement[] };
      readonly then: { readonly commands: readonly Statement[] };
    }[],
    otherwise: { readonly commands: readonly Statement[] } | undefined,
    scope: Scope,
    next: Next<T>,
  ): Outcome<T> {
    const [branch, ...rest] = branches;
    if (!branch) {
      return otherwise ? this.list(otherwise.commands, { ...scope, last: undefined }, next) : next.yes(scope);
    }
    const fresh = (after: Scope): Scope => ({ ...after, errexit: scope.errexit });
    return this.list(
      branch.clause.commands,
      { ...scope, errexit: false },
      {
        yes: (after) => this.list(branch.then.commands, fresh(after), next),
        no: (after) => this.choice(rest, otherwise, fresh(after), next),
        exit: next.exit,
      },
    );
  }

  private leaf(leaf: Leaf<T>, scope: Scope, next: Next<T>): Outcome<T> {
    if (typeof leaf === 'boolean') return leaf ? next.yes(scope) : next.no(scope);
    const yes = next.yes(scope);
    const no = next.no(scope);
    return leaf.not ? { test: leaf.test, yes: no, no: yes } : { test: leaf.test, yes, no };
  }

  private command(command: Command, scope: Scope, next: Next<T>): Outcome<T> {
    const { name } = command;
    const assignments = command.prefix.filter((item) => item.type === 'Assignment');
    if (!name) return next.yes({ ...scope, bindings: bind(assignments, scope.bindings) });
    const args = command.args;
    const first = literalWord(args[0] as Parameters<typeof literalWord>[0]);
    switch (literalWord(name)) {
      case 'exit': {
        if (args.length === 0 || (args.length === 1 && isStatus(args[0]))) {
          return next.exit(scope.last !== false);
        }
        if (first === undefined || !/^\d+$/.test(first))
          throw new Refusal('it ends with a computed exit code');
        return next.exit(Number(first) % 256 === 0);
      }
      case 'export': {
        const given = args.filter((arg) => arg.type === 'Assignment');
        return next.yes({ ...scope, bindings: bind(given, scope.bindings) });
      }
      case 'set':
        return next.yes({ ...scope, errexit: scope.errexit || setsErrexit(args.map((arg) => arg.text)) });
      default: {
        const nested = this.reader.nested(command, scope);
        if (!nested) return this.leaf(this.reader.command(command, scope), scope, next);
        const leave = (ok: boolean) => (ok ? next.yes(scope) : next.no(scope));
        const inside: Scope = { bindings: new Map(), last: undefined, errexit: false };
        return this.list(statementsOf(nested), inside, {
          yes: () => leave(true),
          no: () => leave(false),
          exit: leave,
        });
      }
    }
  }
}

function bind(assignments: readonly Assignment[], bindings: Bindings): Bindings {
  const out = new Map<string, Bound>(bindings);
  for (const { name, value, append, index } of assignments) {
    if (append || index || value.type !== 'Word') throw new Refusal('it uses shell arrays');
    const pieces = wordPieces(value);
    const [only] = pieces;
    if (pieces.length === 1 && only?.kind === 'command' && only.script) {
      out.set(name, { kind: 'output', script: only.script });
    } else out.set(name, { kind: 'text', text: wordText(value, out) });
  }
  return out;
}

function isStatus(arg: { readonly text: string } | undefined): boolean {
  return arg?.text === '$?' || arg?.text === '"$?"';
}

/**
 * Whether `set …` turns errexit on. pipefail is let through: a request that fails prints nothing to search.
 * @throws Refusal for options that change more than tracing and error handling.
 */
function setsErrexit(words: readonly string[]): boolean {
  let errexit = false;
  for (const word of words) {
    if (word !== 'pipefail' && !/^-[euxo]+$/.test(word)) throw new Refusal(`it uses set ${word}`);
    if (word.startsWith('-') && word.includes('e')) errexit = true;
  }
  return errexit;
}
