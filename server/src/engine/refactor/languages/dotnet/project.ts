// What a project file tells: the name of the assembly, the framework, and whether it is a web program.
import { lastPart } from '../../../text/paths.ts';
import { matches, resolvePath, type StageFiles } from '../../stage-files.ts';

/** A project of the stage. */
export interface DotnetProject {
  /** Absolute path of the project file in the stage. */
  readonly path: string;
  readonly folder: string;
  /** The assembly's name without `.dll`; undefined where something else may set it. */
  readonly assembly: string | undefined;
  /** Needs ASP.NET Core's framework; undefined where that is not known. */
  readonly isWeb: boolean | undefined;
  /** Publishes `appsettings.json` and the like by itself. */
  readonly publishesContent: boolean;
  /** `8.0`, where there is one target framework. */
  readonly version: string | undefined;
  readonly isProgram: boolean;
  /** No data of cultures is needed. */
  readonly invariant: boolean;
  /** The project file itself asks for a program that brings its runtime. */
  readonly selfContained: boolean;
  readonly text: string | undefined;
}

const projectFile = /\.(cs|fs|vb)proj$/;

/** @param named a project file or folder as the command names it */
export function findProject(
  files: StageFiles,
  directory: string | undefined,
  named?: string,
): DotnetProject | undefined {
  const place = named === undefined ? directory : resolvePath(named.replaceAll('\\', '/'), directory);
  if (place === undefined) return undefined;
  if (projectFile.test(place)) return readProject(files, place);
  const found = (files.names(place) ?? []).filter((name) => projectFile.test(name));
  return found.length === 1 ? readProject(files, `${place === '/' ? '' : place}/${found[0]}`) : undefined;
}

/** The only project file of this name that the context has, at its place in the stage. */
export function projectNamed(
  files: StageFiles,
  paths: readonly string[] | undefined,
  assembly: string,
): DotnetProject | undefined {
  const found = (paths ?? []).filter((path) => matches(`${assembly}.??proj`, lastPart(path)));
  if (found.length !== 1) return undefined;
  const place = files.placeOf(found[0]!);
  return place === undefined ? undefined : readProject(files, place);
}

function readProject(files: StageFiles, path: string): DotnetProject {
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  const text = files.text(path);
  const name = lastPart(path).replace(projectFile, '');
  const value = (element: string) =>
    new RegExp(`<${element}(?: [^>]*)?>([^<]*)</${element}>`).exec(text ?? '')?.[1]?.trim();
  const isTrue = (element: string) => /^true$/i.test(value(element) ?? '');
  const shared = sharedProperties(files, folder);
  const assembly = value('AssemblyName') ?? name;
  const sdk = /<Project\b[^>]*\bSdk\s*=\s*"([^"]*)"/.exec(text ?? '')?.[1] ?? '';
  const isWebSdk = /Microsoft\.NET\.Sdk\.(Web|BlazorWebAssembly|Razor)/.test(sdk);
  const mayBeWeb =
    /Microsoft\.AspNetCore|<ProjectReference|AspNetCore/.test(text ?? '') || text === undefined;
  return {
    path,
    folder,
    assembly: text === undefined || assembly.includes('$') || shared.setsName ? undefined : assembly,
    isWeb:
      isWebSdk || /FrameworkReference Include="Microsoft\.AspNetCore/.test(text ?? '')
        ? true
        : mayBeWeb
          ? undefined
          : false,
    publishesContent: isWebSdk || /Microsoft\.NET\.Sdk\.Worker/.test(sdk),
    version: frameworkVersion(
      value('TargetFramework') ?? (value('TargetFrameworks') ? undefined : shared.framework),
    ),
    isProgram: isWebSdk || /Sdk\.Worker/.test(sdk) || /<OutputType>\s*(Win)?Exe/i.test(text ?? ''),
    invariant: isTrue('InvariantGlobalization'),
    selfContained: isTrue('SelfContained') || isTrue('PublishAot') || isTrue('PublishSelfContained'),
    text,
  };
}

/** `net8.0` and `netcoreapp3.1` as a version. */
export function frameworkVersion(framework: string | undefined): string | undefined {
  return /^(?:net|netcoreapp)(\d+\.\d+)$/.exec(framework ?? '')?.[1];
}

/** What Directory.Build.props in the folders above sets for every project. */
function sharedProperties(
  files: StageFiles,
  folder: string,
): { readonly setsName: boolean; readonly framework: string | undefined } {
  for (let place = folder; ; place = place.slice(0, place.lastIndexOf('/')) || '/') {
    const text = files.text(`${place === '/' ? '' : place}/Directory.Build.props`);
    if (text !== undefined)
      return {
        setsName: /<AssemblyName/.test(text),
        framework: /<TargetFramework>([^<]*)</.exec(text)?.[1]?.trim(),
      };
    if (place === '/') return { setsName: false, framework: undefined };
  }
}

/** What `dotnet run` takes from launchSettings.json: undefined where there is none, '' where its text is not known. */
export function launchSettings(files: StageFiles, folder: string): string | undefined {
  const path = `${folder === '/' ? '' : folder}/Properties/launchSettings.json`;
  if (files.names(`${folder === '/' ? '' : folder}/Properties`)?.includes('launchSettings.json') !== true)
    return files.text(path);
  return files.text(path) ?? '';
}
