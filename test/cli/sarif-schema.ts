// The schema of SARIF 2.1.0, as a check for the logs that the command line writes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

/** What the standard's schema says against a log; empty: it is valid. */
export function sarifErrors(log: unknown): string[] {
  // As Microsoft's own SARIF matchers carry it.
  const file = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  ajv.addFormat('uri-reference', (text: string) => URL.canParse(text, 'file:///base/'));
  ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)));
  // Written in draft 04, whose only word that newer validators refuse is `id`.
  const { $schema: _, id: __, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
  const compiled = ajv.compile(rest);
  compiled(log);
  return (compiled.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
