// Whether the image that is shipped after a refactoring is the one that was shipped before it, but for what the changes name.
import type { DockerfileResult, Finding } from '../../server/src/engine/index.ts';
import { isBuildPackage } from '../../server/src/engine/model/build-evidence.ts';
import type { Stage } from '../../server/src/engine/model/model.ts';
import type { CommandState } from '../../server/src/engine/model/state.ts';
import { readCopy, readPairs } from '../../server/src/engine/parse/arguments.ts';
import type { Instruction } from '../../server/src/engine/parse/syntax.ts';
import type { TriedOffer } from './split-offers.ts';
import { programFaults } from './split-programs.ts';
import { startedTools, stepFaults } from './split-steps.ts';

/** What is different and not named; one sentence each. */
export function imageFaults(tried: TriedOffer): string[] {
  const { before, after } = tried;
  const [old, now] = [before.model.finalStage, after.model.finalStage];
  if (!old || !now) return ['the result ships no stage'];
  return [
    ...settingFaults(tried, old, now),
    ...startFaults(tried, old, now),
    ...environmentFaults(tried, old, now),
    ...userFaults(tried, now),
    ...toolFaults(tried, now),
    ...stepFaults(tried, old, now),
    ...programFaults(tried, old, now),
    ...newErrors(before, after),
  ];
}

/** A change tells of the instruction, or its sentence has the word. */
function isNamed({ offer }: TriedOffer, word?: string, instruction?: Instruction | 'image'): boolean {
  const found = word ? new RegExp(`(?<![\\w-])${word.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`, 'i') : undefined;
  return offer.changes.some(
    ({ at, kind, what }) =>
      (typeof instruction === 'object' &&
        at?.start === instruction.at.start &&
        kind !== 'repeated' &&
        kind !== 'moved') ||
      found?.test(what),
  );
}

function list(stage: Stage, keyword: string): string[] {
  return stage.instructions.filter((one) => one.keyword === keyword).map(({ body }) => body.text.trim());
}

function settingFaults(tried: TriedOffer, old: Stage, now: Stage): string[] {
  const faults: string[] = [];
  const same = (what: string, one: Iterable<string>, other: Iterable<string>) => {
    const left = new Set(other);
    for (const key of one)
      if (!left.has(key) && !isNamed(tried, key.replace(/\/.*$/, '') || key))
        faults.push(`${what} ${key} is gone`);
  };
  same('EXPOSE', list(old, 'EXPOSE'), list(now, 'EXPOSE'));
  same('VOLUME', old.end.volumes.keys(), now.end.volumes.keys());
  same('STOPSIGNAL', list(old, 'STOPSIGNAL'), list(now, 'STOPSIGNAL'));
  same('ONBUILD', list(old, 'ONBUILD'), list(now, 'ONBUILD'));
  const labels = (stage: Stage) =>
    stage.instructions.flatMap((one) =>
      one.keyword === 'LABEL' ? readPairs(one).map(({ name }) => name) : [],
    );
  same('LABEL', labels(old), labels(now));
  const [dirBefore, dirAfter] = [old.end.workdir, now.end.workdir];
  if (old.end.workdirBy !== 'image' && dirBefore !== undefined && dirBefore !== dirAfter)
    if (!isNamed(tried, 'WORKDIR') && !isNamed(tried, dirBefore))
      faults.push(`the working directory is ${dirAfter}, not ${dirBefore}`);
  return faults;
}

/** Interpreters that another image has under another name or path. */
function plainName(word: string): string {
  const last = word.slice(word.lastIndexOf('/') + 1);
  return /^(python|node|java|dotnet|ruby|php)[\d.]*$/.test(last) ? last.replace(/[\d.]+$/, '') : word;
}

function describe(state: CommandState | undefined): readonly string[] | undefined {
  if (state === undefined || state.form === 'none') return [];
  // Official images start what they are told by a script that ends in `exec "$@"`.
  if (state.by === 'image' && /entrypoint[\w-]*(?:\.sh)?$/.test(state.argv?.at(-1) ?? '')) return [];
  if (state.argv) return state.argv.map(plainName);
  if (state.by === 'image') return undefined;
  return [state.by.body.text.trim()];
}

/** What the container starts: ENTRYPOINT and CMD as one, and the health check. */
function startFaults(tried: TriedOffer, old: Stage, now: Stage): string[] {
  const faults: string[] = [];
  const whole = (stage: Stage) => {
    const { entrypoint, cmd } = stage.end;
    const first = describe(entrypoint);
    if (entrypoint?.form === 'shell') return first;
    const second = describe(cmd);
    return first && second && [...first, ...second];
  };
  const own = (state: CommandState | undefined) => state !== undefined && state.by !== 'image';
  const [start, started] = [whole(old), whole(now)];
  const byFile = own(old.end.entrypoint) || own(old.end.cmd);
  const startNamed = [old.end.entrypoint, old.end.cmd].some(
    (state) => own(state) && isNamed(tried, undefined, state!.by),
  );
  if (byFile && start && started?.join('\0') !== start.join('\0') && !startNamed)
    if (!isNamed(tried, 'ENTRYPOINT') && !isNamed(tried, 'CMD') && !isNamed(tried, 'exec form'))
      faults.push(`it starts «${started?.join(' ') ?? 'something unknown'}», not «${start.join(' ')}»`);
  const probe = old.end.healthcheck;
  if (own(probe)) {
    const [one, other] = [describe(probe), describe(now.end.healthcheck)];
    if (one?.join('\0') !== other?.join('\0') && !isNamed(tried, 'health check', probe!.by))
      if (!isNamed(tried, 'HEALTHCHECK') && !isNamed(tried, 'healthy'))
        faults.push(`the health check is «${other?.join(' ')}», not «${one?.join(' ')}»`);
  }
  if (byFile) faults.push(...startedFileFaults(tried, old, now));
  return faults;
}

