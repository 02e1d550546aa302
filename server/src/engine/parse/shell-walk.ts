// Flattens a shell script into simple commands, and says which of them surely run.
import { scriptArgument, shellOnInput } from './shell-nested.ts';
import { neverSucceeds, type ShellOptions, setOptions } from './shell-options.ts';
import { chainPlaces, type Place, type Shell } from './shell-place.ts';
import type { ShellCommand } from './shell-syntax.ts';
import { nestedText, type ToSpan, toShellCommand } from './shell-words.ts';
import type { Joined } from './syntax.ts';
import {
  type Command,
  type CompoundList,
  parseShell,
  type Redirection,
  type Script,
  type Statement,
  type Word,
} from './unbash.ts';

type Node = Statement['command'];
type Body = CompoundList | Script;

/** How deep scripts, groups and conditions are followed. */
const deepest = 200;

/** The commands of a script. `script` maps the text that was parsed back to the file. */
export class ShellWalk {
  readonly commands: ShellCommand[] = [];
  incomplete = false;
  #script: Joined;
  #toSpan: ToSpan;
  #pipelines = 0;
  #nesting = 0;
  /** Characters of substitutions that may still be read. */
  #budget: number;

  constructor(script: Joined) {
    this.#budget = 10_000 + 3 * script.text.length;
    this.#script = script;
    this.#toSpan = (start, end) => script.span(start, end);
  }

  /** Reads the whole script as the program of one shell. */
  run(options: ShellOptions): void {
    const place = { reached: true, implied: true, shellImplied: true, errexitWorks: true, depth: 0 };
    try {
      this.#source(this.#script, place, options);
    } catch (error) {
      // A substitution that is read late can still run out of stack.
      if (!(error instanceof RangeError)) throw error;
      this.incomplete = true;
    }
  }

  /** Reads a text of its own: the script itself, or the string of a `sh -c`. */
  #source(text: Joined, place: Place, options: ShellOptions): void {
    const outer = { script: this.#script, toSpan: this.#toSpan };
    this.#script = text;
    this.#toSpan = (start, end) => text.span(start, end);
    const script = parseShell(text.text);
    if (script.errors !== undefined && script.errors.length > 0) this.incomplete = true;
    this.#list(script, { ...place, shellImplied: place.implied }, { options, mayHaveEnded: false });
    this.#script = outer.script;
    this.#toSpan = outer.toSpan;
  }

  #list(list: Body, place: Place, shell: Shell): void {
    if (++this.#nesting > deepest) this.incomplete = true;
    else {
      const last = list.commands.length - 1;
      list.commands.forEach((statement, index) => {
        this.#statement(statement, { ...place, implied: index === last && place.implied }, shell);
      });
    }
    this.#nesting--;
  }

