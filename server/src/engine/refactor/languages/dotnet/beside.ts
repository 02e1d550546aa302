// What lay in the folder that the program starts in and is not published: data that it may read there.
import type { LintContext } from '../../../context.ts';
import type { Study } from './study.ts';

/** Files of tools, and texts for people. */
const notData =
  /^(global|package(-lock)?|launchSettings|omnisharp|nuget|tsconfig|bundleconfig|libman|dotnet-tools|version)[\w.-]*\.|^docker-compose|^\.|^(README|LICENSE|CHANGELOG|requirements)|^Dockerfile/i;

const dataFolder = /^(data|templates|assets|resources|files|certs?|certificates|config|static)\/$/i;

/** What is compiled, or published with the project. */
const code = /\.(cs|fs|vb|cshtml|razor|resx|xaml|\w*proj|slnx?)$/i;

/** Names of files and folders, without a slash at the end. */
export function filesBeside({ files, project }: Study, { paths = [] }: LintContext): string[] {
  const names = files.directory === undefined ? undefined : files.names(files.directory);
  const folder = files.directory === undefined ? undefined : files.inContext(files.directory);
  if (!names || folder === undefined) return [];
  const start = folder === '' ? '' : `${folder}/`;
  return names
    .filter((name) => {
      // The project file says itself what becomes of it.
      if (project?.text?.includes(name.replace(/\/$/, '')) || notData.test(name)) return false;
      if (name.endsWith('/')) {
        const inside = paths.filter((path) => path.startsWith(start + name));
        return dataFolder.test(name) && inside.length > 0 && !inside.some((path) => code.test(path));
      }
      if (/\.(db|sqlite3?|pfx)$/i.test(name)) return true;
      // The SDK for web programs and workers publishes these.
      if (project?.publishesContent && /\.(json|config)$/i.test(name)) return false;
      return /\.(json|ya?ml|csv|ini|txt|toml)$/i.test(name);
    })
    .map((name) => name.replace(/\/$/, ''));
}
