// Commands that take sources from a Git repository, and whether they say which.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { hostOf } from './downloads.ts';
import { isNearHost } from './hosts.ts';
import { readLanguageCall } from './language-installs.ts';
import { hasOption, optionValue, readOptions } from './options.ts';

/** A repository whose state at the time of the build is taken. */
export interface RepositoryUse {
  /** `clone`: a later checkout may still say which commit. */
  readonly kind: 'clone' | 'install';
  readonly at: Span;
  readonly url: string;
  /** How to name a commit: code, for the end of a sentence. */
  readonly advice: string;
}

/** The name of a branch that moves; a tag, a commit and a name from a variable are none. */
export function movingReference(reference: string): boolean {
  return /^(refs\/heads\/|origin\/)?(main|master|develop|development|dev|trunk|HEAD|latest|nightly|edge)$/.test(
    reference,
  );
}

const cloneOptions = {
  short: 'bocuj',
  long: `branch origin config upload-pack jobs depth shallow-since shallow-exclude reference reference-if-able template filter
    separate-git-dir server-option revision bundle-uri`.split(/\s+/),
};

/** Reads a command that takes a repository without saying which commit; undefined for any other. */
export function repositoryUse(command: PlainCommand): RepositoryUse | undefined {
  return command.name === 'git' ? cloned(command) : installed(command);
}

function cloned(command: PlainCommand): RepositoryUse | undefined {
  const at = command.args.findIndex(({ text }) => text === 'clone');
  if (
    at < 0 ||
    command.args.slice(0, at).some(({ text }) => /^[a-z]/.test(text) && text !== 'lfs' && !text.includes('.'))
  )
    return undefined;
  const read = readOptions({ ...command, args: command.args.slice(at + 1) }, cloneOptions);
  const url = read.positional[0]?.text;
  if (url === undefined || !isRemote(url) || hasOption(read, 'revision', 'mirror', 'bare')) return undefined;
  const branch = optionValue(read, 'branch', 'b');
  if (branch !== undefined && !movingReference(branch)) return undefined;
  return {
    kind: 'clone',
    at: command.command.at,
    url,
    advice: '`--branch v1.2.3`, or `git checkout <commit>` after it',
  };
}

function installed(command: PlainCommand): RepositoryUse | undefined {
  const call = readLanguageCall(command);
  if (!call || !/^(install|tool install|i|in|add|global add)$/.test(call.verb)) return undefined;
  if (call.manager === 'cargo') {
    const url = optionValue(call.read, 'git');
    if (url === undefined || url.includes('$') || hasOption(call.read, 'rev', 'tag')) return undefined;
    const branch = optionValue(call.read, 'branch');
    if (branch !== undefined && !movingReference(branch)) return undefined;
    const option = command.args.find(({ text }) => /^--git/.test(text));
    const end = command.args.find(({ text }) => text.endsWith(url))?.at.end ?? command.command.at.end;
    return (
      option && {
        kind: 'install',
        at: { start: command.word?.at.start ?? option.at.start, end },
        url,
        advice: '`--rev <commit>`',
      }
    );
  }
  if (/^(npm|yarn|pnpm|bun)$/.test(call.manager)) return nodeSource(call.words);
  for (const word of call.words) {
    const found = /^(?:[\w.-]+(?:\[[^\]]*\])? ?@ ?)?git\+((?:https?|ssh|git):\/\/[^\s#]+)/.exec(word.text);
    if (!found) continue;
    const [, address] = found;
    const path = address!.replace(/^\w+:\/\/[^/]*/, '');
    const reference = /@([^/@]+(?:\/[^@]+)?)$/.exec(path)?.[1];
    if (address!.includes('$') || (reference !== undefined && !movingReference(reference))) continue;
    return {
      kind: 'install',
      at: word.at,
      url: address!,
      advice: '`@v1.2.3` or `@<commit>` behind the address',
    };
  }
  return undefined;
}

/** A repository behind npm, yarn or pnpm: `git+https://HOST/a/b.git#REF`, `github:a/b`. Source: npm help package-spec. */
function nodeSource(words: readonly ShellWord[]): RepositoryUse | undefined {
  for (const word of words) {
    const found =
      /^(?:(?:@[\w.-]+\/)?[\w.-]+@)?((?:git\+(?:https?|ssh)|git):\/\/[^\s#]+|(?:github|gitlab|bitbucket):[^\s#]+)(?:#(.*))?$/.exec(
        word.text,
      );
    const [, address, reference] = found ?? [];
    if (address === undefined || word.text.includes('$')) continue;
    if (reference !== undefined && reference !== '' && !movingReference(reference)) continue;
    return { kind: 'install', at: word.at, url: address, advice: '`#<commit>` behind the address' };
  }
  return undefined;
}

function isRemote(url: string): boolean {
  if (/^git@[\w.-]+:/.test(url)) return true;
  const host = hostOf(url.replace(/^(ssh|git):/, 'https:'));
  return host !== undefined && !isNearHost(host);
}

/** `git checkout V`, `git reset --hard V`: the stage says after all which commit it takes. */
export function settlesCheckout({ name, args }: PlainCommand): boolean {
  if (name !== 'git') return false;
  const words = args.map(({ text }) => text);
  const at = words.findIndex((text) =>
    /^(checkout|reset|switch|fetch|am|apply|rev-list|worktree)$/.test(text),
  );
  if (at < 0) return false;
  const rest = words.slice(at + 1).filter((text) => !text.startsWith('-'));
  if (words[at] === 'fetch') return rest.length > 1;
  return rest.length > 0 && !rest.every(movingReference);
}
