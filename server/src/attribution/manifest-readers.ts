// Reads which packages the lines of a manifest or lock file name.

/** A package that a line names. */
export interface NamedPackage {
  /** Of Java `group:artifact`. */
  readonly name: string;
  /** The very version, where the file pins one. */
  readonly version?: string;
  /** Zero-based. */
  readonly line: number;
}

type Reader = (lines: readonly string[]) => NamedPackage[];

/** How a file of this base name is read; undefined when it is none that names packages. */
export function readerOf(file: string): Reader | undefined {
  return readers.find(([name]) => name.test(file))?.[1];
}

/** One package for each line that `read` finds one in. */
function byLine(
  read: (line: string, next: string) => { name: string; version?: string | undefined } | undefined,
): Reader {
  return (lines) =>
    lines.flatMap((text, line) => {
      // No line that names a package is long; a minified file is one line.
      const found = text.length > 2000 ? undefined : read(text, lines[line + 1] ?? '');
      if (!found) return [];
      const { name, version } = found;
      return [{ name, line, ...(version === undefined ? {} : { version }) }];
    });
}

function matched(pattern: RegExp): (line: string) => { name: string; version?: string } | undefined {
  return (line) => {
    const [, name, version] = pattern.exec(line) ?? [];
    return name === undefined ? undefined : { name, ...(version === undefined ? {} : { version }) };
  };
}

/** A name and, on the line after it, the version. */
function withNext(name: RegExp, version: RegExp): Reader {
  return byLine((line, next) => {
    const found = name.exec(line)?.[1];
    return found === undefined ? undefined : { name: found, version: version.exec(next)?.[1] };
  });
}

/** Lines of sections whose heading fits; `begin` gives a heading's name, `end` closes a section. */
function inSections(heading: RegExp, wanted: RegExp, end: RegExp, read: Reader): Reader {
  return (lines) => {
    let inside = false;
    const kept = lines.map((line) => {
      const name = line.length > 2000 ? undefined : heading.exec(line)?.[1];
      if (name !== undefined) {
        inside = wanted.test(name);
        return '';
      }
      if (inside && end.test(line)) inside = false;
      return inside ? line : '';
    });
    return read(kept);
  };
}

/** Requirement specifiers (PEP 508): `flask[async]>=3; python_version > "3.8"`, `flask==3.1.0`. */
const requirement =
  /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:===?\s*([\w.!+-]+)(?![\w.!+*-])|[=<>~!;@,#\\]|$)/;

const table = /^\s*\[+([^[\]]+)\]+/;
const never = /(?!)/;

const readPyproject: Reader = (lines) => {
  const tables = inSections(
    table,
    /(^|\.)(dependencies|dev-dependencies|packages|dev-packages)$/,
    never,
    byLine(matched(/^\s*["']?([A-Za-z0-9][\w.-]*)["']?\s*=/)),
  );
  const strings = byLine((line) => {
    const quoted = /^\s*(?:[\w-]+\s*=\s*\[)?\s*["']([^"']+)["']\s*,?\s*\]?\s*(?:#.*)?$/.exec(line)?.[1];
    return quoted === undefined ? undefined : matched(requirement)(quoted);
  });
  return [...tables(lines), ...strings(lines)];
};

const readPom: Reader = (lines) => {
  const found: NamedPackage[] = [];
  let group: string | undefined;
  for (const [line, text] of lines.entries()) {
    if (text.length > 2000) continue;
    if (/<(dependency|plugin|parent|exclusion|project)\b/.test(text)) group = undefined;
    group = /<groupId>\s*([^<\s]+)/.exec(text)?.[1] ?? group;
    const artifact = /<artifactId>\s*([^<\s]+)/.exec(text)?.[1];
    if (artifact !== undefined && group !== undefined) found.push({ name: `${group}:${artifact}`, line });
  }
  return found;
};

const readGoMod = byLine((line) => {
  // The compiler brings the standard library.
  const own = /^(?:go|toolchain go)\s*(\d[\w.]*)/.exec(line);
  if (own) return { name: 'stdlib' };
  return matched(/^\s*(?:require\s+)?([\w.-]+(?:\/[\w.~-]+)+)\s+(v\d\S*)/)(line);
});

const jsonSection = /^\s*"(\w+)"\s*:\s*\{\s*$/;
const jsonEnd = /^\s*\}/;
const jsonPair = byLine(matched(/^\s*"([^"\s]+)"\s*:\s*"/));

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/\.(txt|in)$/, byLine(matched(requirement))],
  [/^(pyproject\.toml|Pipfile)$/, readPyproject],
  [/^(poetry|uv)\.lock$|^Cargo\.lock$/, withNext(/^name = "([^"]+)"/, /^version = "([^"]+)"/)],
  [/^Pipfile\.lock$/, byLine(matched(/^\s*"([A-Za-z0-9][\w.-]*)": \{\s*$/))],
  [/^package\.json$/, inSections(jsonSection, /ependencies$|^resolutions$|^overrides$/, jsonEnd, jsonPair)],
  [
    /^(package-lock|npm-shrinkwrap)\.json$/,
    withNext(/^\s*"(?:[^"]*node_modules\/)?((?:@[^"/]+\/)?[^"/]+)": \{\s*$/, /^\s*"version": "([^"]+)"/),
  ],
  [/^yarn\.lock$/, withNext(/^"?((?:@[^@"/]+\/)?[^@"/\s#]+)@[^\n]*:$/, /^\s+version:? "?([^"\s]+)/)],
  [
    /^pnpm-lock\.yaml$/,
    byLine(matched(/^ {2}['"]?\/?((?:@[^@/'"\s]+\/)?[^@/'"\s]+)[@/](\d[^:('"\s]*)[^\s]*:/)),
  ],
  [/^pom\.xml$/, readPom],
  [
    /^(build\.gradle(\.kts)?|gradle\.lockfile|libs\.versions\.toml)$/,
    byLine(matched(/(?:^|["'])([\w.-]+:[\w.-]+)(?::([\w.-]+))?(?=["'=@]|$)/)),
  ],
  [/^go\.mod$/, readGoMod],
  [/^Cargo\.toml$/, inSections(table, /dependencies$/, never, byLine(matched(/^\s*"?([\w-]+)"?\s*=/)))],
  [/^Gemfile$/, byLine(matched(/^\s*gem\s+["']([\w.-]+)["']/))],
  [/^Gemfile\.lock$/, byLine(matched(/^ {4}([\w.-]+) \(([\w.-]+)\)/))],
  [/^composer\.json$/, inSections(jsonSection, /^require(-dev)?$/, jsonEnd, jsonPair)],
  [/^composer\.lock$/, withNext(/^\s*"name": "([^"]+)"/, /^\s*"version": "v?([^"]+)"/)],
  [
    /\.(cs|fs|vb)proj$|^Directory\.Packages\.props$/,
    byLine(matched(/<Package(?:Reference|Version)\s[^>]*\bInclude="([^"]+)"(?:[^>]*\bVersion="([\w.-]+)")?/)),
  ],
  [/^packages\.lock\.json$/, withNext(/^\s*"([\w.-]+)": \{\s*$/, /^\s*"resolved": "([^"]+)"/)],
];
