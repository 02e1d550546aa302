// What a stage publishes: the calls that do it, and the step that is added where none does.
import type { Instruction } from '../../../parse/syntax.ts';
import type { SplitInput } from '../../plan.ts';
import type { DotnetCall } from './commands.ts';
import type { DotnetProject } from './project.ts';

/** A `dotnet publish` or `build` of the stage. */
export interface BuildCall extends DotnetCall {
  readonly instruction: Instruction;
  readonly directory: string | undefined;
}

/** A step that the builder needs besides: `dotnet publish` into a folder. */
export interface AddedPublish {
  readonly text: string;
  readonly why: string;
  readonly after: Instruction;
}

/** What starts, and where it is published. */
export interface Started {
  readonly words: readonly string[];
  readonly assemblyWord: string;
  readonly published: string;
  readonly call: BuildCall | undefined;
  readonly project: DotnetProject | undefined;
  readonly added?: AddedPublish;
  /** The framework in the path of the start command: `net8.0`. */
  readonly framework?: string | undefined;
  readonly notes: readonly string[];
}

/** A folder of its own for what is published: in the project's folder the project would take it for its own files. */
export function publishFolder({ model }: SplitInput, after: Instruction): string {
  return model.before(after).runsAsRoot === false ? '/tmp/publish' : '/publish';
}

/** The step that publishes. */
export function publishText(
  { project, framework, rid }: Pick<DotnetCall, 'project' | 'framework' | 'rid'>,
  configuration: string,
  output: string,
): string {
  const words = [
    'RUN dotnet publish',
    ...(project === undefined ? [] : [/\s/.test(project) ? `"${project}"` : project]),
    `-c ${configuration}`,
    ...(framework === undefined ? [] : [`-f ${framework}`]),
    ...(rid === undefined ? [] : [`-r ${rid}`]),
    `-o ${output}`,
  ];
  return words.join(' ');
}