/** Folders whose files come with the image or with packages. */
const systemFolders =
  /^\/(?:usr\/(?:local\/)?)?(?:bin|sbin|lib|libexec|share)\/|^\/(?:etc|proc|dev|tmp|var)\//;

/** A file of the project that the command names is copied into the shipped stage. */
function startedFileFaults({ before, after }: TriedOffer, old: Stage, now: Stage): string[] {
  const { entrypoint, cmd } = now.end;
  const moved = now.instructions.some(({ keyword }) => keyword === 'WORKDIR');
  // An image of which facts say no other working directory has the root.
  const workdir = now.end.workdir ?? (!moved && now.end.facts ? '/' : undefined);
  const words = [entrypoint, cmd].flatMap((state) =>
    state === undefined || state.by === 'image' ? [] : (state.argv ?? state.by.body.text.split(/\s+/)),
  );
  const faults: string[] = [];
  for (const word of words) {
    if (!/^(?:\.{0,2}\/)?[\w.@-]+(?:\/[\w.@-]+)*$/.test(word) || word.startsWith('-')) continue;
    if (!/^\.?\/|\.(?:py|js|mjs|cjs|ts|jar|dll|sh|rb|php|ya?ml|toml|json|conf|ini|properties)$/.test(word))
      continue;
    // A relative WORKDIR on an image whose own is not known leaves it open.
    if (!word.startsWith('/') && workdir === undefined) continue;
    const path = word.startsWith('/') ? word : join(workdir ?? '/', word);
    if (systemFolders.test(path)) continue;
    // What no instruction of the file brings is in the base image.
    if (!mayHold(now, path, after) && mayHold(old, path, before))
      faults.push(`nothing copies \`${path}\`, which the start command names`);
  }
  return faults;
}

function join(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A copy's destination is the path or a folder above it, or a command of the stage may have made it. */
function mayHold(stage: Stage, path: string, result: DockerfileResult): boolean {
  return stage.instructions.some((one) => {
    if (one.keyword === 'RUN') return one.body.text.includes(path.slice(path.lastIndexOf('/') + 1));
    const copy = readCopy(one);
    if (!copy) return false;
    const to = copy.destination.value;
    if (to.includes('$')) return true;
    const target = to.startsWith('/') ? join('/', to) : join(result.model.before(one).workdir ?? '/', to);
    return target === '/' || path === target || path.startsWith(`${target}/`);
  });
}

/** Every variable that the file sets is set in the shipped stage to the same value, or is named. */
function environmentFaults(tried: TriedOffer, old: Stage, now: Stage): string[] {
  const faults: string[] = [];
  const { before } = tried;
  for (const one of old.instructions) {
    if (one.keyword !== 'ENV') continue;
    for (const { name } of readPairs(one)) {
      const value = before.model.finalStage?.end.env.get(name);
      const left = now.end.env.get(name);
      if (now.end.env.has(name) && left === value) continue;
      // What the base image holds in it may be another text there.
      if (now.end.env.has(name) && (value === undefined || left === undefined || name === 'PATH')) continue;
      if (!isNamed(tried, name, one) && !isMoved(tried, one))
        faults.push(
          now.end.env.has(name) ? `ENV ${name} is «${left}», not «${value}»` : `ENV ${name} is gone`,
        );
    }
  }
  return faults;
}

function isMoved({ offer }: TriedOffer, instruction: Instruction): boolean {
  return offer.changes.some(({ kind, at }) => kind === 'moved' && at?.start === instruction.at.start);
}

function userFaults(tried: TriedOffer, now: Stage): string[] {
  if (now.end.runsAsRoot !== true) return [];
  return isNamed(tried, 'root') ? [] : ['it runs as root, and no change says why'];
}

const compilers = ['gcc', 'cc', 'g++', 'make', 'cargo', 'rustc', 'go', 'javac', 'mvn', 'gradle'];

/** No compiler, no header packages, no installer of the build in what is shipped. */
function toolFaults(tried: TriedOffer, now: Stage): string[] {
  const faults: string[] = [];
  const started = startedTools(now);
  for (const [name, { by }] of now.end.packages)
    if (isBuildPackage(name) && now.instructions.includes(by) && !started.has(name))
      faults.push(`the shipped stage installs \`${name}\``);
  for (const name of compilers)
    if (now.end.tool(name).presence === 'present' && !started.has(name) && !isNamed(tried, name))
      faults.push(`the shipped image has \`${name}\``);
  return faults;
}

/** Errors that the file has more often than before. */
function newErrors(before: DockerfileResult, after: DockerfileResult): string[] {
  const count = (findings: readonly Finding[], ruleId: string) =>
    findings.filter((one) => one.ruleId === ruleId).length;
  const all = [...before.findings, ...before.suppressed];
  const ids = new Set(
    after.findings.filter(({ severity }) => severity === 'error').map(({ ruleId }) => ruleId),
  );
  return [...ids]
    .filter((ruleId) => count(after.findings, ruleId) > count(all, ruleId))
    .map((ruleId) => `it adds ${ruleId}: ${after.findings.find((one) => one.ruleId === ruleId)!.message}`);
}
