// Sentences of Compose rules: names as the file has them, advice that fits what is reported.
import { expect, test } from 'vitest';
import { composeContext } from '../../scripts/generate/examples.ts';
import { type ComposeResult, lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

test.each([
  ['compose-user-unknown', 'image: alpine:3.22\n    user: nobodyelse', /^`alpine:3\.22` has no/],
  ['device-exposed', 'image: example.com/a:1\n    devices: [/dev/mem]', / of the host\. Take it out\.$/],
  [
    'device-exposed',
    'image: example.com/a:1\n    devices: [/dev/sda]',
    /mount the folder that it needs instead\.$/,
  ],
])('%s: %s', (ruleId, keys, expected) => {
  const text = `services:\n  one:\n    ${keys}\n`;
  const context = composeContext(text, 'compose.yaml', {});
  const result = lint({ language: 'compose', text, context, facts, settings: { profile: 'strict' } });
  const found = (result as ComposeResult).findings.filter((finding) => finding.ruleId === ruleId);
  expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(expected)]);
});
