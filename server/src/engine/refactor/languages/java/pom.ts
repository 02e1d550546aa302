// Reads of a pom.xml what tells the name of its artifact and whether it runs alone.

/** What a split needs of a Maven project. Texts have their properties resolved where the file itself tells them. */
export interface Pom {
  readonly artifactId?: string;
  readonly version?: string;
  readonly packaging: string;
  readonly finalName?: string;
  /** Artifact ids of the plugins of `<build>`. */
  readonly plugins: ReadonlySet<string>;
  readonly modules: readonly string[];
  readonly properties: ReadonlyMap<string, string>;
  /** The parent is Spring Boot's. */
  readonly springParent: boolean;
  /** Something in it may put other jars on the class path of its own jar's manifest. */
  readonly hasClassPath: boolean;
}

/** Larger files are not read. */
const largest = 300_000;

/** Undefined for what is no pom.xml, or too large. Linear; never throws. */
export function readPom(text: string): Pom | undefined {
  if (text.length > largest || !/<project[\s>]/.test(text)) return undefined;
  const path: string[] = [];
  const values = new Map<string, string>();
  const properties = new Map<string, string>();
  const plugins = new Set<string>();
  const modules: string[] = [];
  for (const { kind, name, value } of tokens(text)) {
    if (kind === 'open') path.push(name);
    else if (kind === 'close') {
      const at = path.lastIndexOf(name);
      if (at >= 0) path.length = at;
    } else if (value !== '') {
      const place = path.join('/');
      if (
        /^project\/(artifactId|version|packaging|parent\/(artifactId|version)|build\/finalName)$/.test(place)
      )
        values.set(place.slice('project/'.length), value);
      else if (path.length === 3 && place.startsWith('project/properties/')) properties.set(path[2]!, value);
      else if (place === 'project/modules/module') modules.push(value);
      else if (/^project\/build\/plugins\/plugin\/artifactId$/.test(place)) plugins.add(value);
    }
  }
  const resolve = (value: string | undefined): string | undefined => {
    let left = value;
    for (let round = 0; round < 5 && left?.includes('${'); round++)
      left = left.replace(/\$\{([\w.-]+)\}/g, (all, name: string) => known(name) ?? all);
    return left?.includes('$') ? undefined : left;
  };
  const known = (name: string): string | undefined =>
    properties.get(name) ??
    (/^(project\.|pom\.)?artifactId$/.test(name) ? values.get('artifactId') : undefined) ??
    (/^(project\.|pom\.)?version$/.test(name)
      ? (values.get('version') ?? values.get('parent/version'))
      : undefined);
  const artifactId = resolve(values.get('artifactId'));
  const version = resolve(values.get('version') ?? values.get('parent/version'));
  const named = values.get('build/finalName');
  const finalName =
    named === undefined ? artifactId && version && `${artifactId}-${version}` : resolve(named);
  return {
    ...(artifactId && { artifactId }),
    ...(version && { version }),
    ...(finalName && { finalName }),
    packaging: resolve(values.get('packaging')) ?? 'jar',
    plugins,
    modules,
    properties,
    springParent: values.get('parent/artifactId') === 'spring-boot-starter-parent',
    hasClassPath: /addClasspath|classpathPrefix|Class-Path|quarkus-maven-plugin/.test(text),
  };
}

interface Token {
  readonly kind: 'open' | 'close' | 'text';
  readonly name: string;
  readonly value: string;
}

/** Tags and texts of an XML document; comments, CDATA and instructions are passed over. */
function* tokens(text: string): Generator<Token> {
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open < 0) return;
    const value = text.slice(at, open).trim();
    if (value !== '') yield { kind: 'text', name: '', value };
    const skipped = [
      ['<!--', '-->'],
      ['<![CDATA[', ']]>'],
      ['<?', '?>'],
      ['<!', '>'],
    ].find(([start]) => text.startsWith(start!, open));
    if (skipped) {
      const end = text.indexOf(skipped[1]!, open);
      if (end < 0) return;
      at = end + skipped[1]!.length;
      continue;
    }
    const close = text.indexOf('>', open);
    if (close < 0) return;
    const tag = text.slice(open + 1, close);
    const name = /^\/?([\w.:-]+)/.exec(tag)?.[1] ?? '';
    if (tag.startsWith('/')) yield { kind: 'close', name, value: '' };
    else {
      yield { kind: 'open', name, value: '' };
      if (tag.endsWith('/')) yield { kind: 'close', name, value: '' };
    }
    at = close + 1;
  }
}
