// Whether the steps of the stages after a refactoring can do there what they did before, and whether what starts is there.
import type { DockerfileResult } from '../../server/src/engine/index.ts';
import type { Stage } from '../../server/src/engine/model/model.ts';
import { readCopy } from '../../server/src/engine/parse/arguments.ts';
import type { Instruction } from '../../server/src/engine/parse/syntax.ts';
import type { TriedOffer } from './split-offers.ts';

/** Folders of the system: another image has its own, and nothing good comes of laying one over the other. */
const systemFolder =
  /^\/(?:(?:usr\/(?:local\/)?)?(?:s?bin|lib\d*|share|include)?|etc|var|opt|root|home|dev|proc|sys|tmp)\/?$/;

/** Files of the project that the file removes after it has copied them, and that the new stage copies without removing them. */
function removedFiles({ model }: DockerfileResult, old: Stage, { instructions }: Stage): string[] {
  const paths = model.context.paths ?? [];
  const left = instructions.map(({ body, keyword }) => (keyword === 'RUN' ? body.text : '')).join('\n');
  return old.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((one) => model.commandSteps(one))
    .flatMap(({ command: { name, args } }) => (name === 'rm' ? args.map(({ value }) => value ?? '') : []))
    .filter((path) => !/^(?:-|\/(?:tmp|var)\/)/.test(path) && !left.includes(path))
    .filter((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const known = paths.filter((one) => one === name || one.endsWith(`/${name}`));
      return instructions.some((one) => known.some((source) => copiesFromContext(one, source)));
    })
    .map((path) => `\`${path}\`, which the file removes, may be shipped`);
}

function copiesFromContext(one: Instruction, path: string): boolean {
  const copy = readCopy(one);
  if (!copy || copy.from) return false;
  return copy.sources.some(({ value }) => {
    const source = value.replace(/^\.?\/+|\/+$/g, '');
    return source === '' || source === '.' || source === path || path.startsWith(`${source}/`);
  });
}

/** Tools that are installed while an image is built, and that a start command may call all the same. */
const tools =
  /(?:^|[\s;&|"'(])(poetry|pipenv|uv|pdm|make|mvn|gradle|cargo|go|pm2|pm2-runtime|grunt|gulp|serve|forever|nodemon|bundle)(?= )/g;

export function startedTools({ end }: Stage): Set<string> {
  const names = new Set<string>();
  for (const state of [end.entrypoint, end.cmd]) {
    if (state === undefined || state.by === 'image') continue;
    const [first, ...rest] = state.argv ?? [state.by.body.text];
    const scripts = first && /(?:^|\/)(?:ba|da|a)?sh$/.test(first) ? rest : [first ?? ''];
    for (const script of scripts) for (const [, name] of `${script} `.matchAll(tools)) names.add(name!);
  }
  return names;
}

function brings(name: string): (one: Instruction) => boolean {
  return (one) =>
    /^(?:RUN|COPY|ADD)$/.test(one.keyword) &&
    (one.body.text.includes(name) || /node_modules|\.bin|\/bin /.test(one.body.text));
}

/** Steps of the new stages that cannot work there though they did before. */
export function stepFaults({ before, after }: TriedOffer, old: Stage, now: Stage): string[] {
  const faults: string[] = [];
  for (const one of now.instructions) {
    const copy = readCopy(one);
    for (const { value } of copy?.from?.value === 'builder' ? copy.sources : [])
      if (systemFolder.test(value)) faults.push(`the whole of \`${value}\` is copied from the builder`);
  }
  const lists = (stage: Stage) => {
    const text = stage.instructions
      .map(({ keyword, body }) => (keyword === 'RUN' ? body.text : ''))
      .join('\n');
    const install = text.search(/\bapt(?:-get)?(?: -\S+)* install\b/);
    const update = text.search(/\bapt(?:-get)?(?: -\S+)* update\b/);
    return install < 0 || (update >= 0 && update < install);
  };
  if (!lists(now) && before.model.stages.every(lists))
    faults.push('the shipped stage installs by apt without having fetched the lists');
  const [builder] = after.model.stages;
  const venv = builder?.instructions.some(({ body }) => /\bpython3? -m venv\b/.test(body.text));
  const packages = builder?.end.packages;
  if (
    venv &&
    packages?.has('python3-pip') &&
    ![...packages.keys()].some((name) => /^python3[\d.]*-(?:venv|full)$/.test(name))
  )
    if (packages.get('python3-pip')?.manager === 'apt')
      faults.push('the builder makes a virtual environment without python3-venv');
  faults.push(...removedFiles(before, old, now));
  for (const name of startedTools(now))
    if (old.instructions.some(brings(name)) && !now.instructions.some(brings(name)))
      faults.push(`nothing brings \`${name}\`, which the start command calls`);
  const unset = ({ findings }: DockerfileResult) =>
    findings.filter(({ ruleId }) => ruleId === 'undefined-variable').length;
  if (unset(after) > unset(before)) faults.push('an instruction uses a variable that nothing sets there');
  return faults;
}
