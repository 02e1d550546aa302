// Reads the commands of a RUN that are Node's: installs of the project, global installs, and everything that builds.
import type { PlainCommand } from '../../../model/apply-run.ts';
import { type LanguageCall, readLanguageCall } from '../../../model/language-installs.ts';
import { hasOption, optionValue } from '../../../model/options.ts';

export type Manager = 'npm' | 'yarn' | 'pnpm' | 'bun';

/**
 * `install`: what the project's manifest names. `global`: programs for the whole image. `build`: runs something of the project.
 * `settings`: only changes how the package manager works, or asks it something. `cleaning`: takes away what is not needed.
 */
export type NodeCommand =
  | { readonly kind: 'install'; readonly manager: Manager; readonly call: LanguageCall }
  | { readonly kind: 'global'; readonly manager: Manager; readonly packages: readonly string[] }
  | { readonly kind: 'build' | 'settings' | 'cleaning'; readonly manager?: Manager };

/** Programs of packages that projects build with; a path into node_modules is one too. */
const buildPrograms: ReadonlySet<string> = new Set(
  `node nodejs npx pnpx bunx corepack tsc tsup swc ng nest next nuxt nuxi vite vue-cli-service react-scripts webpack webpack-cli rollup esbuild
  parcel babel gulp grunt bower lerna nx turbo prisma node-gyp node-pre-gyp node-prune modclean husky astro gatsby ember gitbook hexo quasar craco
  svelte-kit remix strapi medusa wasp rush tailwindcss postcss sass ncc lessc pkg typeorm sequelize sequelize-cli knex drizzle-kit npm-run-all
  run-s run-p rimraf cross-env patch-package ncu npm-check-updates`.split(/\s+/),
);

/** Undefined for commands that are not Node's. */
export function readNodeCommand(command: PlainCommand): NodeCommand | undefined {
  const { name, path, args } = command;
  if (name === undefined) return undefined;
  if (path?.includes('node_modules/')) return { kind: 'build' };
  if (buildPrograms.has(name)) {
    if (name === 'node-prune' || name === 'modclean') return { kind: 'cleaning' };
    const asks =
      args.length > 0
        ? /^(--?v(ersion)?|--help)$/.test(args[0]!.text)
        : /^(node|nodejs|np[mx]|pnpx|bunx)$/.test(name);
    return { kind: name === 'corepack' || name === 'husky' || asks ? 'settings' : 'build' };
  }
  const call = readLanguageCall(command);
  if (!call || !/^(npm|yarn|pnpm|bun)$/.test(call.manager)) return undefined;
  return readCall(call.manager as Manager, call);
}

function readCall(manager: Manager, call: LanguageCall): NodeCommand {
  const { verb, read, words } = call;
  if (hasOption(read, 'version', 'v', 'help')) return { kind: 'settings', manager };
  const isGlobal =
    hasOption(read, 'g', 'global') ||
    optionValue(read, 'location') === 'global' ||
    (manager === 'yarn' && verb.startsWith('global '));
  const adds = /^(install|i|in|add|ci|clean-install|install-clean|global add|isntall|install-test|it)$/;
  if (isGlobal)
    return adds.test(verb) || /^(link|ln)$/.test(verb)
      ? { kind: 'global', manager, packages: words.map(({ text }) => text) }
      : { kind: 'settings', manager };
  const installs =
    adds.test(verb) ||
    (verb === '' && manager === 'yarn') ||
    /^(workspaces focus|workspace focus|focus|fetch|import|rebuild|dedupe|update|up|upgrade|audit|link|ln)$/.test(
      verb,
    );
  if (installs) return { kind: 'install', manager, call };
  if (
    /^(prune|cache clean|cache clear|cache verify|cache|autoclean|store|clean|uninstall|remove|rm)$/.test(
      verb,
    )
  )
    return { kind: 'cleaning', manager };
  if (
    /^(config|config set|config get|config delete|set|get|login|whoami|ls|list|why|outdated|ping|info|view|policies|setup|env|pkg|doctor|root|bin)/.test(
      verb,
    )
  )
    return { kind: 'settings', manager };
  return { kind: 'build', manager };
}

/** The name of a package without its version: `@scope/name@1` is `@scope/name`. */
export function packageName(word: string): string {
  const at = word.indexOf('@', 1);
  return at < 0 ? word : word.slice(0, at);
}

/** The folder that the call names instead of the one it is started in. */
export function namedFolder(call: LanguageCall): string | undefined {
  return optionValue(call.read, 'prefix', 'C', 'cwd', 'dir');
}

/** What a command of Node needs of the image around it: downloads that lie outside the project. */
export function downloadsBrowsers({ name, args }: PlainCommand): boolean {
  const words = args.map(({ text }) => text);
  const program = /^(npx|pnpx|bunx|npm|pnpm|yarn|bun)$/.test(name ?? '')
    ? words.find((word) => /^(playwright|puppeteer|@puppeteer\/browsers|cypress)(@.*)?$/.test(word))
    : /^(playwright|puppeteer|cypress)$/.test(name ?? '')
      ? name
      : undefined;
  return program !== undefined && words.some((word) => /^(install|install-deps|browsers)$/.test(word));
}
