// Where Trivy is looked for.
import {
  checkProgramFile,
  type FoundProgram,
  findProgram,
  type ProgramSearch,
  readVariable,
} from './find-program.ts';

/** What to tell a user who has no Trivy. */
export const trivyMissingMessage =
  'Trivy was not found. Install it (https://trivy.dev: `brew install trivy`, `scoop install trivy`, `choco install trivy`, or your distribution’s package), or give its path in the setting plimsoll.trivy.path.';

/**
 * Finds the user's Trivy, without running it.
 * @param search with `configuredPath`: the value of a machine-scoped setting or of a command-line flag, an absolute
 *   path; when given, nothing else is looked at
 * @returns its absolute path, or why there is none and which directories were searched
 */
export async function findTrivy(
  search: ProgramSearch & { readonly configuredPath?: string },
): Promise<FoundProgram> {
  if (search.configuredPath) {
    const found = await checkProgramFile(search.configuredPath, search);
    if (found.path !== undefined) return found;
    return {
      notFound: `Trivy can’t be used from the configured path: ${found.notFound} Correct the setting plimsoll.trivy.path, or leave it empty to search for Trivy.`,
      triedDirectories: [],
    };
  }
  const found = await findProgram('trivy', search, usualDirectories(search));
  return found.path !== undefined ? found : { ...found, notFound: trivyMissingMessage };
}

/** Where package managers put it, for editors that were not started from a shell. */
function usualDirectories(search: ProgramSearch): readonly string[] {
  const variable = (name: string) => readVariable(search, name);
  if (search.platform === 'win32') {
    // The programs themselves: what scoop and chocolatey put on PATH are shims that hold no version.
    const scoop = variable('SCOOP') ?? join(variable('USERPROFILE'), '\\scoop');
    const chocolatey = variable('ChocolateyInstall') ?? join(variable('ProgramData'), '\\chocolatey');
    return [
      join(scoop, '\\apps\\trivy\\current'),
      join(chocolatey, '\\lib\\trivy\\tools'),
      join(chocolatey, '\\bin'),
      join(variable('LOCALAPPDATA'), '\\Microsoft\\WinGet\\Links'),
      join(variable('ProgramFiles'), '\\trivy'),
      join(variable('USERPROFILE'), '\\.local\\bin'),
      join(variable('USERPROFILE'), '\\go\\bin'),
    ].filter((each) => each !== '');
  }
  const home = variable('HOME');
  return [
    '/opt/homebrew/bin',
    '/home/linuxbrew/.linuxbrew/bin',
    join(home, '/.linuxbrew/bin'),
    '/opt/local/bin',
    '/usr/local/bin',
    '/usr/bin',
    join(home, '/.local/bin'),
    join(home, '/bin'),
    join(home, '/go/bin'),
    '/run/current-system/sw/bin',
    join(home, '/.nix-profile/bin'),
  ].filter((each) => each !== '');
}

function join(base: string | undefined, rest: string): string {
  return base ? `${base}${rest}` : '';
}
