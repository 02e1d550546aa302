// Where the program surely needs no more than its packages and what was compiled, the sources stay in the builder.

import { isIgnored, readIgnoreFile } from '../../../surroundings/dockerignore.ts';
import type { SplitInput } from '../../plan.ts';
import { isWithin } from '../../stage-files.ts';
import type { Reading } from './reading.ts';

/** Compilers that write to the folder which the program then starts from, and to no other. */
const compilers =
  /^(tsc( (-p|--project|-b|--build)( [\w./-]+)?)?|nest build|tsup|(rimraf dist|rm -rf dist) && (tsc|nest build))$/;

/** Files that no program opens when it runs: sources that are compiled, settings of tools, texts for people. */
const unread =
  /\.(ts|tsx|mts|cts|md)$|^(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|tsconfig[\w.-]*\.json|nest-cli\.json|nodemon\.json|Makefile|LICENSE\S*|\.(eslint|prettier|mocha|swc|babel)\S*|\.editorconfig|\.nvmrc|\.node-version|\.npmrc|(eslint|jest|vitest|prettier|commitlint)\.config\.\w+|jest\.\w+\.json|jest\.json)$|(^|\/)(\.git(ignore|attributes|keep)|\.dockerignore|Dockerfile\S*|(docker-)?compose\S*\.ya?ml)$|^(test|tests|__tests__|e2e|\.github|\.vscode|\.idea|\.husky|\.circleci|\.git)\//;

/** Packages, compiled program and manifest, dependencies first; undefined where more may be needed. */
export function smallestArtifacts({ context }: SplitInput, reading: Reading): readonly string[] | undefined {
  const { places, project, start, files, builds, steps } = reading;
  const [root, ...others] = places.roots;
  if (!project || root === undefined || root === '/' || others.length > 0 || places.outside.length > 0)
    return undefined;
  if (
    !builds ||
    project.folder !== root ||
    project.workspaces ||
    project.linked ||
    start.open ||
    context.paths === undefined
  )
    return undefined;
  const script = start.plain?.find((word, index) => index > 0 && !word.startsWith('-'));
  const output = /^(?:\.\/)?(dist|build|out|lib)\//.exec(
    script?.startsWith(`${root}/`) ? script.slice(root.length + 1) : (script ?? ''),
  )?.[1];
  if (output === undefined || start.packages.size > 0 || project.dependencies.size === 0) return undefined;
  const compiled = places.own.every(
    ({ read, command }) =>
      read.kind !== 'build' ||
      (/^(npm|yarn|pnpm)$/.test(command.name ?? '') && command.args.at(-1)?.text === 'build') ||
      command.name === 'tsc',
  );
  if (!compiled || !compilers.test((project.scripts.build ?? '').trim())) return undefined;
  if (
    ['prebuild', 'postbuild', 'postinstall', 'prepare', 'install'].some(
      (name) => project.scripts[name] !== undefined,
    )
  )
    return undefined;
  // Folders that a step makes in the project are there for the program.
  for (const { parts } of steps.values())
    if (
      parts.some(
        (part) => part.kind === 'files' && part.command.name !== 'chown' && places.place(part) === 'builder',
      )
    )
      return undefined;
  const ignore = context.ignoreFile ? readIgnoreFile(context.ignoreFile.text) : undefined;
  for (const { source, isFolder, target } of files.copied) {
    if (!isWithin(root, target)) continue;
    const start = source === '' ? '' : `${source}/`;
    if (isFolder !== true) {
      if (!/(^|\/)(package|tsconfig|nest-cli|yarn|pnpm|\*)[\w.*-]*$/.test(source)) return undefined;
      continue;
    }
    const prefix = target === root ? '' : `${target.slice(root.length + 1)}/`;
    for (const path of context.paths) {
      if (!path.startsWith(start) || (ignore && isIgnored(ignore, path))) continue;
      const own = prefix + path.slice(start.length);
      if (!unread.test(own) && !own.startsWith('node_modules/') && !own.startsWith(`${output}/`))
        return undefined;
    }
  }
  return [`${root}/node_modules`, `${root}/${output}`, `${root}/package.json`];
}