  #statement({ command, background }: Statement, place: Place, shell: Shell): void {
    if (background) {
      const started = { ...place, implied: false, shellImplied: false, errexitWorks: false };
      this.#node(command, started, { ...shell });
      return;
    }
    const stopsOnFailure = shell.options.errexit && place.errexitWorks && place.shellImplied;
    const isOne = command.type === 'Command' || command.type === 'Pipeline' || command.type === 'Subshell';
    this.#node(command, { ...place, implied: place.implied || (stopsOnFailure && isOne) }, shell);
  }

  #node(node: Node, place: Place, shell: Shell): void {
    const here = shell.mayHaveEnded ? { ...place, reached: false } : place;
    const unsure = { ...here, reached: false, implied: false };
    const ignored = { ...here, implied: false };
    const condition = { ...here, implied: false, errexitWorks: false };
    switch (node.type) {
      case 'Command':
        this.#command(node, here, shell);
        break;
      case 'AndOr':
        this.#chain(node.commands, node.operators, here, shell);
        break;
      case 'Pipeline':
        this.#pipeline(
          node.commands,
          node.prefixes.some(({ type }) => type === 'Negation'),
          here,
          shell,
        );
        break;
      case 'Subshell':
        this.#list(node.body, { ...here, shellImplied: here.implied }, { ...shell });
        break;
      case 'BraceGroup':
        this.#list(node.body, here, shell);
        break;
      case 'Redirected':
        this.#redirects(node.redirects, ignored, shell);
        this.#node(node.command, here, shell);
        break;
      case 'If':
        this.#list(node.clause, condition, shell);
        this.#list(node.then, unsure, shell);
        for (const branch of node.elif) {
          this.#list(branch.clause, { ...unsure, errexitWorks: false }, shell);
          this.#list(branch.then, unsure, shell);
        }
        if (node.else !== undefined) this.#list(node.else, unsure, shell);
        break;
      case 'While':
        this.#list(node.clause, condition, shell);
        this.#list(node.body, unsure, shell);
        break;
      case 'For':
      case 'Select':
        for (const word of node.wordlist ?? []) this.#word(word, ignored, shell);
        this.#list(node.body, unsure, shell);
        break;
      case 'ArithmeticFor':
        this.#list(node.body, unsure, shell);
        break;
      case 'Case':
        this.#word(node.word, ignored, shell);
        for (const item of node.items) this.#list(item.body, unsure, shell);
        break;
      case 'Function':
        // Its body may end the shell once it is called: treated as if it were.
        this.#body(node.body, { ...unsure, shellImplied: false, inFunction: true }, shell);
        break;
      case 'Coproc':
        this.#body(
          node.body,
          { ...here, implied: false, shellImplied: false, errexitWorks: false },
          { ...shell },
        );
        break;
      default:
        break;
    }
  }

  #body(node: Exclude<Node, { type: 'AndOr' }> | CompoundList, place: Place, shell: Shell): void {
    if (node.type === 'CompoundList') this.#list(node, place, shell);
    else this.#node(node, place, shell);
  }

  #chain(nodes: readonly Node[], operators: readonly string[], place: Place, shell: Shell): void {
    const places = chainPlaces(nodes, operators, place);
    // Only the last command of a chain makes `set -e` stop.
    nodes.forEach((node, i) => {
      const works = place.errexitWorks && i === nodes.length - 1;
      this.#node(node, { ...places[i]!, errexitWorks: works }, shell);
    });
  }

  #pipeline(nodes: readonly Node[], negated: boolean, place: Place, shell: Shell): void {
    const pipeline = nodes.length > 1 ? ++this.#pipelines : place.pipeline;
    nodes.forEach((node, index) => {
      const counts = index === nodes.length - 1 || shell.options.pipefail;
      const implied = place.implied && counts && !negated;
      const inSubshell = nodes.length > 1;
      const errexitWorks = place.errexitWorks && !negated;
      const shellImplied = inSubshell ? implied : place.shellImplied;
      const inner = { ...place, implied, shellImplied, errexitWorks, pipeline };
      this.#node(node, inner, inSubshell ? { ...shell } : shell);
    });
  }

  #command(node: Command, place: Place, shell: Shell): void {
    const isBare = node.name === undefined;
    // The status of a bare assignment is that of its last substitution.
    const inner = { ...place, implied: isBare && place.implied, pipeline: undefined };
    for (const item of node.prefix) if (item.type === 'Assignment') this.#assigned(item.value, inner, shell);
    if (node.name !== undefined) this.#word(node.name, inner, shell);
    for (const argument of node.args) {
      if (argument.type === 'Word') this.#word(argument, inner, shell);
      else this.#assigned(argument.value, inner, shell);
    }
    this.#redirects(node.redirects, inner, shell);
    const command = toShellCommand(node, place, this.#toSpan);
    this.commands.push(command);
    this.#effects(node, command, place, shell);
  }

  /** What a command does to the shell that runs it, and the scripts it is given. */
  #effects(node: Command, command: ShellCommand, place: Place, shell: Shell): void {
    const name = command.name?.value;
    if (name === 'set') shell.options = setOptions(shell.options, command.args, place.reached);
    if (name === 'exit' && neverSucceeds(node) === undefined) shell.mayHaveEnded = true;
    if (name === 'exec' && command.args.length > 0) shell.mayHaveEnded = true;
    if (name === 'return' && !place.inFunction) shell.mayHaveEnded = true;
    const nested = { ...place, depth: place.depth + 1, errexitWorks: true };
    const found = scriptArgument(command);
    if (found !== undefined) {
      const argument = node.args[found.index];
      const text = argument?.type === 'Word' ? nestedText(argument, this.#script) : undefined;
      if (text === undefined) this.incomplete = true;
      else this.#source(text, nested, found.options ?? shell.options);
      return;
    }
    this.#scriptOnInput(node, command, nested);
  }

  /** `bash <<EOF`: the here-document is the script. */
  #scriptOnInput(node: Command, command: ShellCommand, place: Place): void {
    const options = shellOnInput(command);
    if (options === undefined) return;
    for (const redirect of node.redirects) {
      if (redirect.type !== 'HereDoc') continue;
      this.#source(this.#script.slice(redirect.body.pos, redirect.body.end), place, options);
    }
  }

  #assigned(
    value: Word | { readonly type: 'ArrayValue'; readonly elements: readonly Word[] },
    place: Place,
    shell: Shell,
  ): void {
    if (value.type === 'Word') this.#word(value, place, shell);
    else for (const element of value.elements) this.#word(element, place, shell);
  }

  #redirects(redirects: readonly Redirection[], place: Place, shell: Shell): void {
    for (const redirect of redirects) {
      if (redirect.type === 'HereDoc') this.#parts(redirect.body.parts, place, shell);
      else if (redirect.target !== undefined) this.#word(redirect.target, place, shell);
    }
  }

  #word(word: Word, place: Place, shell: Shell): void {
    this.#parts(word.parts, place, shell);
  }

  /** Commands in `$(…)`, backticks and `<(…)`. */
  #parts(parts: Word['parts'], place: Place, shell: Shell): void {
    for (const part of parts ?? []) {
      if (part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution') {
        const isCommand = part.type === 'CommandExpansion';
        const implied = isCommand && place.implied;
        // The parser reads an inner script only when it is asked for, and all of it at every level.
        this.#budget -= part.end - part.pos;
        if (this.#budget < 0 || part.script === undefined) this.incomplete = true;
        else
          this.#substituted(
            part.script,
            part.pos,
            part.end,
            { ...place, implied, shellImplied: implied },
            shell,
          );
      } else if (
        part.type === 'DoubleQuoted' ||
        part.type === 'LocaleString' ||
        part.type === 'BraceExpansion'
      ) {
        this.#parts(part.parts, { ...place }, shell);
      } else if (part.type === 'ParameterExpansion' && part.operation?.type === 'Default') {
        this.#word(part.operation.operand, { ...place, reached: false, implied: false }, shell);
      }
    }
  }

  #substituted(script: Script, start: number, end: number, place: Place, shell: Shell): void {
    const outer = this.#toSpan;
    // Backticks with escapes are parsed from a decoded copy, whose offsets mean nothing here: all of it is the substitution's place.
    if (script.source !== undefined) this.#toSpan = () => outer(start, end);
    this.#list(script, { ...place, depth: place.depth + 1 }, { ...shell });
    this.#toSpan = outer;
  }
}
