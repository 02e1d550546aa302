// Servers for development: those that the rule on them knows, and more of Node's.
import { developmentServer } from '../../../model/development-servers.ts';
import { lastPart } from '../../../text/paths.ts';
import type { Project } from './project.ts';

/** Servers for development besides those that the rule on them knows. */
const developmentCalls: ReadonlyMap<string, RegExp> = new Map([
  ['expo', /^(start|run:\w+)$/],
  ['strapi', /^develop$/],
  ['medusa', /^develop$/],
  ['nest', /^(-w|--watch|--debug.*)$/],
  ['parcel', /^(serve|watch)$/],
  ['quasar', /^dev$/],
  ['ionic', /^serve$/],
  ['storybook', /^dev$/],
  ['start-storybook', /./],
  ['remix', /^(dev|vite:dev)$/],
  ['react-router', /^dev$/],
  ['gulp', /^(serve|watch|dev|default)$/],
  ['grunt', /^(serve|watch|dev)$/],
  ['hexo', /^(server|s)$/],
  ['eleventy', /^--serve$/],
]);

/** What a server for development does, after its name; undefined for any other program. */
export function developmentPurpose(words: readonly string[]): string | undefined {
  const [first = '', ...rest] = words;
  // Without a verb these serve for development; a value of an option is none.
  const verb = /^(vite|next|nuxt|astro)$/.test(lastPart(first)) ? rest[0] : undefined;
  if (verb?.startsWith('-') && !/^(-v|-h|--version|--help)$/.test(verb)) return developmentPurpose([first]);
  const found = developmentServer(words.map((text) => ({ text, at: { start: 0, end: 0 }, from: 0 })));
  if (found) return found.what;
  const call = developmentCalls.get(lastPart(first));
  return call && rest.some((word) => call.test(word)) ? 'is a server for development' : undefined;
}

/** What Node is to start in nodemon's place; undefined where settings of nodemon decide. */
export function nodemonScript(words: readonly string[], project: Project | undefined): string[] | undefined {
  if (project?.nodemon) return undefined;
  const at = words.findIndex((word) => !/^(-L|--legacy-watch|-q|--quiet|-V|--verbose)$/.test(word));
  const given = at < 0 ? [] : words.slice(at);
  const [script = project?.main] = given;
  if (script === undefined || !/\.[cm]?js$/.test(script)) return undefined;
  return given.length === 0 ? [script] : [...given];
}
