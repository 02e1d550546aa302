// What the commands of PHP's extensions and of Composer do.
import type { PlainCommand } from '../../../model/apply-run.ts';

/**
 * `extension`: builds a module of PHP. `pear`: installs a library for all. `packages`: Composer fills `vendor` of a project.
 * `project`: Composer makes a project in a folder. `front end`: a package manager of Node works in the project. `tool`: only builds need it.
 */
export interface PhpCommand {
  readonly purpose: 'extension' | 'pear' | 'packages' | 'project' | 'front end' | 'tool' | 'foreign';
  /** The folder that the command names, as written. */
  readonly folder?: string;
  readonly shown: string;
}

// Source: the installation pages of Composer and of Node's packages for Debian.
const installers = /getcomposer\.org|composer\.github\.io|deb\.nodesource\.com|rpm\.nodesource\.com/;
const scripts = /(^|\/)(composer[\w-]*\.php|composer\.phar)$/;

/** Undefined for another command. */
export function readPhpCommand(command: PlainCommand): PhpCommand | undefined {
  const { name = '', args } = command;
  const words = args.map(({ text }) => text);
  if (/^docker-php-(ext-(install|configure|enable)|source)$/.test(name))
    return { purpose: 'extension', shown: name };
  if (name === 'pecl') return { purpose: 'extension', shown: name };
  if (name === 'pear') return { purpose: 'pear', shown: name };
  if (/^(phpize|install-php-extensions|pickle|pie)$/.test(name)) return { purpose: 'foreign', shown: name };
  if (name === 'composer' || name === 'composer.phar') return ofComposer(words);
  if (name === 'php') {
    const [first = ''] = words.filter((word) => !word.startsWith('-'));
    if (/(^|\/)composer(\.phar)?$/.test(first)) return ofComposer(words.slice(words.indexOf(first) + 1));
    if (
      scripts.test(first) ||
      words.some((word) => installers.test(word) || /composer-setup\.php/.test(word))
    )
      return { purpose: 'tool', shown: 'composer' };
    return undefined;
  }
  if (/^(curl|wget)$/.test(name) && words.some((word) => installers.test(word)))
    return { purpose: 'tool', shown: name };
  if (/^(npm|npx|yarn|pnpm|vite|gulp|grunt|bower|corepack)$/.test(name))
    return { purpose: 'front end', shown: name };
  return undefined;
}

/** Composer's own options that take a value. */
const valued = /^(-d|--working-dir)$/;

function ofComposer(words: readonly string[]): PhpCommand {
  let folder: string | undefined;
  const positional: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (valued.test(word)) folder = words[++index];
    else if (word.startsWith('--working-dir=')) folder = word.slice('--working-dir='.length);
    else if (!word.startsWith('-')) positional.push(word);
  }
  const [verb = '', ...rest] = positional;
  const shown = `composer ${verb}`.trim();
  if (verb === 'global') return { purpose: 'foreign', shown };
  if (verb === 'create-project')
    return { purpose: 'project', shown, folder: rest[1] ?? rest[0]?.split('/').pop() ?? '' };
  if (
    /^(install|i|update|u|upgrade|require|r|dump-autoload|dumpautoload|run-script|run|remove|exec)$/.test(
      verb,
    )
  )
    return { purpose: 'packages', shown, ...(folder !== undefined && { folder }) };
  return { purpose: 'tool', shown };
}
