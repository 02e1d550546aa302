// Where an Angular project's build puts the site, as angular.json says it.
// Source: angular.dev, “Workspace configuration” and the schema of @angular/cli 21.

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/**
 * The folder with `index.html`, relative to the workspace. Undefined where there are several projects, where the site is for another
 * address than `/`, or where the server for development hands addresses on.
 */
export function angularOutput(text: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  const projects = Object.entries(fields(fields(parsed)?.projects) ?? {});
  const [only, ...others] = projects.filter(([, project]) => fields(project)?.projectType !== 'library');
  if (!only || others.length > 0) return undefined;
  const [name, project] = only;
  const targets = fields(fields(project)?.architect) ?? fields(fields(project)?.targets);
  const build = fields(targets?.build);
  if (!build || typeof build.builder !== 'string') return undefined;
  const every = [build, fields(targets?.serve)].flatMap((target) => [
    fields(target?.options),
    ...Object.values(fields(target?.configurations) ?? {}).map(fields),
  ]);
  if (
    every.some(
      (options) =>
        options &&
        ['proxyConfig', 'baseHref', 'deployUrl', 'servePath', 'server', 'ssr', 'prerender'].some(
          (key) => options[key] !== undefined && options[key] !== false,
        ),
    )
  )
    return undefined;
  const inConfigurations = Object.values(fields(build.configurations) ?? {}).some(
    (configuration) => fields(configuration)?.outputPath !== undefined,
  );
  if (inConfigurations) return undefined;
  const path = fields(build.options)?.outputPath;
  const isApplication = /:application$/.test(build.builder);
  if (!isApplication && !/:browser(-esbuild)?$/.test(build.builder)) return undefined;
  const base =
    typeof path === 'string'
      ? path
      : (fields(path)?.base ?? (path === undefined && isApplication ? `dist/${name}` : undefined));
  const browser = fields(path)?.browser ?? (isApplication ? 'browser' : '');
  if (typeof base !== 'string' || typeof browser !== 'string') return undefined;
  return browser === '' ? base : `${base}/${browser}`;
}
