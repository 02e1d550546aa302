// Front ends: what is built is files, and which folder they are in and how they are to be served has to be certain.
import { isDevelopment } from '../../../model/file-role.ts';
import { lastPart } from '../../../text/paths.ts';
import type { SplitInput } from '../../plan.ts';
import { isWithin, resolvePath } from '../../stage-files.ts';
import { angularOutput } from './angular.ts';
import type { Manager } from './commands.ts';
import { isKnown, type Project } from './project.ts';
import type { Reading } from './reading.ts';

/** A site that a web server can serve as files. */
export interface Site {
  /** The folder with the files, absolute. */
  readonly folder: string;
  /** A step that the file lacks: `npm run build`. */
  readonly build?: string;
  /** What the server does with an address that no file has: `/index.html` for an application of one page. */
  readonly fallback: '/index.html' | '=404';
  /** How the files were served, as the subject of a sentence. */
  readonly before: string;
}

interface Bundler {
  readonly build: RegExp;
  /** Where the files go, unless settings say otherwise; undefined: only the settings say. */
  readonly output?: string;
  /** Files with settings of its own. */
  readonly settings: readonly string[];
  /** Settings after which the files are elsewhere, or another server answers too. */
  readonly other: RegExp;
}

const endings = ['js', 'ts', 'mjs', 'mts', 'cjs', 'cts'];

const bundlers: Readonly<Record<string, Bundler>> = {
  'react-scripts': { build: /^react-scripts build$/, output: 'build', settings: [], other: /^(?!)/ },
  vite: {
    build: /^(?:(?:vue-)?tsc(?: -b| --noEmit| -p [\w./-]+)? && )?vite build$/,
    output: 'dist',
    settings: endings.map((ending) => `vite.config.${ending}`),
    other: /\b(outDir|base|root|proxy|ssr|middlewareMode|configureServer)\b/,
  },
  ng: {
    build: /^ng build( --(prod|production|configuration[= ]production))?$/,
    settings: [],
    other: /^(?!)/,
  },
  'vue-cli-service': {
    build: /^vue-cli-service build$/,
    output: 'dist',
    settings: ['vue.config.js', 'vue.config.cjs'],
    other: /\b(outputDir|publicPath|baseUrl|proxy|before|setupMiddlewares|pages)\b/,
  },
};

/** @returns undefined where it is not certain that the program only serves files */
export function readSite(input: SplitInput, reading: Reading): Site | undefined {
  const { start, files, places } = reading;
  const words = start.program;
  if (start.open || words === undefined || files.directory === undefined || start.variables.length > 0)
    return undefined;
  const [name = '', ...rest] = words;
  const site = servedFolder(name, rest, files.directory) ?? built(input, reading, name, rest);
  return site && places.roots.some((root) => root !== site.folder && isWithin(root, site.folder))
    ? site
    : undefined;
}

/** Servers of files: the folder is among their words. */
function servedFolder(name: string, words: readonly string[], directory: string): Site | undefined {
  if (!/^(serve|http-server|sirv)$/.test(name)) return undefined;
  const valued = /^(-l|-p|-a|-c|-d|-t|--listen|--port|--host|--cors-allow-headers|--max-age|-m|-H)$/;
  const plain: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (valued.test(word)) index++;
    // Settings of its own, or another server behind it.
    else if (
      /^(-c|--config|-P|--proxy|-S|--tls|--ssl|--ssl-.*|-b|--basic.*|--username|--password)(=|$)/.test(word)
    )
      return undefined;
    else if (!word.startsWith('-')) plain.push(word);
  }
  const folder = plain.length === 1 ? resolvePath(plain[0]!, directory) : undefined;
  if (folder === undefined || folder === directory) return undefined;
  const single = words.some((word) => /^(-s|--single)$/.test(word));
  return { folder, fallback: single ? '/index.html' : '=404', before: `\`${name}\` served` };
}

/** Servers for development, and previews: the files are what the script `build` makes. */
function built(
  input: SplitInput,
  reading: Reading,
  name: string,
  words: readonly string[],
): Site | undefined {
  const { project, files, places, start } = reading;
  const bundler = Object.hasOwn(bundlers, name) ? bundlers[name] : undefined;
  if (!project || !bundler || project.proxied || project.workspaces || project.folder !== files.directory)
    return undefined;
  const isPreview = name === 'vite' && words[0] === 'preview';
  if (start.development === undefined && !isPreview) return undefined;
  // Such a file is for those who work on the sources.
  if (isDevelopment(input.model)) return undefined;
  const options = words.filter((word) => word.startsWith('-'));
  if (!options.every((word) => plainOptions.test(word))) return undefined;
  if (!bundler.build.test((project.scripts.build ?? '').trim())) return undefined;
  if (project.scripts.prebuild !== undefined || project.scripts.postbuild !== undefined) return undefined;
  if (!hasPlainSettings(input, reading, project, bundler)) return undefined;
  const [manager] = [...reading.managers] as (Manager | undefined)[];
  if (reading.managers.size > 1 || manager === undefined) return undefined;
  const builds = places.own.some(
    ({ read, command }) =>
      read.kind === 'build' &&
      command.args.some(({ text }) => text === 'build') &&
      lastPart(command.name ?? '') !== 'node',
  );
  if (!builds && isPreview) return undefined;
  const settings = name === 'ng' ? files.text(`${project.folder}/angular.json`) : undefined;
  const output = settings === undefined ? bundler.output : angularOutput(settings);
  const folder = output === undefined ? undefined : resolvePath(output, project.folder);
  if (folder === undefined || isProduction(input)) return undefined;
  return {
    folder,
    fallback: '/index.html',
    before: `\`${start.shown}\` served`,
    ...(!builds && { build: manager === 'yarn' ? 'yarn build' : `${manager} run build` }),
  };
}

/** Options of a server for development that change nothing of what it serves. */
const plainOptions =
  /^(--host|--port|--strictPort|--open|--no-open|--poll|--disable-host-check|--disableHostCheck|--live-reload|-o|-H)(=|$)/;

/** No settings move the output, or hand addresses on to another server. */
function hasPlainSettings(
  { context, stage }: SplitInput,
  { files }: Reading,
  project: Project,
  bundler: Bundler,
): boolean {
  const { folder } = project;
  if (context.paths === undefined) return false;
  for (const name of bundler.settings) {
    if (!isKnown(context, files, `${folder}/${name}`)) continue;
    const text = files.text(`${folder}/${name}`);
    if (text === undefined || bundler.other.test(text)) return false;
  }
  for (const name of ['src/setupProxy.js', 'src/setupProxy.ts'])
    if (isKnown(context, files, `${folder}/${name}`)) return false;
  if (project.homepage !== undefined && /^https?:\/\/[^/]+\/.|^\/./.test(project.homepage)) return false;
  for (const name of stage.end.env.keys())
    if (/^(PUBLIC_URL|BUILD_PATH|VITE_BASE\w*)$/.test(name)) return false;
  return ['.env', '.env.production', '.env.local', '.env.production.local'].every(
    (name) => !/^\s*(PUBLIC_URL|BUILD_PATH)\s*=/m.test(files.text(`${folder}/${name}`) ?? ''),
  );
}

/** The packages that build are not installed, or may not be. */
function isProduction({ stage }: SplitInput): boolean {
  const { env } = stage.end;
  return env.has('NODE_ENV') && !/^(dev|development|test)$/.test(env.get('NODE_ENV') ?? '');
}
