// Tokenizes every file of grammar/ with VS Code's own tokenizer and compares it with the marks that stand in the file.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { needPart } from '../trivy/parts.ts';

const repository = new URL('../../', import.meta.url);
const data = new URL('grammar/', import.meta.url);
const ours = new URL('syntaxes/dockerfile.tmLanguage.json', repository);

// VS Code's grammars of these languages are not in the repository. Small stand-ins take their place for the exact
// marks; they have what makes embedding hard (open strings, open commands, comments up to the line end).
const grammars: Record<string, URL> = {
  'source.dockerfile.plimsoll': ours,
  'source.shell': new URL('shell.tmLanguage.json', data),
  'source.python': new URL('python.tmLanguage.json', data),
  'source.js': new URL('javascript.tmLanguage.json', data),
  'source.powershell': new URL('powershell.tmLanguage.json', data),
  'source.json': new URL('json.tmLanguage.json', data),
  'source.yaml': new URL('yaml.tmLanguage.json', data),
};

interface Mark {
  line: number;
  from: number;
  to: number;
  scopes: string[];
  text: string;
}

const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
const onigLib = oniguruma.loadWASM(wasm).then(() => ({
  createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
  createOnigString: (text: string) => new oniguruma.OnigString(text),
}));

/** The grammar with these files behind the scopes that it includes. */
async function load(files: Record<string, URL> = grammars) {
  const registry = new textmate.Registry({
    onigLib,
    loadGrammar: async (scope) => {
      const file = files[scope];
      return file ? textmate.parseRawGrammar(readFileSync(file, 'utf8'), file.pathname) : null;
    },
  });
  const grammar = await registry.loadGrammar('source.dockerfile.plimsoll');
  if (!grammar) throw new Error('the grammar does not load');
  return grammar;
}

/** Every grammar that an installed VS Code brings, by its scope. */
function builtIn(vscode: string): { file: URL; language?: string; scopeName: string }[] {
  const extensions = new URL('extensions/', pathToFileURL(`${vscode}/`));
  return readdirSync(extensions).flatMap((name) => {
    const folder = new URL(`${name}/`, extensions);
    const manifest = new URL('package.json', folder);
    if (!existsSync(manifest)) return [];
    const found = JSON.parse(readFileSync(manifest, 'utf8')).contributes?.grammars ?? [];
    return found.map((one: { path: string; language?: string; scopeName: string }) => ({
      ...one,
      file: new URL(one.path, folder),
    }));
  });
}

/** Splits a marked file: `#  ^^^ scope !scope` marks the columns above it, `#<--` as many from the first on. */
function read(marked: string): { lines: string[]; marks: Mark[] } {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const text of marked.split('\n')) {
    const mark = /^#(?:(<-*)|([ \t]*)(\^+)) +(!?[a-z].*)$/.exec(text);
    if (!mark) {
      lines.push(text);
      continue;
    }
    const from = mark[1] ? 0 : 1 + (mark[2] ?? '').length;
    const length = (mark[1] ?? mark[3] ?? '').length;
    // A tab is one column here as in the line above, whose leading tab the "#" stands for.
    const start = text.startsWith('#\t') ? from - 1 : from;
    marks.push({
      line: lines.length - 1,
      from: start,
      to: start + length,
      scopes: (mark[4] ?? '').split(' '),
      text,
    });
  }
  return { lines, marks };
}

function tokenize(grammar: textmate.IGrammar, lines: string[]): textmate.IToken[][] {
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens;
  });
}

const has = (scopes: string[], wanted: string): boolean =>
  scopes.some((scope) => scope === wanted || scope.startsWith(`${wanted}.`));

/** What the marks ask for and the tokens do not give, one sentence each. */
function failures(lines: string[], marks: Mark[], tokens: textmate.IToken[][]): string[] {
  const wrong: string[] = [];
  for (const mark of marks) {
    const line = lines[mark.line] ?? '';
    if (mark.to > line.length) wrong.push(`the mark is longer than its line: ${line} / ${mark.text}`);
    for (const token of tokens[mark.line] ?? []) {
      if (token.endIndex <= mark.from || token.startIndex >= mark.to) continue;
      for (const scope of mark.scopes) {
        if (has(token.scopes, scope.replace(/^!/, '')) === !scope.startsWith('!')) continue;
        const part = line.slice(token.startIndex, token.endIndex);
        wrong.push(`line ${mark.line + 1} "${part}": expected ${scope}, got ${token.scopes.join(' ')}`);
      }
    }
  }
  return wrong;
}

