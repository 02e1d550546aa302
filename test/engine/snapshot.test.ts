// The persistent map of the model behaves like a copied Map, whichever of its versions is changed or read.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Snapshot } from '../../server/src/engine/model/snapshot.ts';

const key = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__');
const step = fc.record({
  at: fc.nat(40),
  key,
  value: fc.option(fc.nat(9), { nil: undefined }),
  remove: fc.boolean(),
});

test('every version holds what a copied map would', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const versions: {
        readonly map: Map<string, number | undefined>;
        readonly snapshot: Snapshot<number | undefined>;
      }[] = [{ map: new Map([['a', 1]]), snapshot: Snapshot.of([['a', 1]]) }];
      for (const { at, key, value, remove } of steps) {
        const { map, snapshot } = versions[at % versions.length]!;
        const next = new Map(map);
        if (remove) next.delete(key);
        else next.set(key, value);
        versions.push({ map: next, snapshot: remove ? snapshot.without(key) : snapshot.with(key, value) });
      }
      for (const { map, snapshot } of versions) {
        expect(new Map([...snapshot].sort())).toEqual(new Map([...map].sort()));
        expect(snapshot.size).toBe(map.size);
        for (const name of ['a', 'b', 'c', 'constructor', '__proto__', 'toString']) {
          expect(snapshot.has(name)).toBe(map.has(name));
          expect(snapshot.get(name)).toBe(map.get(name));
        }
      }
      const [first, last] = [versions[0]!, versions.at(-1)!];
      const changed = new Set(last.snapshot.changedSince(first.snapshot));
      for (const name of ['a', 'b', 'c'])
        if (first.map.get(name) !== last.map.get(name)) expect(changed).toContain(name);
    }),
    { numRuns: 1000 },
  );
});

test('5,000 versions of a growing map cost little', () => {
  const start = performance.now();
  let snapshot = Snapshot.of<number>();
  for (let index = 0; index < 5000; index++) snapshot = snapshot.with(`k${index}`, index);
  for (let index = 0; index < 5000; index++) expect(snapshot.get(`k${index}`)).toBe(index);
  expect(performance.now() - start).toBeLessThan(1000);
});
