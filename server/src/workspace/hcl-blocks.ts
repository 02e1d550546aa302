// Reads the blocks of an HCL file with their literal attributes: enough for what a Bake file says in plain words.
// Source of the syntax: the HCL native syntax specification of HashiCorp.

/** Texts, lists of texts, and objects of texts; null for everything that would have to be evaluated. */
export type HclValue = string | readonly string[] | ReadonlyMap<string, string | null> | null;

/** One block of the top level. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclValue>;
}

type Token = { readonly kind: 'text' | 'name' | 'sign' | 'line'; readonly text: string };

/** White space, a comment of one line, a text, a name, a line end, or any other single character. */
const tokenPattern = /[^\S\n]+|(?:#|\/\/)[^\n]*|"((?:[^"\\\n]|\\.)*)"|([A-Za-z_][\w-]*)|(\n)|[^\n]/gy;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const block = skipped(text, at);
    if (block !== undefined) {
      // A heredoc is a value that is not needed; a comment is none.
      if (text[at] === '<') tokens.push({ kind: 'sign', text: '<<' });
      at = block;
      continue;
    }
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text)!;
    const [all, quoted, name, line] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', text: unescaped(quoted) });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (line !== undefined) tokens.push({ kind: 'line', text: '\n' });
    else if (!/^(?:\s|#|\/\/)/.test(all)) tokens.push({ kind: 'sign', text: all });
    at += all.length;
  }
  return tokens;
}

/** Where a block comment or a heredoc that begins at `at` ends; one without an end takes the rest. */
function skipped(text: string, at: number): number | undefined {
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? text.length : end + 2;
  }
  if (!text.startsWith('<<', at)) return undefined;
  const line = text.indexOf('\n', at);
  const name = /^<<-?(\w+)$/.exec(
    text.slice(at, Math.min(line < 0 ? text.length : line, at + 200)).trimEnd(),
  )?.[1];
  if (name === undefined) return undefined;
  for (let start = line + 1; start > 0 && start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    if (text.slice(start, end).trim() === name) return end;
    start = end + 1;
  }
  return text.length;
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\nt])/g, (_, char: string) => ({ n: '\n', t: '\t' })[char] ?? char);
}

/** Every block of the top level; what cannot be read is skipped. Never throws; linear in the text. */
export function readHclBlocks(text: string): HclBlock[] {
  const tokens = tokensOf(text.replace(/\r\n/g, '\n'));
  const blocks: HclBlock[] = [];
  let at = 0;
  while (at < tokens.length) {
    const type = tokens[at++]!;
    if (type.kind !== 'name') continue;
    const labels: string[] = [];
    while (tokens[at]?.kind === 'text' || tokens[at]?.kind === 'name') labels.push(tokens[at++]!.text);
    if (tokens[at]?.text !== '{' || tokens[at]?.kind !== 'sign') continue;
    const end = closing(tokens, at);
    blocks.push({ type: type.text, labels, attributes: attributesOf(tokens.slice(at + 1, end)) });
    at = end + 1;
  }
  return blocks;
}

/** The index of the bracket that closes the one at `open`; the end of the text when there is none. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]!.kind !== 'sign') continue;
    if ('{[('.includes(tokens[at]!.text)) depth++;
    else if ('}])'.includes(tokens[at]!.text) && --depth === 0) return at;
  }
  return tokens.length;
}

function attributesOf(body: readonly Token[]): Map<string, HclValue> {
  const found = new Map<string, HclValue>();
  for (let at = 0; at < body.length; at++) {
    const name = body[at]!;
    if (name.kind === 'sign' && '{[('.includes(name.text)) at = closing(body, at);
    const equals = body[at + 1];
    if (name.kind !== 'name' || equals?.kind !== 'sign' || equals.text !== '=') continue;
    let end = at + 2;
    while (end < body.length && body[end]!.kind !== 'line')
      end = '{[('.includes(body[end]!.text) && body[end]!.kind === 'sign' ? closing(body, end) + 1 : end + 1;
    const value = body.slice(at + 2, end);
    const isObject =
      value[0]?.kind === 'sign' && value[0].text === '{' && closing(value, 0) === value.length - 1;
    found.set(
      name.text,
      isObject ? objectOf(value.slice(1, -1)) : literalOf(value.filter(({ kind }) => kind !== 'line')),
    );
    at = end;
  }
  return found;
}

/** `NAME = "text"` and `"NAME": "text"`, behind line breaks or commas; a value that is not literal is null. */
function objectOf(body: readonly Token[]): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (let at = 0; at < body.length; at++) {
    const key = body[at]!;
    const sign = body[at + 1];
    if (key.kind === 'line' || key.kind === 'sign') continue;
    if (sign?.kind !== 'sign' || (sign.text !== '=' && sign.text !== ':')) continue;
    let end = at + 2;
    while (end < body.length && body[end]!.kind !== 'line' && !isSign(body[end]!, ','))
      end = '{[('.includes(body[end]!.text) && body[end]!.kind === 'sign' ? closing(body, end) + 1 : end + 1;
    found.set(key.text, end === at + 3 ? (literal(body[at + 2]) ?? null) : null);
    at = end;
  }
  return found;
}

function isSign({ kind, text }: Token, sign: string): boolean {
  return kind === 'sign' && text === sign;
}

/** A text without anything to be put in. */
function literal(token: Token | undefined): string | undefined {
  return token?.kind === 'text' && !/[$%]\{/.test(token.text) ? token.text : undefined;
}

function literalOf(tokens: readonly Token[]): string | readonly string[] | null {
  if (tokens.length === 1) return literal(tokens[0]) ?? null;
  if (tokens[0]?.text !== '[' || tokens.at(-1)?.text !== ']') return null;
  const items = tokens.slice(1, -1).filter((token) => !isSign(token, ','));
  const texts = items.map(literal);
  return texts.every((text) => text !== undefined) ? texts : null;
}
