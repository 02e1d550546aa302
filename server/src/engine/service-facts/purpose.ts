// What a Compose file is for, as far as its path tells.

const folders =
  /(^|\/)([^/]*[-_.])?(devcontainer|devenv|quick-?start|getting-?started|mocks?|spec|cypress|examples?|samples?|demos?|tests?|testing|testdata|e2e|fixtures?|tutorials?|benchmarks?)([-_.][^/]*)?\/|(^|\/)(integration|docs?|dev|local|ci|\.github|\.gitlab|\.circleci)\//i;

const word =
  '(dev|devel|develop|development|local|localhost|debug|tests?|testing|e2e|ci|integration|examples?|sample|demo|template|dist)';

const fileName = new RegExp(`(^|[._-])${word}([._-]|$)`, 'i');

/**
 * A file for examples, tests or development, whose secrets are stand-ins and whose servers nobody else reaches.
 * @param path from the project's root, with `/`
 */
export function isForTrial(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return folders.test(path) || fileName.test(name);
}
