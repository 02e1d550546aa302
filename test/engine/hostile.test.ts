// Small files that would make a careless engine large: values that double, names without an end.
import { describe, expect, test } from 'vitest';
import { lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

/** `count` variables, each twice as long as the one before. */
function doubling(keyword: 'ENV' | 'ARG', count: number): string {
  const lines = [`${keyword} A0=xxxxxxxxxx`];
  for (let i = 1; i <= count; i++) lines.push(`${keyword} A${i}=$A${i - 1}$A${i - 1}`);
  return lines.join('\n');
}

describe('values that double', () => {
  test('in ENV', () => {
    const text = `FROM debian:12\n${doubling('ENV', 80)}\nENV B=$A80$A80$A80\nUSER $B\nCMD ["a"]\n`;
    const { model } = lint({ text, facts });
    expect(model.finalStage?.end.env.get('A5')).toBe('x'.repeat(320));
    expect(model.finalStage?.end.env.get('A80')).toBeUndefined();
    expect(model.finalStage?.end.user).toBeUndefined();
  });

  test('in ARG before FROM', () => {
    const { model } = lint({ text: `${doubling('ARG', 80)}\nFROM $A80\nUSER a\n`, facts });
    expect(model.finalStage?.base.kind).toBe('unknown');
  });
});

test('a message does not repeat a megabyte', () => {
  const { findings } = lint({ text: `FROM debian:12\nUSER ${'a'.repeat(1 << 20)}\nRUN true\n`, facts });
  expect(findings.length).toBeGreaterThan(0);
  for (const { message } of findings) expect(message.length).toBeLessThanOrEqual(1000);
});
