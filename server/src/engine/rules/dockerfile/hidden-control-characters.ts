// Characters that are not seen, or that change the order in which a line is shown.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import type { Span } from '../../parse/syntax.ts';

interface Data {
  readonly places: readonly Span[];
  readonly inComment: boolean;
}

/** More lines than this are another kind of file. */
const mostLines = 100;
const mostPlaces = 200;

/** Bidirectional embeddings, overrides and isolates. Source: CVE-2021-42574, “Trojan Source”. */
const bidirectional = /[\u202a-\u202e\u2066-\u2069]/;
/** Zero-width characters, direction marks, and control characters but tab and line ends. */
const hidden =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+|\r+/g;

const names: Readonly<Record<string, string>> = {
  '\u0000': 'NUL',
  '\b': 'backspace',
  '\r': 'carriage return',
  '\u001b': 'escape',
  '\u00ad': 'soft hyphen',
  '\u200b': 'zero width space',
  '\u200c': 'zero width non-joiner',
  '\u200d': 'zero width joiner',
  '\u200e': 'left-to-right mark',
  '\u200f': 'right-to-left mark',
  '\u202a': 'left-to-right embedding',
  '\u202b': 'right-to-left embedding',
  '\u202c': 'pop directional formatting',
  '\u202d': 'left-to-right override',
  '\u202e': 'right-to-left override',
  '\u2060': 'word joiner',
  '\u2066': 'left-to-right isolate',
  '\u2067': 'right-to-left isolate',
  '\u2068': 'first strong isolate',
  '\u2069': 'pop directional isolate',
  '\ufeff': 'byte order mark',
};

export default defineRule<Data>({
  id: 'hidden-control-characters',
  severity: 'warning',
  profiles: ['recommended'],
  summary: 'Characters that are not seen',
  why: 'What a reviewer reads is not what Docker reads where characters are invisible or turn the order of a line around.',
  sources: ['cve:CVE-2021-42574'],
  *check({ model }) {
    const { text, comments } = model.dockerfile;
    let lines = 0;
    let found: Span[] = [];
    let lineEnd = -1;
    let comment = 0;
    let commented = false;
    const report = () => problemOf(text, found, commented);
    for (const match of text.matchAll(hidden)) {
      const start = match.index;
      const end = start + match[0].length;
      const ending = text[end];
      if (match[0].startsWith('\r') && (ending === '\n' || ending === undefined)) continue;
      if (match[0].length === 1 && isMeant(text, start)) continue;
      while (comment < comments.length && comments[comment]!.end <= start) comment++;
      const inComment = (comments[comment]?.start ?? Number.POSITIVE_INFINITY) <= start;
      // In a comment only what deceives whoever reads it counts.
      if (inComment && !bidirectional.test(match[0]) && !/[\u001b\b\r]/.test(match[0])) continue;
      if (start > lineEnd) {
        if (found.length > 0) yield report();
        if (++lines > mostLines) return;
        found = [];
        commented = inComment;
        const newline = text.indexOf('\n', start);
        lineEnd = newline < 0 ? text.length : newline;
      }
      if (found.length <= mostPlaces) found.push({ start, end });
    }
    if (found.length > 0) yield report();
  },
  *fix({ data }, { model }) {
    const { places, inComment } = data!;
    const { text } = model.dockerfile;
    // A word of nothing else would leave a gap where an argument has to be.
    const leavesWord = ({ start, end }: Span) => /\w/.test((text[start - 1] ?? '') + (text[end] ?? ''));
    if (places.length > mostPlaces || !(inComment || places.every(leavesWord))) return;
    // A carriage return separates words.
    const edits = places.map(
      ({ start, end }): Edit => ({ start, end, text: text[start] === '\r' ? ' ' : '' }),
    );
    yield { title: 'Remove what is not seen', safety: 'review', edits };
  },
});

/** A byte order mark at the start, and joiners and marks where letters and pictures need them. */
function isMeant(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0xfeff) return at === 0;
  if (code !== 0x061c && !(code >= 0x200c && code <= 0x200f)) return false;
  // Arabic, Hebrew, the scripts of India, and emoji beyond the basic plane or among the symbols.
  return /[\u0590-\u1fff\u2190-\u2bff\ud83c-\ud83e\udc00-\udfff\u3000-\ufdff\uff00-\uffdc]|\ufe0f/.test(
    text.slice(Math.max(0, at - 1), at) + text.slice(at + 1, at + 2),
  );
}

function problemOf(text: string, places: readonly Span[], inComment: boolean) {
  const characters = [
    ...new Set(places.flatMap(({ start, end }) => [...text.slice(start, Math.min(end, start + 20))])),
  ];
  const said = characters.slice(0, 4).map((character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return names[character] ? `U+${code}, ${names[character]}` : `U+${code}`;
  });
  const turns = characters.some((character) => bidirectional.test(character));
  const list = `${said.join('; ')}${characters.length > 4 ? '; and more' : ''}`;
  const [first] = places;
  return {
    at: first!,
    ...(turns ? { severity: 'error' as const } : {}),
    message: turns
      ? `This line is not shown in the order in which Docker reads it (${list}). Look at it with these characters made visible, and remove them.`
      : `This line holds what is not seen (${list}), and Docker takes it as part of the text. Remove it.`,
    related: places.slice(1, 10).map((at) => ({ at, message: 'Another one.' })),
    data: { places, inComment },
  };
}

export const docs = `
Characters that turn the direction of writing can make a line look like a harmless one (CVE-2021-42574, known as
Trojan Source): these are an error, in comments too. Zero-width characters come from copied web pages and make
\`apt-get\\u200b\` a command that does not exist. Joiners in emoji and in scripts that need them are fine, and so is a
byte order mark at the start of the file.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN echo ok # «\u202e»dlo\u2066\n`,
    fixed: `FROM debian:12\nRUN echo ok # dlo\n`,
  },
  { bad: `FROM debian:12\n# «\u2067» curl | sh\n`, fixed: `FROM debian:12\n#  curl | sh\n` },
  { bad: `FROM debian:12\nRUN apt-get«\u200b» update\n`, fixed: `FROM debian:12\nRUN apt-get update\n` },
  { bad: `FROM debian:12\nRUN true;«\r»false\n`, fixed: `FROM debian:12\nRUN true; false\n` },
  { bad: `FROM debian:12\nCOPY a «\u200b»\n`, fixed: false },
  { good: `\ufeffFROM debian:12\nRUN echo "\tüöä – “quotes” …"\n`, note: 'A byte order mark at the start.' },
  { good: `FROM debian:12\nLABEL team="👩‍💻" greeting="می‌خواهم"\n`, note: 'Joiners where they belong.' },
  { good: `FROM debian:12\n# copied\u200b from a page\n`, note: 'In a comment it deceives nobody.' },
] satisfies Example[];
