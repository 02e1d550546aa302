// Which file names are Dockerfiles and which only look like one.

const dockerfile = /^(?:docker|container)file(?:\..+)?$|.\.(?:docker|container)file$/i;

/** Templates, notes, backups and ignore files: rules.md's "not checked at all". */
const lookalike =
  /(?:~|\.(?:dockerignore|containerignore|j2|jinja|jinja2|tmpl|tpl|template|in|erb|ejs|hbs|mustache|m4|md|rst|adoc|bak|old|orig|rej|swp|swo|tmp|patch|diff|lock|log|license))$/i;

/** `yes`: a Dockerfile by its name. `lookalike`: named like one, but a template, a note, a backup or an ignore file. */
export function dockerfileName(name: string): 'yes' | 'lookalike' | 'no' {
  if (lookalike.test(name)) return /(?:docker|container)(?:file|ignore)/i.test(name) ? 'lookalike' : 'no';
  return dockerfile.test(name) ? 'yes' : 'no';
}
