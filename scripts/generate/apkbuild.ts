// Reads an APKBUILD, the shell file from which Alpine builds packages, without running it: which packages it makes and
// what they depend on. Where it cannot be told, every possibility is kept, or the package is called opaque.
// How abuild treats the file (what a split function inherits, the default functions): alpinelinux/abuild, abuild.in.
import type { Command, CompoundList, Statement, SyntaxNode, Word } from 'unbash';
import { parseShell } from '../../server/src/engine/parse/unbash.ts';
import { matches, UNKNOWN, type Variables, valuesOf } from './apkbuild-words.ts';

/** A binary package that an APKBUILD makes. */
export interface BuiltPackage {
  readonly name: string;
  /** Words of `depends` in every possible reading, without versions; conflicts are left out. */
  readonly depends: ReadonlySet<string>;
  /** Words of `depends` in some reading; holds `depends`. */
  readonly mayDepend: ReadonlySet<string>;
  readonly provides: ReadonlySet<string>;
  /** The packages that together pull this one in. */
  readonly installIf: ReadonlySet<string>;
  /** Something about its dependencies cannot be told. */
  readonly opaque: boolean;
}

/** What an APKBUILD says. */
export interface Aport {
  readonly packages: readonly BuiltPackage[];
  /** What is installed while it is built; libraries found there may become dependencies. */
  readonly build: ReadonlySet<string>;
  readonly check: ReadonlySet<string>;
}

const DEPENDS = 'depends';
const POSITIONS = ['1', '2', '3', '4', '5', '6'];
const PLAIN = ['dbg', 'devhelp', 'bashcomp', 'zshcomp', 'fishcomp', 'pyc', 'nftrules'];
/** Split functions that kept the dependencies of the main package before abuild 3.13. */
const ONCE_INHERITING = ['dbg', 'pyc'];
const OWN = ['lang', 'doc', 'dev', 'static', 'libs', 'openrc', 'systemd', 'udev'];

/** Reads the file; undefined when not even the names of its packages can be told. */
export function readApkbuild(text: string): Aport | undefined {
  const script = parseShell(text);
  if (script.errors?.length) return undefined;
  const reader = new Reader();
  const variables: Variables = new Map([
    ['CHOST', ['host']],
    ['CBUILD', ['host']],
    ['CTARGET', ['host']],
    ['CBUILDROOT', ['']],
    ['CLIBC', ['musl']],
    ...['CARCH', 'CTARGET_ARCH', 'CBUILD_ARCH', 'startdir', 'srcdir', 'pkgdir', 'builddir'].map(
      (name): [string, readonly string[]] => [name, [UNKNOWN]],
    ),
  ]);
  reader.run(script.commands, variables);
  const names = (variables.get('pkgname') ?? []).filter((name) => name !== '' && !name.includes(UNKNOWN));
  if (names.length === 0 || reader.lost) return undefined;
  const every = (...keys: readonly string[]) =>
    new Set(keys.flatMap((key) => (variables.get(key) ?? []).flatMap(words)).filter(isName));
  // What package() sets holds for the main package only: the others are split off by another process.
  const main: Variables = new Map(variables);
  reader.call('package', main);
  const packages = names.map((name) => describe(name, main));
  for (const word of new Set((variables.get('subpackages') ?? []).flatMap(words))) {
    const [name = '', own = ''] = word.split(':');
    if (name.includes(UNKNOWN) || own.includes(UNKNOWN)) continue;
    const split = own || defaultSplit(name);
    const inner: Variables = new Map(variables)
      .set('subpkgname', [name])
      .set('subpkgdir', [UNKNOWN])
      .set('provides', [''])
      .set('install_if', ['']);
    const ran = reader.call(split, inner);
    packages.push(describe(name, inner, !ran && own !== ''));
  }
  return {
    packages,
    build: every('makedepends', 'makedepends_build', 'makedepends_host', 'depends', 'depends_dev'),
    check: every('checkdepends'),
  };
}

