// Which files Compose takes together with the checked one.
import type { Loading } from './loading.ts';
import { folderOf } from './paths.ts';

/** The names that Compose looks for, the preferred ones first (compose-go's cli package, v2.16.2). */
const defaultNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** What stands beside a file. */
export interface Beside {
  /** The files to load onto each other, the checked one among them. */
  readonly paths: readonly string[];
  /** Compose takes exactly these files when it is called without file names. */
  readonly isDefault: boolean;
  /** The file that completes parts of services, for a file of another name. */
  readonly base: string | undefined;
}

/** Which of the names are in a folder; all of them are asked for. */
function present(loading: Loading, folder: string, names: readonly string[]): string[] {
  const paths = names.map((name) => (folder === '' ? name : `${folder}/${name}`));
  return paths.filter((path) => {
    const found = loading.find(path);
    return found !== undefined && !('absent' in found && found.absent !== 'unreadable');
  });
}

/** Finds what Compose would put beside the checked file. */
export function filesBeside(loading: Loading): Beside {
  const { path } = loading.context;
  const folder = folderOf(path);
  const name = folder === '' ? path : path.slice(folder.length + 1);
  const rank = defaultNames.indexOf(name);
  if (rank >= 0) {
    const preferred = present(loading, folder, defaultNames.slice(0, rank));
    if (preferred.length > 0) return { paths: [path], isDefault: false, base: undefined };
    const overrides = present(loading, folder, overrideNames);
    return { paths: [path, ...overrides.slice(0, 1)], isDefault: true, base: undefined };
  }
  const [base] = present(loading, folder, defaultNames);
  if (overrideNames.includes(name) && base !== undefined) {
    const isChosen = present(loading, folder, overrideNames)[0] === path;
    return { paths: [base, path], isDefault: isChosen, base: undefined };
  }
  return { paths: [path], isDefault: false, base };
}
