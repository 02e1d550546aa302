// Every security or correctness check of the other tools has a rule of ours, or a reason why it has none.
import { describe, expect, test } from 'vitest';
import { type ForeignId, foreignIds } from '../../scripts/labelled/foreign-ids.ts';
import { rulesById } from '../../server/src/engine/index.ts';

const sources = new Set([...rulesById.values()].flatMap((rule) => rule.sources));
const tools = new Set(foreignIds.map(({ tool }) => tool));
const nameOf = ({ tool, id }: ForeignId) => `${tool}:${id}`;

describe('ids of other tools', () => {
  test('each is listed once, with its kind', () => {
    expect(foreignIds.map(nameOf)).toEqual([...new Set(foreignIds.map(nameOf))]);
    for (const one of foreignIds) {
      expect(['security', 'correctness', 'size', 'style'], nameOf(one)).toContain(one.class);
      expect(one.finds, nameOf(one)).not.toBe('');
    }
  });

  test('each of security or correctness is among a rule’s sources, or has a reason', () => {
    const open = foreignIds.filter(
      (one) => /^(security|correctness)$/.test(one.class) && !sources.has(nameOf(one)) && !one.reason,
    );
    expect(open.map(nameOf)).toEqual([]);
  });

  test('each other one is a rule’s too, or has a reason', () => {
    const open = foreignIds.filter((one) => !sources.has(nameOf(one)) && !one.reason);
    expect(open.map(nameOf)).toEqual([]);
  });

  test('no reason stands for an id that a rule has', () => {
    expect(foreignIds.filter((one) => one.reason && sources.has(nameOf(one))).map(nameOf)).toEqual([]);
  });

  test('no rule names an id of these tools that there is not', () => {
    const known = new Set(foreignIds.map(nameOf));
    const ofThese = [...sources].filter((source) => tools.has(source.slice(0, source.indexOf(':'))));
    expect(ofThese.filter((source) => !known.has(source))).toEqual([]);
  });

  test('every other source is of a tool that is known here', () => {
    const others = [...sources].filter((source) => !tools.has(source.slice(0, source.indexOf(':'))));
    expect(
      others.filter((source) => !/^(tally|droast|cis|docker-bench|scorecard|cve):[\w./-]+$/.test(source)),
    ).toEqual([]);
  });
});
