// The model of whole files: what the image is at the end, and who made it so.
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../server/src/engine/model/build.ts';
import type { Stage } from '../../server/src/engine/model/model.ts';
import type { ImageState, Origin } from '../../server/src/engine/model/state.ts';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import { facts } from '../facts.ts';
import { accountCases } from './model-accounts.ts';
import type { ModelCase } from './model-case.ts';
import { copyCases } from './model-copies.ts';
import { programCases } from './model-programs.ts';
import { stageCases } from './model-stages.ts';

function lineOf(text: string, by: Origin | undefined): number | null {
  if (by === undefined) return null;
  return by === 'image' ? 0 : text.slice(0, by.at.start).split('\n').length;
}

function baseOf({ base }: Stage): string {
  if (base.kind === 'image') return base.text;
  return base.kind === 'stage' ? `stage ${base.stage.name}` : base.kind;
}

/** What a case may say, read from the model; only what it does say is compared. */
function seen(given: ModelCase, stage: Stage, chain: readonly Stage[], end: ImageState): Partial<ModelCase> {
  const { text } = given;
  const tools = Object.entries(given.tools ?? {}).map(([name, wanted]) => {
    const tool = end.tool(name);
    return [name, Array.isArray(wanted) ? [tool.presence, lineOf(text, tool.by)] : tool.presence];
  });
  return {
    user: end.user?.name ?? null,
    root: end.runsAsRoot ?? null,
    tools: Object.fromEntries(tools),
    accounts: Object.fromEntries(Object.keys(given.accounts ?? {}).map((name) => [name, end.account(name)])),
    uids: Object.fromEntries(
      Object.keys(given.uids ?? {}).map((name) => [name, end.accounts.get(name)?.uid ?? null]),
    ),
    workdir: end.workdir ?? null,
    packages: [...end.packages.keys()],
    env: Object.fromEntries(Object.keys(given.env ?? {}).map((name) => [name, end.env.get(name) ?? null])),
    shell: end.shellForm,
    base: baseOf(stage),
    final: stage.index,
    chain: chain.map(({ index }) => index),
    cmd: lineOf(text, end.cmd?.by),
    entrypoint: lineOf(text, end.entrypoint?.by),
    healthcheck: lineOf(text, end.healthcheck?.by),
    volumes: [...end.volumes.keys()],
    exposed: [...end.exposed.keys()],
  };
}

describe.each([
  ['stages', stageCases],
  ['accounts', accountCases],
  ['programs', programCases],
  ['copies', copyCases],
])('%s', (_topic, cases) => {
  test.each(cases.map((given) => [given.name, given] as const))('%s', (_name, given) => {
    const dockerfile = parseDockerfile(`${given.text}\n`);
    const model = buildModel(dockerfile, facts, given.target === undefined ? {} : { target: given.target });
    const stage = model.finalStage!;
    const { name, text, target, ...wanted } = given;
    expect(seen(given, stage, model.finalChain, stage.end)).toMatchObject(wanted);
  });
});

test('the state before and after each instruction, and the state each command meets', () => {
  const text = 'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl && curl x\nUSER 1\n';
  const dockerfile = parseDockerfile(text);
  const model = buildModel(dockerfile, facts, {});
  const [, run, user] = dockerfile.instructions;
  expect(model.before(run!).tool('curl').presence).toBe('absent');
  expect(model.after(run!).tool('curl').presence).toBe('present');
  expect(
    model.commandSteps(run!).map(({ command, before }) => [command.name, before.tool('curl').presence]),
  ).toEqual([
    ['apt-get', 'absent'],
    ['curl', 'present'],
  ]);
  expect(model.before(user!).user?.name).toBe('root');
  expect(model.after(user!).user?.name).toBe('1');
});
