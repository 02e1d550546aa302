// The model of whole files: what the image is at the end, and who made it so.
import { describe, expect, test } from 'vitest';
import { artifactsOf } from '../../server/src/engine/model/artifacts.ts';
import { buildModel } from '../../server/src/engine/model/build.ts';
import { firstProgram } from '../../server/src/engine/model/container-start.ts';
import { shippedLibc } from '../../server/src/engine/model/libc.ts';
import type { Model, Stage } from '../../server/src/engine/model/model.ts';
import { ownershipOf } from '../../server/src/engine/model/ownership.ts';
import { type Language, runtimeOf } from '../../server/src/engine/model/runtimes.ts';
import type { Origin } from '../../server/src/engine/model/state.ts';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import { facts } from '../facts.ts';
import { accountCases } from './model-accounts.ts';
import { alpineCases } from './model-alpine.ts';
import { bringerCases } from './model-bringers.ts';
import { builtCases } from './model-built.ts';
import type { ModelCase } from './model-case.ts';
import { copyCases } from './model-copies.ts';
import { groupCases } from './model-groups.ts';
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

function artifactAt(model: Model, stage: Stage, path: string): string | null {
  const found = artifactsOf(model, stage).find((artifact) => artifact.path === path);
  if (!found || (found.kind === 'python-environment' && found.what.startsWith('uv') && !found.interpreter))
    return null;
  const { kind, interpreter, libc, native, builtPath } = found;
  return [
    kind + (interpreter ? ` of ${interpreter}` : '') + (libc ? ` for ${libc}` : ''),
    ...(native ? [`native ${native}`] : []),
    ...(builtPath === path ? [] : [`from ${builtPath}`]),
  ].join(', ');
}

function builtOf(given: ModelCase, model: Model, stage: Stage): Partial<ModelCase> {
  const runtimes = Object.keys(given.runtimes ?? {}).map((language) => {
    const runtime = runtimeOf(stage, language as Language);
    return [language, runtime ? `${runtime.version ?? '?'} ${runtime.paths[0]}` : null];
  });
  const artifacts = Object.keys(given.artifacts ?? {}).map((path) => [path, artifactAt(model, stage, path)]);
  const owners = Object.keys(given.owners ?? {}).map((path) => [path, ownershipOf(model, stage, path)]);
  return {
    runtimes: Object.fromEntries(runtimes),
    artifacts: Object.fromEntries(artifacts),
    owners: Object.fromEntries(owners),
    libc: shippedLibc(model, stage) ?? null,
    first: firstProgram(model)?.program ?? null,
  };
}

/** What a case may say, read from the model; only what it does say is compared. */
function seen(given: ModelCase, model: Model, stage: Stage): Partial<ModelCase> {
  const { end } = stage;
  const chain = model.finalChain;
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
    groups: Object.fromEntries(Object.keys(given.groups ?? {}).map((name) => [name, end.group(name)])),
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
    ...builtOf(given, model, stage),
    volumes: [...end.volumes.keys()],
    exposed: [...end.exposed.keys()],
  };
}

describe.each([
  ['stages', stageCases],
  ['accounts', accountCases],
  ['Alpine', alpineCases],
  ['groups', groupCases],
  ['programs', programCases],
  ['copies', copyCases],
  ['bringers', bringerCases],
  ['built', builtCases],
])('%s', (_topic, cases) => {
  test.each(cases.map((given) => [given.name, given] as const))('%s', (_name, given) => {
    const dockerfile = parseDockerfile(`${given.text}\n`);
    const model = buildModel(dockerfile, facts, given.target === undefined ? {} : { target: given.target });
    const stage = model.finalStage!;
    const { name, text, target, ...wanted } = given;
    expect(seen(given, model, stage)).toMatchObject(wanted);
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
