// What the build tools of languages leave behind: environments, packages, programs.

import type { BuildStep } from './artifact-builds.ts';
import { builtPrograms } from './artifact-programs.ts';
import type { Artifact } from './artifacts.ts';
import { nativeInFiles, nativeNodePackages, nativeRequirement } from './native-packages.ts';
import { type LanguageRuntime, runtimeOf } from './runtimes.ts';

/** The artifacts after a build command; the same ones where it builds nothing that is followed. */
export function buildsOf(step: BuildStep, artifacts: readonly Artifact[]): readonly Artifact[] {
  const name = step.command.name ?? '';
  const words = step.command.args.map((word) => word.text);
  if (/^(python[\d.]*|virtualenv|uv|pip[\d.]*|poetry)$/.test(name))
    return pythonBuilds(step, name, words, artifacts);
  if (/^(npm|yarn|pnpm)$/.test(name)) return nodeModules(step, words, artifacts);
  const built = builtPrograms(step, name, words);
  return built ? [...artifacts, built] : artifacts;
}

function pythonBuilds(
  step: BuildStep,
  name: string,
  given: readonly string[],
  artifacts: readonly Artifact[],
): readonly Artifact[] {
  let words = given;
  let program = name;
  let skipped = 0;
  if (/^python/.test(name)) {
    if (words[0] !== '-m') return artifacts;
    program = words[1] ?? '';
    skipped = 2;
    words = words.slice(2);
  }
  if (program === 'uv' && words[0] === 'pip') {
    program = 'pip';
    skipped++;
    words = words.slice(1);
  }
  if (program === 'venv' || program === 'virtualenv')
    return [...artifacts, ...environment(step, name, skipped)];
  if (program === 'uv') {
    const made = uvEnvironment(step, words);
    if (made === undefined) return artifacts;
    return artifacts.some(({ path }) => path === made.path) ? artifacts : [...artifacts, made];
  }
  if (program === 'poetry') {
    const inProject = /^(1|true)$/i.test(step.variable('POETRY_VIRTUALENVS_IN_PROJECT') ?? '');
    const path = inProject && words[0] === 'install' ? step.path('.venv') : undefined;
    if (path === undefined || artifacts.some((each) => each.path === path)) return artifacts;
    return [
      ...artifacts,
      pythonArtifact(step, 'python-environment', path, 'poetry install', systemPython(step)),
    ];
  }
  if (!/^pip/.test(program)) return artifacts;
  const verb = words.findIndex((word) => !word.startsWith('-'));
  return verb >= 0 && words[verb] === 'install'
    ? installed(step, words.slice(verb + 1), artifacts)
    : artifacts;
}

function pythonArtifact(
  step: BuildStep,
  kind: Artifact['kind'],
  path: string,
  what: string,
  python: { readonly runtime?: LanguageRuntime; readonly interpreter?: string },
): Artifact {
  const { stage, instruction: by } = step;
  return { kind, path, builtPath: path, shape: 'folder', by, stage, what, ...python };
}

/** The Python that `python3` starts: only where nothing else can have come before it on PATH. */
function systemPython({ stage, before }: BuildStep): { runtime?: LanguageRuntime; interpreter?: string } {
  const runtime = runtimeOf(stage, 'python', before);
  if (runtime === undefined || before.tools.get('python3')?.by !== runtime.by) return {};
  return { runtime, ...(runtime.paths[0] && { interpreter: runtime.paths[0] }) };
}

function environment(step: BuildStep, program: string, skipped: number): Artifact[] {
  const args = step.command.args.slice(skipped);
  const directory = args.find(
    (word, index) =>
      !word.text.startsWith('-') && !/^(-p|--python|--prompt)$/.test(args[index - 1]?.text ?? ''),
  );
  const path = step.path(directory);
  if (path === undefined) return [];
  const copies = args.some((word) => /^--(always-)?copy|^--copies$/.test(word.text));
  const chosen = args.some((word) => /^(-p|--python)/.test(word.text));
  const system = copies || chosen ? {} : systemPython(step);
  // `python3.11 -m venv` is that one, and `/usr/bin/python3` lies where it says.
  const said = /^python(3\.\d+)$/.exec(program)?.[1];
  const own = step.command.path?.startsWith('/') ? step.command.path : undefined;
  const differs =
    (said !== undefined && said !== system.runtime?.version) ||
    (own !== undefined && !system.runtime?.paths.includes(own));
  return [
    pythonArtifact(
      step,
      'python-environment',
      path,
      `${program} -m venv`.replace(/^virtualenv.*/, 'virtualenv'),
      differs ? {} : system,
    ),
  ];
}

