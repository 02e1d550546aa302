// Edits of YAML and JSON text: every byte that need not change stays, and the result is read as what was meant.
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readYaml } from '../../server/src/engine/parse/yaml/read-yaml.ts';
import { isRefused } from '../../server/src/engine/yaml-edits/index.ts';
import { applyEdits } from './yaml-edits/apply.ts';
import type { EditCase } from './yaml-edits/case.ts';
import { flowCases } from './yaml-edits/flow-cases.ts';
import { insertBehindCases } from './yaml-edits/insert-behind-cases.ts';
import { insertCases } from './yaml-edits/insert-cases.ts';
import { listCases } from './yaml-edits/list-cases.ts';
import { removeCases } from './yaml-edits/remove-cases.ts';
import { replaceCases } from './yaml-edits/replace-cases.ts';
import { sectionCases } from './yaml-edits/section-cases.ts';

interface Form {
  readonly name: string;
  readonly crlf: boolean;
  readonly open: boolean;
}

const forms: readonly Form[] = [
  { name: 'as it is', crlf: false, open: false },
  { name: 'CRLF', crlf: true, open: false },
  { name: 'no last line break', crlf: false, open: true },
  { name: 'CRLF and no last line break', crlf: true, open: true },
];

function change(text: string, { crlf, open }: Form): string {
  const ended = open ? text.replace(/\n$/, '') : text;
  return crlf ? ended.replaceAll('\n', '\r\n') : ended;
}

function run(one: EditCase, form: Form): void {
  const before = change(one.before, form);
  // A file of one line does not say how its lines end.
  if (form.crlf && !before.includes('\r')) return;
  const path = one.path ?? 'compose.yaml';
  const edits = one.edit(readYaml(path, before));
  if (one.refused !== undefined) {
    expect(isRefused(edits) ? edits.reason : edits).toContain(one.refused);
    return;
  }
  if (isRefused(edits)) throw new Error(`refused: ${edits.reason}`);
  const after = applyEdits(before, edits);
  expect(after).toBe(change(one.after!, form));
  const errors = parseAllDocuments(after).flatMap((document) =>
    'errors' in document ? document.errors : [],
  );
  expect(errors).toEqual([]);
  expect(readYaml(path, after).problems).toEqual([]);
  if (path.endsWith('.json')) JSON.parse(after);
}

describe.each([
  ['keys put in', insertCases],
  ['keys put behind values', insertBehindCases],
  ['keys put into braces', flowCases],
  ['items', listCases],
  ['values', replaceCases],
  ['removals', removeCases],
  ['sections', sectionCases],
])('%s', (_, cases) => {
  for (const one of cases) {
    for (const form of one.asIs ? forms.slice(0, 1) : forms) {
      it(`${one.name} (${form.name})`, () => run(one, form));
    }
  }
});
