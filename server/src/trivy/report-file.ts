// Reads the JSON of a report from its file piece by piece and leaves out what is never looked at: half of it and more.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** The text of a report, thinned; or why there is none. */
export type ThinnedJson =
  | { readonly state: 'whole'; readonly text: string }
  /** It begins as JSON and ends in the middle. */
  | { readonly state: 'cut' }
  /** Not JSON from its first byte on, or nested as no report is. */
  | { readonly state: 'garbage' }
  | { readonly state: 'too-large' };

/**
 * Members that are left out wherever they stand. Descriptions and references are the bulk of a report; `Code`, `Match`
 * and `RenderedCause` hold the lines of files in which a secret was found.
 */
const leftOut: ReadonlySet<string> = new Set([
  'Description',
  'References',
  'VendorIDs',
  'VendorSeverity',
  'CweIDs',
  'DataSource',
  'PublishedDate',
  'LastModifiedDate',
  'Fingerprint',
  'Code',
  'Match',
  'RenderedCause',
  'Traces',
  'InstalledFiles',
  'Locations',
]);
const longestName = 32;
const deepest = 200;
const chunkSize = 1 << 18;

/**
 * Reads what the file holds now; what is added meanwhile is not waited for.
 * @param mostBytes of what is left of it
 * @throws the file system's error, or the signal's reason
 */
export async function readThinnedJson(
  file: string,
  mostBytes: number,
  signal?: AbortSignal,
): Promise<ThinnedJson> {
  const thinner = new Thinner(mostBytes);
  const { size } = await stat(file);
  if (size === 0) return { state: 'garbage' };
  // Between two pieces other work of this process goes on.
  for await (const chunk of createReadStream(file, { highWaterMark: chunkSize, end: size - 1 })) {
    signal?.throwIfAborted();
    const problem = thinner.push(chunk as Buffer);
    if (problem) return { state: problem };
  }
  return thinner.end();
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** One open object or list. */
interface Level {
  readonly isObject: boolean;
  /** A member was written, so the next one needs a comma. */
  filled: boolean;
  /** The next text is a name. */
  atName: boolean;
}

/** Copies JSON byte by byte without white space and without members of certain names. It does not judge the grammar. */
class Thinner {
  private readonly mostBytes: number;
  private out = Buffer.allocUnsafe(1 << 20);
  private length = 0;
  private readonly levels: Level[] = [];
  private began = false;
  private inText = false;
  private escaped = false;
  /** Where the name that is being read begins in `out`; -1 outside of names. */
  private nameStart = -1;
  /** Depth of the value that is being left out; -1: none is. */
  private skipDepth = -1;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  push(chunk: Buffer): 'garbage' | 'too-large' | undefined {
    this.reserve(chunk.length * 2);
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (this.inText) this.textByte(byte);
      else if (byte > 0x20) {
        if (!this.began && byte !== openBrace && byte !== openBracket) return 'garbage';
        this.began = true;
        if (!this.structure(byte)) return 'garbage';
      }
    }
    return this.length > this.mostBytes ? 'too-large' : undefined;
  }

  end(): ThinnedJson {
    if (!this.began) return { state: 'garbage' };
    if (this.inText || this.levels.length > 0) return { state: 'cut' };
    const text = this.out.toString('utf8', 0, this.length);
    this.out = Buffer.alloc(0);
    return { state: 'whole', text };
  }

  private textByte(byte: number): void {
    this.write(byte);
    if (this.escaped) this.escaped = false;
    else if (byte === backslash) this.escaped = true;
    else if (byte === quote) {
      this.inText = false;
      if (this.nameStart >= 0) this.endName();
    }
  }

  private endName(): void {
    const start = this.nameStart;
    this.nameStart = -1;
    const level = this.levels.at(-1)!;
    level.atName = false;
    const size = this.length - start - 2;
    if (size <= longestName && leftOut.has(this.out.toString('latin1', start + 1, start + 1 + size))) {
      // With the comma before it.
      this.length = level.filled ? start - 1 : start;
      this.skipDepth = this.levels.length;
    } else level.filled = true;
  }

  /** A byte outside of texts that is no white space. False where it can be no report. */
  private structure(byte: number): boolean {
    const level = this.levels.at(-1);
    switch (byte) {
      case quote:
        this.inText = true;
        if (level?.isObject && level.atName && this.skipDepth < 0) {
          if (level.filled) this.write(comma);
          this.nameStart = this.length;
        }
        this.write(byte);
        return true;
      case openBrace:
      case openBracket:
        this.levels.push({ isObject: byte === openBrace, filled: false, atName: byte === openBrace });
        this.write(byte);
        return this.levels.length <= deepest;
      case closeBrace:
      case closeBracket:
        if (this.skipDepth === this.levels.length) this.skipDepth = -1;
        this.levels.pop();
        this.write(byte);
        return level !== undefined;
      case comma:
        if (this.skipDepth === this.levels.length) this.skipDepth = -1;
        if (level?.isObject) level.atName = true;
        else this.write(byte);
        return true;
      default:
        this.write(byte);
        return true;
    }
  }

  private write(byte: number): void {
    if (this.skipDepth < 0) this.out[this.length++] = byte;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.out.length * 2, this.length + more));
    this.out.copy(larger, 0, 0, this.length);
    this.out = larger;
  }
}
