// Which file names are Dockerfiles, Compose files or Docker's daemon.json, and which only look like one.
import type { Language } from '../engine/index.ts';

const dockerfile = /^(?:docker|container)file(?:\..+)?$|.\.(?:docker|container)file$/i;

/** Templates, notes, backups and ignore files: rules.md's "not checked at all". */
const lookalike =
  /(?:~|\.(?:dockerignore|containerignore|j2|jinja|jinja2|tmpl|tpl|template|in|erb|ejs|hbs|mustache|m4|md|rst|adoc|bak|backup|old|orig|rej|swp|swo|tmp|patch|diff|lock|log|license))$/i;

/**
 * Data by any name, and source files of programs that deal with Dockerfiles: `dockerfile.go`. `Dockerfile.go` in capitals is the
 * Dockerfile of something in Go.
 */
const other =
  /\.(?:ya?ml|json5?|jsonc|toml|xml|html?|css|svg|png|gif|jpe?g|snap|test\.[jt]s|spec\.[jt]s)$|^(?:docker|container)file\.(?:go|[cm]?[jt]sx?|py|rb|rs|java|kt|cs|php|swift|lua|vim|el|ps1|sh)$/;

/**
 * The names that Compose looks for, and those that VS Code takes for the language `dockercompose`: `compose.*.yml` and
 * `*docker*compose*.yml`, here with a mark between the words. `compose-dev.yaml` is common too.
 */
const compose = /^(?:compose(?:[._-].+)?|(?:.+[._-])?docker[._-]?compose[^/]*)\.ya?ml$/i;

/** A template of a Compose file that keeps the ending. */
const composeTemplate = /[._-](?:j2|jinja2?|tmpl|tpl|template)\.ya?ml$/i;

/** `yes`: a Dockerfile by its name. `lookalike`: named like one, but a template, a note, a backup or an ignore file. */
export function dockerfileName(name: string): 'yes' | 'lookalike' | 'no' {
  if (lookalike.test(name)) return /(?:docker|container)(?:file|ignore)/i.test(name) ? 'lookalike' : 'no';
  return dockerfile.test(name) && !other.test(name) ? 'yes' : 'no';
}

/** The language that a base name speaks for; what the file holds may speak against it: see `languageOfText`. */
export function languageOf(name: string): Language | undefined {
  if (dockerfileName(name) === 'yes') return 'dockerfile';
  if (name === 'daemon.json') return 'daemon';
  return compose.test(name) && !composeTemplate.test(name) ? 'compose' : undefined;
}

/** Whether a base name is that of a file which Compose puts onto another one by itself. */
export function isOverrideName(name: string): boolean {
  return /^(?:docker-)?compose\.override\.ya?ml$/.test(name);
}
