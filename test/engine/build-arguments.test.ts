// Values that the build gives for its arguments (`--build-arg`, Compose's `build.args`): which of them have an effect, and where.
// Source: BuildKit, dockerfile2llb (dispatchArg, the arguments before FROM) and platform.go (defaultArgs).
import { describe, expect, test } from 'vitest';
import { lint } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

type Given = Readonly<Record<string, string | undefined>>;

function built(text: string, buildArguments: Given) {
  const { model } = lint({ text, facts, context: { buildArguments } });
  const stage = model.finalStage!;
  return {
    base: stage.base.kind === 'image' ? stage.base.text : stage.base.kind,
    user: stage.end.user?.name,
    workdir: stage.end.workdir,
    env: (name: string) => (stage.end.env.has(name) ? (stage.end.env.get(name) ?? null) : 'not set'),
  };
}

describe('the image of FROM', () => {
  const cases: readonly (readonly [what: string, text: string, given: Given, base: string])[] = [
    ['a default', 'ARG TAG=3.12-slim\nFROM python:$TAG\n', {}, 'python:3.12-slim'],
    ['given', 'ARG TAG=3.12-slim\nFROM python:$TAG\n', { TAG: '3.13' }, 'python:3.13'],
    ['given without a default', 'ARG TAG\nFROM python:$TAG\n', { TAG: '3.13' }, 'python:3.13'],
    ['given, and not known', 'ARG TAG=3.12-slim\nFROM python:$TAG\n', { TAG: undefined }, 'unknown'],
    ['given to a default of another', 'ARG A=1\nARG B=$A\nFROM debian:$B\n', { A: '12' }, 'debian:12'],
    ['the last of two', 'ARG A=11\nARG A=10\nFROM debian:$A\n', { A: '12' }, 'debian:12'],
    ['without an ARG', 'FROM python:${TAG:-3.12}\n', { TAG: '3.13' }, 'python:3.12'],
    [
      'an ARG of a stage is none of FROM',
      'FROM debian:12\nARG TAG=1\nFROM debian:${TAG:-11}\n',
      { TAG: '12' },
      'debian:11',
    ],
    ['of the platform', 'FROM debian:$TARGETARCH\n', { TARGETARCH: '12' }, 'debian:12'],
  ];
  test.each(cases)('%s', (_, text, given, base) => {
    expect(built(text, given).base).toBe(base);
  });
});

describe('what a stage makes of it', () => {
  const cases: readonly (readonly [what: string, text: string, given: Given, value: string | null])[] = [
    // Null: not known; what the base image sets is never known in full.
    ['a default', 'ARG V=1\nENV X=$V\n', {}, '1'],
    ['given', 'ARG V=1\nENV X=$V\n', { V: '2' }, '2'],
    ['given empty', 'ARG V=1\nENV X=$V\n', { V: '' }, ''],
    ['given, and not known', 'ARG V=1\nENV X=$V\n', { V: undefined }, null],
    ['not declared here', 'ENV X=${V:-none}\n', { V: '2' }, null],
    ['declared too late', 'ENV X=${V:-none}\nARG V=1\n', { V: '2' }, null],
    ['another name', 'ARG V=1\nENV X=$V\n', { W: '2' }, '1'],
    ['an ENV of the same name wins', 'ARG V=1\nENV V=3\nENV X=$V\n', { V: '2' }, '3'],
    ['two in one ARG', 'ARG A=1 B=2\nENV X=$A$B\n', { B: '9' }, '19'],
    ['in the default of the next', 'ARG A=1\nARG B=${A}b\nENV X=$B\n', { A: '9' }, '9b'],
    ['of the platform', 'ARG TARGETARCH\nENV X=$TARGETARCH\n', { TARGETARCH: 'arm64' }, 'arm64'],
    ['of the platform, not given', 'ARG TARGETARCH\nENV X=$TARGETARCH\n', {}, null],
  ];
  test.each(cases)('%s', (_, text, given, value) => {
    expect(built(`FROM debian:12\n${text}`, given).env('X')).toBe(value);
  });

  test('what is given before FROM reaches a stage that names it', () => {
    const text = 'ARG V=1\nFROM debian:12\nARG V\nENV X=$V\n';
    expect(built(text, {}).env('X')).toBe('1');
    expect(built(text, { V: '2' }).env('X')).toBe('2');
    expect(built(text.replace('\nARG V\n', '\n'), { V: '2' }).env('X')).not.toBe('2');
  });

  test('and a stage that is built on one which names it', () => {
    const text = 'FROM debian:12 AS base\nARG V=1\nFROM base\nENV X=$V\n';
    expect(built(text, { V: '2' }).env('X')).toBe('2');
  });

  test('users and folders', () => {
    const text = 'FROM debian:12\nARG WHO=root\nARG WHERE=/a\nWORKDIR $WHERE\nUSER $WHO\n';
    expect(built(text, {})).toMatchObject({ user: 'root', workdir: '/a' });
    expect(built(text, { WHO: '10001', WHERE: '/b' })).toMatchObject({ user: '10001', workdir: '/b' });
  });

  test('names that every object has', () => {
    expect(built('FROM debian:12\nARG constructor=1\nENV X=$constructor\n', {}).env('X')).toBe('1');
  });
});