/** `uv venv` and `uv sync`. Where uv may choose between the system's Python and one that it downloads, neither is known. */
function uvEnvironment(step: BuildStep, words: readonly string[]): Artifact | undefined {
  const verb = words.find((word) => !word.startsWith('-'));
  if (verb !== 'venv' && verb !== 'sync') return undefined;
  const project = step.variable('UV_PROJECT_ENVIRONMENT');
  if (project === null) return undefined;
  const named =
    verb === 'venv' ? step.command.args.filter((word) => !word.text.startsWith('-'))[1] : undefined;
  const path = step.path(named ?? (verb === 'sync' ? project : undefined) ?? '.venv');
  if (path === undefined || words.some((word) => /^(-p|--python|--relocatable)/.test(word))) return undefined;
  return pythonArtifact(step, 'python-environment', path, `uv ${verb}`, uvPython(step, words));
}

function uvPython(
  step: BuildStep,
  words: readonly string[],
): { runtime?: LanguageRuntime; interpreter?: string } {
  const off = /^(0|false|never)$/i;
  const systemOnly =
    off.test(step.variable('UV_PYTHON_DOWNLOADS') ?? '') ||
    step.variable('UV_PYTHON_PREFERENCE') === 'only-system' ||
    /^(1|true)$/i.test(step.variable('UV_NO_MANAGED_PYTHON') ?? '') ||
    words.some((word) => /^--no-(managed-python|python-downloads)$/.test(word));
  if (systemOnly && step.variable('UV_PYTHON') === undefined) return systemPython(step);
  if (step.before.tool('python3').presence !== 'absent' || step.before.runsAsRoot !== true) return {};
  const folder = step.variable('UV_PYTHON_INSTALL_DIR');
  // Source: uv's documentation, "Python versions", where managed versions are installed.
  const home = folder === undefined ? '/root/.local/share/uv/python' : folder;
  return home === null || !home.startsWith('/') ? {} : { interpreter: `${home}/cpython/bin/python3` };
}

/** pip install: into a folder of its own, or into what is there already. */
function installed(
  step: BuildStep,
  words: readonly string[],
  artifacts: readonly Artifact[],
): readonly Artifact[] {
  const names: string[] = [];
  const files: string[] = [];
  let folder: string | undefined;
  let elsewhere = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (/^(-r|--requirement)$/.test(word)) files.push(words[++index] ?? '');
    else if (/^--requirement=|^-r./.test(word)) files.push(word.replace(/^(--requirement=|-r)/, ''));
    else if (/^(-t|--target)$/.test(word)) folder = words[++index];
    else if (word.startsWith('--target=')) folder = word.slice('--target='.length);
    else if (/^(--prefix|--root|--user)/.test(word)) elsewhere = true;
    else if (/^(-c|--constraint|-i|--index-url|--extra-index-url|-f|--find-links)$/.test(word)) index++;
    else if (!word.startsWith('-')) names.push(word);
  }
  const native = nativeRequirement(names) ?? nativeInFiles(step.model.context, files);
  let result = artifacts;
  if (folder !== undefined) {
    const path = step.path(folder.includes('$') ? undefined : folder);
    if (path !== undefined)
      result = [
        ...result,
        {
          ...pythonArtifact(step, 'python-packages', path, 'pip install --target', systemPython(step)),
          ...(native && { native }),
        },
      ];
    return result;
  }
  if (native === undefined || elsewhere) return result;
  return result.map((each) =>
    each.kind === 'python-environment' && each.stage === step.stage && each.native === undefined
      ? { ...each, native }
      : each,
  );
}

function nodeModules(
  step: BuildStep,
  words: readonly string[],
  artifacts: readonly Artifact[],
): readonly Artifact[] {
  const verb = words.find((word) => !word.startsWith('-'));
  const installs =
    step.command.name === 'yarn'
      ? verb === undefined || /^(install|add)$/.test(verb)
      : /^(ci|clean-install|install|i|add)$/.test(verb ?? '');
  const global = words.some((word) => /^(-g|--global|global|--prefix|-C|--cwd|--dir)(=|$)/.test(word));
  const folder = step.path('.');
  if (!installs || global || folder === undefined) return artifacts;
  const path = `${folder === '/' ? '' : folder}/node_modules`;
  const runtime = runtimeOf(step.stage, 'node', step.before);
  const named = words.filter((word) => !word.startsWith('-') && word !== verb);
  const [native] = nativeNodePackages(step.model.context, named);
  const { stage, instruction: by } = step;
  const made: Artifact = {
    kind: 'node-modules',
    path,
    builtPath: path,
    shape: 'folder',
    by,
    stage,
    what: `${step.command.name}${verb ? ` ${verb}` : ''}`,
    ...(runtime && { runtime }),
    ...(native && { native }),
  };
  return [...artifacts.filter((each) => each.path !== path), made];
}
