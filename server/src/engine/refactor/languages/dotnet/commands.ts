// Reads calls of the `dotnet` command: what is built or run, and where the result lies.
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { ShellWord } from '../../../parse/shell-syntax.ts';
import { lastPart } from '../../../text/paths.ts';

/** A call of `dotnet`. Paths are as written. */
export interface DotnetCall {
  /** `publish`, `build`, `run`, `restore`, `watch`, `test`, `tool`, `ef`…; undefined where an assembly is started. */
  readonly verb: string | undefined;
  /** The project or solution file, or its folder, where the call names one. */
  readonly project?: string;
  readonly configuration?: string;
  readonly output?: string;
  readonly framework?: string;
  readonly rid?: string;
  /** What `--self-contained` and `--sc` say. */
  readonly selfContained?: boolean;
  /** `-p:NAME=VALUE` with the names in lower case. */
  readonly properties: ReadonlyMap<string, string>;
  /** The words after `--` of `dotnet run`, and options that the program gets. */
  readonly programWords: readonly string[];
  /** Options that are not understood. */
  readonly strange: readonly string[];
}

/** Options that take the next word. Source: the help of `dotnet publish`, `build` and `run`. */
const valued: Readonly<Record<string, keyof DotnetCall | 'none'>> = {
  '-c': 'configuration',
  '--configuration': 'configuration',
  '-o': 'output',
  '--output': 'output',
  '-f': 'framework',
  '--framework': 'framework',
  '-r': 'rid',
  '--runtime': 'rid',
  '-v': 'none',
  '--verbosity': 'none',
  '-s': 'none',
  '--source': 'none',
  '--configfile': 'none',
  '--manifest': 'none',
  '--version-suffix': 'none',
  '--launch-profile': 'none',
  '-lp': 'none',
  '-a': 'none',
  '--arch': 'none',
  '--os': 'none',
};

const switches =
  /^(--no-restore|--no-build|--nologo|--no-dependencies|--no-launch-profile|--use-current-runtime|--ucr|--no-cache|--force|--interactive|--disable-parallel|--no-incremental|-q|--disable-build-servers|--tl(:.*)?|[-/](m|maxcpucount|nodeReuse|nr|clp|v|verbosity|bl|warnaserror)(:.*)?|-nowarn.*)$/i;

const verbs =
  /^(publish|build|run|restore|watch|test|tool|ef|clean|pack|new|add|nuget|dev-certs|workload|msbuild|vstest|user-secrets|format|sln|store|build-server)$/;

/** @param words after `dotnet` */
export function readDotnet(words: readonly string[]): DotnetCall {
  const [verb = ''] = words;
  const values: Partial<Record<'project' | 'configuration' | 'output' | 'framework' | 'rid', string>> = {};
  const properties = new Map<string, string>();
  const programWords: string[] = [];
  const strange: string[] = [];
  let selfContained: boolean | undefined;
  if (!verbs.test(verb)) return { verb: undefined, properties, programWords: words, strange };
  for (let index = 1; index < words.length; index++) {
    const word = words[index]!;
    if (word === '--') {
      programWords.push(...words.slice(index + 1));
      break;
    }
    const property = /^(?:-p:|\/p:|--property:|-property:|\/property:)([\w.]+)=(.*)$/i.exec(word);
    const assigned = /^(--?[a-z-]+)[=:](.*)$/.exec(word);
    if (property) properties.set(property[1]!.toLowerCase(), property[2]!);
    else if (verb === 'run' && /^(-p|--project)$/.test(word)) values.project = words[++index];
    else if (verb === 'run' && /^--project=/.test(word)) values.project = word.slice('--project='.length);
    else if (/^(--self-contained|--sc)(=|:|$)/.test(word)) {
      const next =
        assigned?.[2] ?? (/^(true|false)$/i.test(words[index + 1] ?? '') ? words[++index] : 'true');
      selfContained = !/^false$/i.test(next ?? '');
    } else if (word === '--no-self-contained') selfContained = false;
    else if (Object.hasOwn(valued, word)) {
      const name = valued[word]!;
      const value = words[++index];
      if (name !== 'none' && value !== undefined) values[name as 'output'] = value;
    } else if (assigned && Object.hasOwn(valued, assigned[1]!)) {
      const name = valued[assigned[1]!]!;
      if (name !== 'none') values[name as 'output'] = assigned[2]!;
    } else if (switches.test(word)) continue;
    // What `dotnet run` does not know it gives to the program.
    else if (verb === 'run') programWords.push(word);
    else if (word.startsWith('-') || /^\/[a-z]+:/i.test(word)) strange.push(word);
    else values.project ??= word;
  }
  return {
    verb,
    ...values,
    ...(selfContained !== undefined && { selfContained }),
    properties,
    programWords,
    strange,
  };
}

/**
 * A command that calls `dotnet`; undefined for another one.
 * @param known what a word stands for with the variables in force
 */
export function dotnetCall(
  { name, args }: PlainCommand,
  known: (word: ShellWord) => string | undefined = ({ value }) => value,
): DotnetCall | undefined {
  return name === 'dotnet' ? readDotnet(args.map((word) => known(word) ?? word.text)) : undefined;
}

/** The SDK's own, and what prepares front ends for it. */
export function isOwn(command: PlainCommand): boolean {
  return /^(dotnet|nuget|msbuild|libman|npm|npx|yarn|pnpm)$/.test(command.name ?? '');
}

/** `dotnet`, also by its path. */
export function isDotnet(word: string | undefined): boolean {
  return word !== undefined && lastPart(word) === 'dotnet';
}
