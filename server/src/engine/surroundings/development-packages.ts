// Whether a manifest of the project names packages that only development needs.
import { jsonObject } from './json-object.ts';

/**
 * False where the text of a `package.json`, `composer.json`, `pyproject.toml` or `Gemfile` certainly names none; undefined where that
 * cannot be told.
 */
export function namesDevelopmentPackages(name: string, text: string): boolean | undefined {
  if (name.endsWith('.json'))
    return named(text, name === 'composer.json' ? 'require-dev' : 'devDependencies');
  if (name === 'pyproject.toml')
    return (
      /^\s*\[(dependency-groups|tool\.poetry\.(group\.|dev-dependencies)|tool\.uv)/m.test(text) ||
      /dev-dependencies|default-groups/.test(text)
    );
  if (name === 'Gemfile') return /\b(group|groups|install_if|eval_gemfile|gemspec)\b/.test(text);
  return undefined;
}

function named(text: string, key: string): boolean | undefined {
  const value = jsonObject(text);
  if (value === undefined) return undefined;
  // The packages of a workspace have lists of their own.
  if ('workspaces' in value) return undefined;
  const list = value[key];
  return typeof list === 'object' && list !== null && Object.keys(list).length > 0;
}
