// Which file names are Dockerfiles and which only look like one.

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

/** `yes`: a Dockerfile by its name. `lookalike`: named like one, but a template, a note, a backup or an ignore file. */
export function dockerfileName(name: string): 'yes' | 'lookalike' | 'no' {
  if (lookalike.test(name)) return /(?:docker|container)(?:file|ignore)/i.test(name) ? 'lookalike' : 'no';
  return dockerfile.test(name) && !other.test(name) ? 'yes' : 'no';
}
