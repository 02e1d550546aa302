// Reads the cases out of BuildKit's own lint tests (frontend/dockerfile/dockerfile_check_test.go).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledCase } from './case.ts';
import { lineCases } from './lines.ts';

/** @param folder of a copy of BuildKit */
export function buildkitCases(folder: string): LabelledCase[] {
  return buildkitCasesOf(readFileSync(join(folder, 'frontend/dockerfile/dockerfile_check_test.go'), 'utf8'));
}

/** The cases of a Go file of lint tests. */
export function buildkitCasesOf(source: string): LabelledCase[] {
  return source
    .split(/^func (?=test)/m)
    .slice(1)
    .flatMap(casesOf);
}

const step =
  /(?:\b(\w+)\s*:?=\s*(?=\[\]byte\(|fmt\.Appendf\(|integration\.))|checkLinterWarnings\(t, sb, &lintTestParams\{/g;

function casesOf(body: string): LabelledCase[] {
  const test = /^\w+/.exec(body)![0];
  const own = ruleNames(body);
  const found: LabelledCase[] = [];
  const texts = new Map<string, string>();
  let count = 0;
  for (const match of body.matchAll(step)) {
    const start = match.index + match[0].length;
    if (match[1] !== undefined) {
      const value = goValue(body, start, texts);
      if (value === undefined) texts.delete(match[1]);
      else texts.set(match[1], value);
      continue;
    }
    const params = body.slice(start - 1, closing(body, start - 1));
    const text = texts.get(/Dockerfile:\s+(\w+)/.exec(params)?.[1] ?? '');
    // How the build is called would be another input.
    if (text === undefined || /BUILDKIT_DOCKERFILE_CHECK|DockerIgnore:\s*nil/.test(params)) continue;
    count++;
    const ignore = /DockerIgnore:\s*/.exec(params);
    const ignoreFile = ignore === null ? undefined : goValue(params, ignore.index + ignore[0].length, texts);
    const base = {
      set: 'buildkit' as const,
      name: `${test} ${count}`,
      text,
      ...(ignoreFile === undefined ? {} : { ignoreFile }),
    };
    const warnings = warningsOf(params, [...own][0]);
    const said = new Set(warnings.map(([id]) => id));
    for (const id of said)
      found.push(
        ...lineCases(
          base,
          id,
          warnings.flatMap(([one, line]) => (one === id ? [line] : [])),
        ),
      );
    // The test names all that is said of the file.
    if (said.size > 0) found.push({ ...base, id: '*', said: [...said], expected: 'silent' });
    const skipped = [...text.matchAll(/check=skip=([\w,]+)/g)].flatMap(([, list]) => list!.split(','));
    const others = new Set([...(said.size === 0 ? own : []), ...skipped.filter((id) => id !== 'all')]);
    for (const id of others) if (!said.has(id)) found.push({ ...base, id, expected: 'silent' });
  }
  return found;
}

/** Each warning's rule and line, once: what is said of every stage and of the last one is the same. */
function warningsOf(params: string, made: string | undefined): (readonly [id: string, line: number])[] {
  const found = new Map<string, readonly [id: string, line: number]>();
  const pattern =
    /RuleName:\s*"(\w+)"(?:(?!RuleName)[\s\S])*?\bLine:\s*(\d+)|makeLintWarning\("\w+", (\d+)\)/g;
  for (const [, id = made ?? '', line, short] of params.matchAll(pattern))
    found.set(`${id} ${line ?? short}`, [id, Number(line ?? short)]);
  return [...found.values()];
}

function ruleNames(source: string): Set<string> {
  return new Set([...source.matchAll(/RuleName:\s*"(\w+)"/g)].map((match) => match[1]!));
}

/** The texts that the Go of these tests makes: literals, `fmt.Appendf`, the first of `UnixOrWindows`, names. */
function goValue(
  source: string,
  offset: number,
  names: ReadonlyMap<string, string>,
  depth = 0,
): string | undefined {
  const rest = source.slice(offset);
  const opening =
    /^\s*(?:(`)([^`]*)`|"((?:[^"\\]|\\.)*)"|\[\]byte\(|fmt\.Appendf\(nil,|integration\.UnixOrWindows\(|(\w+))/.exec(
      rest,
    );
  if (!opening || depth > 4) return undefined;
  if (opening[1] !== undefined) return opening[2];
  if (opening[3] !== undefined) return opening[3];
  if (opening[4] !== undefined) return names.get(opening[4]);
  const inside = offset + opening[0].length;
  const first = goValue(source, inside, names, depth + 1);
  if (first === undefined || !opening[0].includes('Appendf')) return first;
  const end = closing(source, offset + rest.indexOf('('));
  const after = source.indexOf('`', source.indexOf('`', inside) + 1) + 1;
  const values = argumentsOf(source.slice(after, end)).map((argument) =>
    goValue(argument, 0, names, depth + 1),
  );
  let missing = false;
  const text = first.replace(/%s/g, () => {
    const value = values.shift();
    missing ||= value === undefined;
    return value ?? '';
  });
  return missing ? undefined : text;
}

/** `, a, f(b, c)` without the commas between. */
function argumentsOf(source: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index <= source.length; index++) {
    const char = source[index];
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if ((char === ',' && depth === 0) || char === undefined) {
      const one = source.slice(start, index).trim();
      if (one !== '') found.push(one);
      start = index + 1;
    }
  }
  return found;
}

/** The offset of the bracket that closes the one at `offset`, texts in between left out. */
function closing(source: string, offset: number): number {
  const piece = /`[^`]*`|"(?:[^"\\\n]|\\.)*"|[([{]|[)\]}]/g;
  piece.lastIndex = offset;
  let depth = 0;
  for (let match = piece.exec(source); match; match = piece.exec(source)) {
    if (/^[([{]/.test(match[0])) depth++;
    else if (/^[)\]}]/.test(match[0]) && --depth === 0) return match.index;
  }
  return source.length;
}
