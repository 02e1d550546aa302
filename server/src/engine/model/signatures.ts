// Options and settings that switch off the check of packages' signatures.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';

/** What switches the check off in one command. */
export interface UncheckedOption {
  readonly at: Span;
  /** One or two sentences. */
  readonly problem: string;
  readonly remove?: Span;
  /** Every package of the call is a file that is at hand: their paths. */
  readonly files?: readonly string[];
}

const flags: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(apt|apt-get|aptitude)$/,
    /^(--allow-unauthenticated|--force-yes|--allow-insecure-repositories|--allow-downgrade-to-insecure-repositories)$/,
  ],
  [/^apk$/, /^--allow-untrusted$/],
  [
    /^(dnf5?|yum|microdnf|tdnf|yum-config-manager)$/,
    /^(--nogpgcheck|--no-gpgchecks?|--setopt=(\w*\*?\.)?(gpgcheck|localpkg_gpgcheck)=(0|false|no))$/,
  ],
  [/^zypper$/, /^(--no-gpg-checks|--no-gpgcheck|--gpgcheck-off|--allow-unsigned-rpm)$/],
  [/^rpm$/, /^--no(signature|digest)$/],
  [/^debootstrap$/, /^--no-check-gpg$/],
  [/^dpkg$/, /^--force-bad-verify$/],
  [/^flatpak$/, /^--no-gpg-verify$/],
];
const programs =
  /^(apt|apt-get|aptitude|apk|dnf5?|yum|microdnf|tdnf|yum-config-manager|zypper|rpm|debootstrap|dpkg|flatpak|echo|printf|sed|add-apt-repository)$/;
const aptSetting =
  /(APT::Get::AllowUnauthenticated|Acquire::(AllowInsecureRepositories|AllowDowngradeToInsecureRepositories))\W{1,4}(1|true|yes)/i;
const advice = 'Take it out and add the key of the repository.';

/** What one command says against the check of signatures. */
export function uncheckedOption(command: PlainCommand): Iterable<UncheckedOption> {
  return command.name !== undefined && programs.test(command.name) ? optionsOf(command, command.name) : [];
}

function* optionsOf(plain: PlainCommand, name: string): Iterable<UncheckedOption> {
  const { args, command } = plain;
  if (
    name === 'rpm' &&
    !args.some(({ text }) => /^(-[a-zA-Z]*[iUF]|--install|--upgrade)/.test(text) && !/^-q/.test(text))
  )
    return;
  if (/^(echo|printf|sed|add-apt-repository)$/.test(name)) {
    const written =
      name === 'sed' ||
      name === 'add-apt-repository' ||
      (command.pipeline !== undefined && command.certainty !== 'always') ||
      command.redirects.some(({ operator }) => operator.includes('>'));
    if (!written) return;
    for (const word of args) {
      // In `s/old/new/` only what is put in counts.
      const text =
        name === 'sed' ? (/^s(.).*?\1(.*?)\1/.exec(word.text.slice(0, 2000))?.[2] ?? '') : word.text;
      const [line] = uncheckedLine(text.replaceAll('\\n', '\n'));
      if (line) yield { at: word.at, problem: line.problem };
    }
    return;
  }
  // `apk index` and its like only look.
  if (name === 'apk' && !args.some(({ text }) => /^(add|upgrade|fix)$/.test(text))) return;
  const files = filesOf(name, args);
  for (const [program, option] of flags) {
    if (!program.test(name)) continue;
    for (const word of args)
      if (option.test(word.text))
        yield {
          at: word.at,
          problem: sentence(`${name} ${word.text}`),
          remove: word.at,
          ...(files && { files }),
        };
  }
  for (const [index, word] of args.entries()) {
    const joined = aptSetting.test(word.text);
    if (/^apt/.test(name) && joined) {
      const option = args[index - 1];
      const start = option && /^(-o|--option)$/.test(option.text) ? option.at.start : word.at.start;
      const at = { start, end: word.at.end };
      yield { at, problem: sentence(`${name} ${word.text.slice(0, 80)}`), remove: at };
    }
  }
}

function sentence(what: string): string {
  return `\`${what}\` accepts packages that nobody has signed. ${advice}`;
}

/** The package words of the call, when all of them are files that are at hand. */
function filesOf(name: string, args: readonly ShellWord[]): string[] | undefined {
  const words = args.map(({ text }) => text).filter((text) => !text.startsWith('-'));
  const packages = name === 'rpm' || name === 'dpkg' ? words : words.slice(1);
  const local = packages.filter((text) => /\.(rpm|apk|deb)$/.test(text) && !/^\w+:\/\//.test(text));
  return packages.length > 0 && local.length === packages.length ? local : undefined;
}

/** Settings in the text of a repository's or a package manager's configuration, with their places in it. */
export function* uncheckedLine(text: string): Iterable<{ at: Span; problem: string }> {
  for (const { 0: found, index, 1: rest } of text.matchAll(
    /\b(?:pkg_|repo_|local)?gpgcheck[ \t]*=[ \t]*(?:0|false|no)\b()/gi,
  )) {
    // `repo_gpgcheck` is off in nearly every repository; it is the packages' signature that counts.
    if (/^repo_/i.test(found) || rest === undefined) continue;
    yield {
      at: { start: index, end: index + found.length },
      problem: `\`${found}\` accepts packages that nobody has signed. Set it to 1 and name the key with \`gpgkey=\`.`,
    };
  }
  for (const { 0: found, index } of text.matchAll(
    /\bdeb(?:-src)?[ \t]+\[[^\]\n]{0,300}(?:trusted|allow-insecure)=yes[^\]\n]{0,300}\][ \t]+\S{1,10}/g,
  )) {
    if (/(file|copy|cdrom):?\/?[^ ]*$/.test(found)) continue;
    yield {
      at: { start: index, end: index + found.length },
      problem:
        '`trusted=yes` takes packages from the repository without a signature. Name its key with `signed-by=` instead.',
    };
  }
  for (const { 0: found, index } of text.matchAll(/^Trusted:[ \t]*yes\b/gim))
    yield {
      at: { start: index, end: index + found.length },
      problem: `\`${found}\` takes packages from the repository without a signature. Name its key with \`Signed-By:\` instead.`,
    };
  for (const { 0: found, index } of text.matchAll(/\bSigLevel[ \t]*=[ \t]*Never\b/g))
    yield {
      at: { start: index, end: index + found.length },
      problem: `\`${found}\` accepts packages that nobody has signed. ${advice}`,
    };
  const setting = aptSetting.exec(text);
  if (setting)
    yield {
      at: { start: setting.index, end: setting.index + setting[0].length },
      problem: `\`${setting[1]}\` accepts packages that nobody has signed. ${advice}`,
    };
}
