// Reads a requirements file of pip: what it asks for, and whether every line states the hashes of what may come.

/** One requirement. */
export interface Requirement {
  /** As written: `flask[async]==3.0.3`, a path or an address. */
  readonly text: string;
  /** It has at least one `--hash`. */
  readonly hashed: boolean;
}

/** A requirements file, understood. */
export interface RequirementsFile {
  readonly requirements: readonly Requirement[];
  /** Files it names with `-r` and `-c`, relative to itself. */
  readonly others: readonly string[];
  /** It demands hashes by itself. */
  readonly requireHashes: boolean;
  /** `--extra-index-url` lines. */
  readonly extraIndexes: readonly string[];
}

/**
 * Reads the text of a requirements file. Source: pip's documentation, "Requirements File Format": a line goes on after a
 * backslash, a comment starts with `#` at the start of a line or after a blank.
 */
export function readRequirements(text: string): RequirementsFile {
  const requirements: Requirement[] = [];
  const others: string[] = [];
  const extraIndexes: string[] = [];
  let requireHashes = false;
  for (const line of joinedLines(text)) {
    const option = /^(-r|-c|--requirement|--constraint|--extra-index-url)(?:=|\s*)(\S+)/.exec(line);
    if (/^--require-hashes\b/.test(line)) requireHashes = true;
    else if (option?.[1] === '--extra-index-url') extraIndexes.push(option[2]!);
    else if (option) others.push(option[2]!);
    else if (!/^--?\w/.test(line) || /^(-e|--editable)\b/.test(line))
      requirements.push({ text: line.split(/\s+(?=--)/)[0]!, hashed: /\s--hash[= ]\w+:\w/.test(line) });
  }
  return { requirements, others, requireHashes, extraIndexes };
}

/** Every requirement of the file has a hash, and there is one. */
export function isHashed(file: RequirementsFile): boolean {
  return file.requirements.length > 0 && file.requirements.every(({ hashed }) => hashed);
}

function* joinedLines(text: string): Iterable<string> {
  let parts: string[] = [];
  for (const raw of (text.startsWith('\ufeff') ? text.slice(1) : text).split(/\r?\n/)) {
    const line = raw.replace(/(^|[ \t])#.*$/s, '');
    const goesOn = line.endsWith('\\');
    parts.push((goesOn ? line.slice(0, -1) : line).trim());
    if (goesOn) continue;
    const whole = parts.join(' ').trim();
    parts = [];
    if (whole !== '') yield whole;
  }
  const rest = parts.join(' ').trim();
  if (rest !== '') yield rest;
}
