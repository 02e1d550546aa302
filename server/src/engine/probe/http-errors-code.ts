// Finds requests in a short JavaScript or Python program whose status nobody looks at.

/** A request's call, and what can be put after it to make an HTTP error count. Offsets into the program. */
export interface Unheeded {
  readonly start: number;
  readonly end: number;
  readonly insert?: { readonly at: number; readonly text: string };
}

/**
 * The calls that succeed on an HTTP error: `fetch` and `http.get` in JavaScript, `requests` and `httpx` in
 * Python (urllib raises by itself). Silent where any word of the program speaks of a status, and where the
 * program loads code of its own.
 */
export function unheededCode(program: string, language: 'javascript' | 'python'): Unheeded[] {
  return language === 'javascript' ? javascript(program) : python(program);
}

function javascript(program: string): Unheeded[] {
  const code = withoutAddresses(program);
  if (/\b(?:ok|status|statusCode|throwHttpErrors|validateStatus)\b/.test(code)) return [];
  const loads = [...program.matchAll(/\b(?:require|import)\s*\(\s*(['"`])([^'"`]*)\1/g)].map(
    (match) => match[2],
  );
  if (loads.some((name) => !/^(?:node:)?https?$/.test(name ?? ''))) return [];
  const found: Unheeded[] = [];
  for (const match of program.matchAll(/(?<![\w.$])fetch\s*\(/g)) {
    const end = callEnd(program, match.index + match[0].length - 1);
    if (end === undefined) return [];
    found.push({ start: match.index, end, insert: { at: end, text: '.then(r=>r.ok?r:process.exit(1))' } });
  }
  for (const match of program.matchAll(
    /(?:\bhttps?|require\(['"](?:node:)?https?['"]\))\.(?:get|request)\s*\(/g,
  )) {
    const end = callEnd(program, match.index + match[0].length - 1);
    if (end !== undefined) found.push({ start: match.index, end });
  }
  return found;
}

function python(program: string): Unheeded[] {
  const code = withoutAddresses(program);
  if (/\b(?:raise_for_status|status_code|ok|status|is_success|is_error|json|text|content)\b/.test(code))
    return [];
  const found: Unheeded[] = [];
  for (const match of program.matchAll(/\b(?:requests|httpx)\.(?:get|head|post|options)\s*\(/g)) {
    const end = callEnd(program, match.index + match[0].length - 1);
    if (end === undefined) return [];
    found.push({ start: match.index, end, insert: { at: end, text: '.raise_for_status()' } });
  }
  return found;
}

/** The program with the strings blanked that hold an address: `/status` in one is not a look at the status. */
function withoutAddresses(program: string): string {
  return program.replace(/(['"`])[^'"`]*\/[^'"`]*\1/g, (text) => ' '.repeat(text.length));
}

/** The offset after the parenthesis that closes the one at `open`; strings are skipped. */
function callEnd(program: string, open: number): number | undefined {
  let depth = 0;
  let quote = '';
  for (let i = open; i < program.length; i += 1) {
    const character = program.charAt(i);
    if (quote) {
      if (character === '\\') i += 1;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"' || character === '`') quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return undefined;
}