/** abuild takes the ending of a package's name for the name of its split function. */
function defaultSplit(name: string): string {
  const completion = /-(bash|zsh|fish)-completion$/.exec(name)?.[1];
  return completion ? `${completion}comp` : name.slice(name.lastIndexOf('-') + 1);
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The word without version and conflict mark. */
export function bare(word: string): string {
  return word.replace(/[<>=~@].*$/s, '');
}

function isName(word: string): boolean {
  return !word.startsWith('!') && !bare(word).includes(UNKNOWN) && bare(word) !== '';
}

function describe(name: string, variables: Variables, opaque = false): BuiltPackage {
  const readings = (key: string) => (variables.get(key) ?? ['']).map((value) => words(value));
  const set = (key: string) => new Set(readings(key).flat().filter(isName).map(bare));
  const depends = readings(DEPENDS).map((reading) => new Set(reading.filter(isName).map(bare)));
  // A name that it provides besides and that is not known is only missed where another package asks for that name.
  const unclear = [DEPENDS, 'install_if'].some((key) =>
    readings(key)
      .flat()
      .some((word) => !word.startsWith('!') && bare(word).includes(UNKNOWN)),
  );
  return {
    name,
    depends: new Set([...depends[0]!].filter((word) => depends.every((reading) => reading.has(word)))),
    mayDepend: set(DEPENDS),
    provides: set('provides'),
    installIf: set('install_if'),
    opaque: opaque || unclear,
  };
}

/** Walks the statements, keeping every value a variable may have. */
class Reader {
  /** Something was met after which nothing can be told. */
  lost = false;
  readonly #functions = new Map<string, CompoundList>();
  #depth = 0;

  /** Calls a function of the file or one of abuild's own; false when there is none. */
  call(name: string, variables: Variables, args: readonly (readonly string[])[] = []): boolean {
    const body = this.#functions.get(name);
    if (body) {
      if (this.#depth > 20) this.lost = true;
      else {
        const outer = POSITIONS.map((position) => variables.get(position));
        for (const [index, position] of POSITIONS.entries()) variables.set(position, args[index] ?? ['']);
        this.#depth++;
        this.run(body.commands, variables);
        this.#depth--;
        for (const [index, position] of POSITIONS.entries()) variables.set(position, outer[index] ?? ['']);
      }
      return true;
    }
    const own = name.replace(/^default_/, '');
    if (!PLAIN.includes(own) && !OWN.includes(own)) return false;
    // `depends_static` falls back on the -dev package of the same file, which is among its siblings.
    const inherited = ONCE_INHERITING.includes(own) ? (variables.get(DEPENDS) ?? []) : [];
    variables.set(
      DEPENDS,
      PLAIN.includes(own) ? ['', ...inherited] : (variables.get(`depends_${own}`) ?? ['']),
    );
    if (own !== 'dev' && own !== 'static' && own !== 'libs' && own !== 'dbg') {
      const parent = (variables.get('subpkgname') ?? ['']).map((each) =>
        each.replace(/-[a-z]+(-completion)?$/, ''),
      );
      const other = {
        bashcomp: 'bash-completion',
        zshcomp: 'zsh',
        fishcomp: 'fish',
        doc: 'docs',
        nftrules: 'nftables-rulesets',
      }[own];
      variables.set(
        'install_if',
        parent.map((each) => `${each} ${other ?? own}`),
      );
    }
    return true;
  }

  run(statements: readonly Statement[], variables: Variables): void {
    for (const statement of statements) this.#node(statement.command, variables);
  }

  #node(node: SyntaxNode, variables: Variables): unknown {
    switch (node.type) {
      case 'Command':
        return this.#command(node, variables);
      case 'AndOr': {
        let status: boolean | undefined = true;
        node.commands.forEach((each, index) => {
          const wanted = node.operators[index - 1] !== '||';
          if (status === undefined) this.#perhaps(variables, [(copy) => this.#node(each, copy)], true);
          else if (status === wanted) {
            this.#node(each, variables);
            status = this.#status(each, variables);
          }
        });
        return;
      }
      case 'If': {
        const known = this.#status(node.clause.commands.at(-1)?.command, variables);
        if (known === true) return this.run(node.then.commands, variables);
        const others = [...node.elif.map((each) => each.then), ...(node.else ? [node.else] : [])];
        if (known === false && node.elif.length === 0)
          return node.else ? this.run(node.else.commands, variables) : undefined;
        const lists = known === false ? others : [node.then, ...others];
        return this.#perhaps(
          variables,
          lists.map((list) => (copy: Variables) => this.run(list.commands, copy)),
          node.else === undefined,
        );
      }
      case 'Case': {
        const subject = valuesOf(node.word, variables);
        const known = subject.length === 1 && !subject[0]!.includes(UNKNOWN) ? subject[0] : undefined;
        const patterns = node.items.map((item) => item.pattern.flatMap((word) => valuesOf(word, variables)));
        if (known !== undefined && !patterns.flat().some((pattern) => pattern.includes(UNKNOWN))) {
          const item = patterns.findIndex((each) => each.some((pattern) => matches(known, pattern)));
          return item < 0 ? undefined : this.run(node.items[item]!.body.commands, variables);
        }
        return this.#perhaps(
          variables,
          node.items.map((item) => (copy: Variables) => this.run(item.body.commands, copy)),
          true,
        );
      }
      case 'For': {
        const lists = (node.wordlist ?? []).map((word) => valuesOf(word, variables));
        const readings =
          lists.length === 1
            ? lists[0]!
            : [lists.map((each) => (each.length === 1 ? each[0]! : UNKNOWN)).join(' ')];
        const turns = readings.map((reading) => (copy: Variables) => {
          if (reading.includes(UNKNOWN)) this.#forget(node.body, copy);
          for (const word of words(reading).slice(0, 300)) {
            copy.set(node.name.value, [word]);
            this.run(node.body.commands, copy);
          }
        });
        return this.#perhaps(variables, turns, false);
      }
      case 'While':
      case 'ArithmeticFor':
        return this.#forget(node.body, variables);
      case 'BraceGroup':
        return this.run(node.body.commands, variables);
      case 'Redirected':
        return this.#node(node.command, variables);
      case 'Function': {
        const { body } = node;
        const list = body.type === 'Redirected' ? body.command : body;
        if (list.type === 'BraceGroup' || list.type === 'Subshell')
          this.#functions.set(node.name.value, list.body);
        else this.lost = true;
        return;
      }
      case 'Subshell':
      case 'Pipeline':
      case 'TestCommand':
      case 'ArithmeticCommand':
        return;
      default:
        this.lost = true;
    }
  }

  #command(command: Command, variables: Variables): void {
    const name = command.name?.value;
    const assigns = ['local', 'export', 'readonly'].includes(name ?? '') ? command.args : command.prefix;
    if (name === undefined || assigns === command.args) {
      for (const each of assigns) {
        if (each.type !== 'Assignment') continue;
        if (each.value.type === 'ArrayValue') {
          variables.set(each.name, [UNKNOWN]);
          continue;
        }
        const values = valuesOf(each.value, variables);
        const before = each.append ? (variables.get(each.name) ?? ['']) : [''];
        variables.set(each.name, limited(before.flatMap((head) => values.map((tail) => head + tail))));
      }
      return;
    }
    // `: "${NAME:=value}"`
    if (name === ':')
      for (const word of command.args) {
        const part = word.type === 'Word' ? word.parts?.[0] : undefined;
        const inner = part?.type === 'DoubleQuoted' ? part.parts[0] : part;
        if (
          word.type === 'Word' &&
          inner?.type === 'ParameterExpansion' &&
          inner.operation?.type === 'Default'
        )
          variables.set(inner.parameter, valuesOf(word, variables));
      }
    if (name === 'unset')
      for (const word of command.args) if (word.type === 'Word') variables.set(word.value, ['']);
    if (name === 'read')
      for (const word of command.args) if (word.type === 'Word') variables.set(word.value, [UNKNOWN]);
    const evaluated = name === 'eval' ? command.args.map((word) => word.text).join(' ') : '';
    if (
      name === '.' ||
      name === 'source' ||
      /(^|\W)(depends|provides|install_if|subpackages|pkgname)\+?=/.test(evaluated)
    )
      for (const key of [DEPENDS, 'provides', 'install_if', 'subpackages']) variables.set(key, [UNKNOWN]);
    else if (name === 'eval') return;
    else if (name === 'set' || name === 'shift') for (const each of POSITIONS) variables.set(each, [UNKNOWN]);
    else
      this.call(
        name,
        variables,
        command.args.map((word) => (word.type === 'Word' ? valuesOf(word, variables) : [UNKNOWN])),
      );
  }

  /** Runs each possibility on a copy and keeps what any of them leaves; `neither` when it may be that none runs. */
  #perhaps(variables: Variables, turns: readonly ((copy: Variables) => void)[], neither: boolean): void {
    const outcomes = turns.map((turn) => {
      const copy: Variables = new Map(variables);
      turn(copy);
      return copy;
    });
    if (neither || outcomes.length === 0) outcomes.push(new Map(variables));
    for (const key of new Set(outcomes.flatMap((outcome) => [...outcome.keys()])))
      variables.set(key, limited(outcomes.flatMap((outcome) => outcome.get(key) ?? [''])));
  }

  /** A loop of unknown length: what it sets is not known. */
  #forget(body: CompoundList, variables: Variables): void {
    const copy: Variables = new Map(variables);
    this.run(body.commands, copy);
    for (const [key, values] of copy)
      if (values.join('\n') !== variables.get(key)?.join('\n')) variables.set(key, [UNKNOWN]);
  }

  /** Whether a command succeeds: assignments do, `[ "$CHOST" = "$CTARGET" ]` where both sides are known; else undefined. */
  #status(node: SyntaxNode | undefined, variables: Variables): boolean | undefined {
    if (node?.type !== 'Command') return undefined;
    const known = (word: Word) => {
      const values = valuesOf(word, variables);
      return values.length === 1 && !values[0]!.includes(UNKNOWN) ? values[0] : undefined;
    };
    const name = node.name && known(node.name);
    if (!node.name || name === 'true' || name === ':') return true;
    if (name === 'false') return false;
    if (name !== '[' && name !== 'test') return undefined;
    const args = node.args.map((word) => (word.type === 'Word' ? known(word) : undefined));
    if (args.at(-1) === ']') args.pop();
    if (args.includes(undefined)) return undefined;
    const [first, second, third] = args;
    if (args.length === 2 && first === '-z') return second === '';
    if (args.length === 2 && first === '-n') return second !== '';
    if (args.length === 3 && (second === '=' || second === '==')) return first === third;
    if (args.length === 3 && second === '!=') return first !== third;
    return undefined;
  }
}

function limited(values: readonly string[]): readonly string[] {
  const distinct = [...new Set(values)];
  return distinct.length > 512 ? [UNKNOWN] : distinct;
}
