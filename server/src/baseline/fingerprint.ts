// Names for findings that stay the same when lines move.
import { createHash } from 'node:crypto';
import type { Finding } from '../engine/index.ts';

/**
 * Names the findings of one text, asked for in their order: the rule, the marked text without white space, and a number
 * when the same occurs again. The text itself, which may be a secret, cannot be read from the name.
 */
export class Fingerprints {
  private readonly seen = new Map<string, number>();
  private readonly scope: readonly string[];

  /** @param scope what else the names are made from, such as the file's address */
  constructor(...scope: readonly string[]) {
    this.scope = scope;
  }

  /** 32 hexadecimal digits. */
  of(finding: Finding, text: string): string {
    const words = text.slice(finding.at.start, finding.at.end).replace(/\s+/g, '');
    const key = JSON.stringify([finding.ruleId, ...this.scope, words]);
    const count = this.seen.get(key) ?? 0;
    this.seen.set(key, count + 1);
    return createHash('sha256').update(`${key}#${count}`).digest('hex').slice(0, 32);
  }
}