/** The marks of one file that speak of Dockerfile syntax only, and what the tokens do not give of them. */
async function frameFailures(name: string, files: Record<string, URL>): Promise<string[]> {
  const { lines, marks } = read(readFileSync(new URL(name, data), 'utf8'));
  const own = /special-method|heredoc-token|onbuild|line-continuation|attribute-name/;
  const frame = marks.map((mark) => ({ ...mark, scopes: mark.scopes.filter((scope) => own.test(scope)) }));
  return failures(lines, frame, tokenize(await load(files), lines));
}

/** Logical lines after which the next instruction is not coloured as one. */
function leaks(grammar: textmate.IGrammar): string[] {
  const openers = [
    '"',
    "'",
    '$(',
    '`',
    '${',
    '(',
    '{',
    '[',
    '["',
    'if',
    'case x in',
    '# "',
    '\\"',
    '<<',
    '<<<',
    '<< "',
    '&&',
    '$((',
  ];
  const keywords = 'FROM RUN CMD ENTRYPOINT COPY ADD ENV ARG LABEL USER WORKDIR EXPOSE VOLUME SHELL'.split(
    ' ',
  );
  const wrong: string[] = [];
  for (const keyword of keywords) {
    for (const opener of openers) {
      for (const text of [
        `${keyword} a ${opener}`,
        `${keyword} a \\\n# c\n  b ${opener}`,
        `${keyword} ${opener} \\\nx`,
      ]) {
        const last = tokenize(grammar, `${text}\nUSER next`.split('\n')).at(-1)?.[0]?.scopes ?? [];
        if (last.length !== 3 || !has(last, 'keyword.other.special-method')) wrong.push(text);
      }
    }
  }
  return wrong;
}

describe('grammar', () => {
  const files = readdirSync(data).filter((name) => name.endsWith('.Dockerfile'));

  test.each(files)('%s has the scopes its marks ask for', async (name) => {
    const { lines, marks } = read(readFileSync(new URL(name, data), 'utf8'));
    expect(marks.length).toBeGreaterThan(2);
    expect(failures(lines, marks, tokenize(await load(), lines))).toEqual([]);
  });

  test.each(files)('%s: the frame holds where the embedded languages are missing', async (name) => {
    expect(await frameFailures(name, { 'source.dockerfile.plimsoll': ours })).toEqual([]);
  });

  test.for(files)("%s: the frame holds with VS Code's own grammars inside", async (name, context) => {
    const real = Object.fromEntries(
      builtIn(needPart(context, 'vscode-host')).map((one) => [one.scopeName, one.file]),
    );
    expect(
      Object.keys(grammars).filter((scope) => scope !== 'source.dockerfile.plimsoll' && !real[scope]),
    ).toEqual([]);
    expect(await frameFailures(name, { ...real, 'source.dockerfile.plimsoll': ours })).toEqual([]);
  });

  test('a logical line leaves nothing behind, whatever it opens', async () => {
    expect(leaks(await load())).toEqual([]);
  });

  test("nor with VS Code's own grammars inside, and our scope is not the built-in one", async (context) => {
    const all = builtIn(needPart(context, 'vscode-host'));
    expect(all.filter((one) => one.language === 'dockerfile').map((one) => one.scopeName)).toEqual([
      'source.dockerfile',
    ]);
    const real = Object.fromEntries(all.map((one) => [one.scopeName, one.file]));
    const grammar = await load({ ...real, 'source.dockerfile.plimsoll': ours });
    expect(leaks(grammar)).toEqual([]);
    const command = tokenize(grammar, ['RUN --network=none apt-get update && curl x'])[0] ?? [];
    const names = command.filter((token) => has(token.scopes, 'entity.name.command'));
    expect(names.length).toBe(2);
  });

  test('the language is overridden under a scope of its own, so that themes and injections for the built-in one hold', () => {
    const manifest = JSON.parse(readFileSync(new URL('package.json', repository), 'utf8'));
    const entry = (manifest.contributes?.grammars ?? []).find(
      (one: { language?: string }) => one.language === 'dockerfile',
    );
    const grammar = JSON.parse(readFileSync(ours, 'utf8'));
    expect(entry?.scopeName).toBe('source.dockerfile.plimsoll');
    expect(grammar.scopeName).toBe(entry.scopeName);
    expect(new URL(entry.path, repository).href).toBe(ours.href);
    // Every embedded region that the grammar names is told to VS Code, and no other.
    const embedded = [...readFileSync(ours, 'utf8').matchAll(/meta\.embedded\.\w+\.dockerfile/g)].map(
      (match) => match[0],
    );
    expect(Object.keys(entry.embeddedLanguages).sort()).toEqual([...new Set(embedded)].sort());
  });
});
