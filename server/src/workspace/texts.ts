// Which files of a build context have their text read: those that rules and refactorings look into. The others count by name.
import { copySources } from '../engine/index.ts';

/** By name, anywhere in the context. */
const wanted = new RegExp(
  `(?:^|/)(?:${[
    '(?:requirements|constraints)[\\w.-]*\\.(?:txt|in)',
    'requirements/[\\w.-]+\\.(?:txt|in)',
    'Gemfile(?:\\.lock)?|\\.python-version|composer\\.json',
    'pyproject\\.toml|setup\\.(?:py|cfg)|Pipfile|package\\.json',
    'go\\.(?:mod|work)|Cargo\\.(?:toml|lock)|Makefile|pom\\.xml|(?:build|settings)\\.gradle(?:\\.kts)?|gradle\\.properties',
    '[\\w.-]+\\.(?:cs|fs|vb)proj|Directory\\.(?:Build|Packages)\\.props|global\\.json|launchSettings\\.json',
    // What moves the output of a front end.
    'angular\\.json|[\\w-]+\\.config\\.[cm]?[jt]s',
    // What may hold a secret is read to tell a real one from a sample; it goes nowhere.
    '\\.npmrc|\\.yarnrc(?:\\.yml)?|\\.netrc|\\.pypirc|pip\\.conf',
    '\\.env(?:\\.[\\w-]+)?|[\\w-]+\\.env|[\\w.-]+\\.(?:key|pem)',
    '(?:docker-)?entrypoint[\\w-]*(?:\\.sh)?',
  ].join('|')})$`,
);

/** How many of each kind. More of them are unknown to the rules. */
const mostWanted = 100;
const mostScripts = 50;
const mostSources = 300;

/**
 * The paths to read, the most needed first.
 * @param paths every file of the context
 * @param dockerfile the Dockerfile's text: what it copies by name may be a script, and what it builds has sources
 */
export function pathsToRead(paths: readonly string[], dockerfile: string): string[] {
  const named = new Set(copySources(dockerfile));
  const isScript = (path: string) => path.endsWith('.sh') || named.has(path);
  // The sources say what is built into the program, whether it calls C, and what it asks the system for.
  const goBuilds = /\bgo\s+(?:build|install|run)\b/.test(dockerfile);
  const cargoBuilds = /\bcargo\s+(?:build|install|run)\b/.test(dockerfile);
  const isSource = (path: string) =>
    (goBuilds && path.endsWith('.go') && !path.endsWith('_test.go')) || (cargoBuilds && path.endsWith('.rs'));
  return [
    ...new Set([
      ...paths.filter((path) => wanted.test(path)).slice(0, mostWanted),
      ...paths.filter(isScript).slice(0, mostScripts),
      ...paths.filter(isSource).slice(0, mostSources),
    ]),
  ];
}
