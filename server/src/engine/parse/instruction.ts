// One instruction: what is cheap is computed at once, the rest when it is first asked for.
import { isBlank, skipSpace, trimEnd } from './characters.ts';
import { notStrings, readExecForm } from './exec-form.ts';
import { type FlagScan, scanFlags } from './flags.ts';
import { findHeredocs, type HeredocMark } from './heredocs.ts';
import type { JoinedText } from './joined.ts';
import type { ExecForm, Flag, Heredoc, Instruction, Span, Word } from './syntax.ts';
import { blankRanges, quotedRanges, toWords } from './words.ts';

const takesExec = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'SHELL', 'COPY', 'ADD', 'VOLUME']);
const takesHeredoc = new Set(['RUN', 'COPY', 'ADD']);
const blankSeparated = new Set(['FROM', 'COPY', 'ADD', 'EXPOSE', 'VOLUME']);
const singleArgument = new Set(['USER', 'WORKDIR', 'STOPSIGNAL', 'MAINTAINER']);
const noHeredocs: readonly Heredoc[] = [];

/** An instruction read from its logical line. */
export class ParsedInstruction implements Instruction {
  readonly keyword: string;
  readonly keywordAt: Span;
  at: Span;
  readonly head: Span;
  readonly stage: number;
  heredocs: readonly Heredoc[] = noHeredocs;
  /** The escape character in force. */
  readonly escape: '\\' | '`';
  readings: unknown[] | undefined;
  readonly #line: JoinedText;
  readonly #keywordEnd: number;
  #scan: FlagScan | undefined;
  #body: JoinedText | undefined;
  #words: readonly Word[] | undefined;
  #exec: ExecForm | typeof notStrings | false | undefined;
  #trigger: ParsedInstruction | false | undefined;

  /** `line` is the whole logical line; `end` the offset in the file of the end of its last line. */
  constructor(line: JoinedText, end: number, stage: number, escaper: '\\' | '`') {
    const { text } = line;
    this.escape = escaper;
    const start = skipSpace(text, 0, text.length);
    const last = trimEnd(text, start, text.length);
    this.#line = line.slice(start, last);
    let keywordEnd = 0;
    while (keywordEnd < last - start && !isBlank(text.charCodeAt(start + keywordEnd))) keywordEnd++;
    this.#keywordEnd = keywordEnd;
    this.keyword = text.slice(start, start + keywordEnd).toUpperCase();
    this.keywordAt = this.#line.span(0, keywordEnd);
    this.at = { start: this.keywordAt.start, end };
    this.head = this.at;
    // FROM begins the stage that it is itself part of.
    this.stage = this.keyword === 'FROM' ? stage + 1 : stage;
  }

  get flags(): readonly Flag[] {
    this.#scan ??= scanFlags(this.#line, this.#keywordEnd, this.escape);
    return this.#scan.flags;
  }

  get body(): JoinedText {
    if (this.#body === undefined) {
      this.#scan ??= scanFlags(this.#line, this.#keywordEnd, this.escape);
      const { text } = this.#line;
      this.#body = this.#line.slice(skipSpace(text, this.#scan.end, text.length), text.length);
    }
    return this.#body;
  }

  get words(): readonly Word[] {
    this.#words ??= this.#readWords();
    return this.#words;
  }

  get exec(): ExecForm | undefined {
    const exec = this.#readExec();
    return exec === false || exec === notStrings ? undefined : exec;
  }

  /** The arguments are a JSON array that does not hold strings only, which BuildKit refuses. */
  get execHasOtherValues(): boolean {
    return this.#readExec() === notStrings;
  }

  get trigger(): ParsedInstruction | undefined {
    if (this.#trigger === undefined) {
      this.#trigger = false;
      if (this.keyword === 'ONBUILD' && this.body.text !== '') {
        this.#trigger = new ParsedInstruction(this.body, this.at.end, this.stage, this.escape);
        this.#trigger.heredocs = this.heredocs;
      }
    }
    return this.#trigger || undefined;
  }

  /** The here-documents that this line announces: the reader of the file then looks for their bodies. */
  announcedHeredocs(): readonly (HeredocMark & { readonly at: Span })[] {
    const { text } = this.#line;
    if (!text.includes('<<')) return [];
    const carrier = this.keyword === 'ONBUILD' ? this.#carrier() : this;
    if (carrier === undefined || !takesHeredoc.has(carrier.keyword) || carrier.exec !== undefined) return [];
    return findHeredocs(text).map((mark) => ({ ...mark, at: this.#line.span(mark.start, mark.end) }));
  }

  /** Called once, while the file is read. */
  addHeredocs(heredocs: readonly Heredoc[], end: number): void {
    this.heredocs = heredocs;
    this.at = { start: this.at.start, end };
    this.#trigger = undefined;
  }

  /** The instruction after ONBUILD, before the here-documents are known. */
  #carrier(): ParsedInstruction | undefined {
    return this.body.text === ''
      ? undefined
      : new ParsedInstruction(this.body, this.at.end, this.stage, this.escape);
  }

  #readExec(): ExecForm | typeof notStrings | false {
    this.#exec ??= (takesExec.has(this.keyword) && readExecForm(this.body)) || false;
    return this.#exec;
  }

  #readWords(): readonly Word[] {
    const { body } = this;
    if (this.exec !== undefined) {
      return this.exec.items.map(({ value, at }) => ({ raw: value, value, at }));
    }
    if (singleArgument.has(this.keyword)) {
      return body.text === '' ? [] : toWords(body, [[0, body.text.length]], this.escape);
    }
    const split = blankSeparated.has(this.keyword)
      ? blankRanges(body.text)
      : quotedRanges(body.text, this.escape);
    return toWords(body, split, this.escape);
  }
}
