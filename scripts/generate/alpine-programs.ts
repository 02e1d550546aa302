// Which of the tracked programs a package of Alpine ships itself, and whether installing it may create accounts.
import type { IndexEntry } from './alpine-index.ts';
import type { BuiltPackage } from './apkbuild.ts';
import type { Origin } from './aports-tree.ts';

/** A package as a release builds it. */
export interface Built {
  readonly origin: Origin;
  readonly built: BuiltPackage;
}

/** What a package brings by itself. */
export interface Own {
  readonly sure: ReadonlySet<string>;
  readonly may: ReadonlySet<string>;
  readonly users: boolean;
}

/** Packages that hold no programs and no libraries to link with. */
export const PLAIN = /-(doc|openrc|lang|pyc|dbg|static|systemd|udev|(bash|zsh|fish)-completion)$/;

/**
 * Programs that the index does not show (it lists no links to other packages' files) or that another version of the
 * package had, by package name. Source: the build files of aports; what is here is only ever called possible.
 */
const POSSIBLE: readonly (readonly [RegExp, readonly string[]])[] = [
  // Links that java-common's trigger makes into the newest JDK.
  [/^(java-common|openjdk\d+(-(jre|jdk).*)?)$/, ['java', 'javac']],
  [/^maven/, ['mvn']],
  [/^yarn/, ['yarn']],
  [/^dotnet/, ['dotnet']],
  [/^php\d+$/, ['php']],
  [/^py3-pip/, ['pip', 'pip3']],
  [/^(python3|python|pyenv|pypy\d*)$/, ['python', 'python3']],
  [/^(dropbear|openssh)(-(ssh|client|server).*)?$/, ['ssh', 'sshd']],
  [/^(sudo|doas)/, ['sudo']],
  [/^(busybox-extras|inetutils|netkit)/, ['telnet']],
  [/^(redis|valkey|keydb)(-(cli|tools|compat))?$/, ['redis-cli']],
  [/^(mariadb|mysql|percona)[\w.]*(-client|-common)?$/, ['mysqladmin']],
  [/^(dnf\d*|yum)$/, ['dnf', 'yum']],
  [/^(vim|gvim|neovim|neatvi|nextvi|nvi|vis)/, ['vi', 'vim']],
  [/^(nmap.*|netcat.*|libressl-nc|.*ncat)$/, ['nc']],
  [/^node(js)?(-(current|lts))?$/, ['node', 'npm']],
  [/^(tcc|clang\d*)$/, ['cc', 'c++']],
  [/^(go|gcc-go)$/, ['go']],
  [/^rustup?$/, ['rustc']],
  [/^(dash|bash|yash|mksh|loksh|oksh|zsh)(-binsh)?$/, ['sh', 'dash', 'bash']],
  [/^shadow(-(login|uidmap|conv))?$/, ['useradd', 'groupadd', 'usermod']],
  [
    /^busybox(-(extras|static|suid|binsh))?$/,
    ['busybox', 'ash', 'sh', 'wget', 'nc', 'vi', 'ps', 'adduser', 'addgroup'],
  ],
];

const MAKES_USERS = /\b(adduser|addgroup|useradd|groupadd|usermod|sysusers)\b|\/etc\/(passwd|group)\b/;

/**
 * Reads off what the package `name` ships.
 * @param builds its build files
 * @param entries what the indexes of past releases say of exactly this package; empty: it is newer than they are
 */
export function ownPrograms(
  name: string,
  builds: readonly Built[],
  entries: readonly IndexEntry[],
  tracked: readonly string[],
): Own {
  const said = builds.map(({ built }) => programs(built.provides, tracked));
  const seen = entries.map((entry) => programs(entry.provides, tracked));
  const certain = seen.length > 0 ? seen : said;
  const sure = new Set(tracked.filter((tool) => certain.every((tools) => tools.includes(tool))));
  const may = new Set([...seen, ...said].flat());
  for (const [pattern, tools] of POSSIBLE) if (pattern.test(name)) for (const tool of tools) may.add(tool);
  // The build file of a package that no index knows names the programs it installs, or the package is named so.
  if (entries.length === 0 && !PLAIN.test(name) && !name.endsWith('-dev')) {
    const text = builds.map(({ origin }) => origin.text).join('\n');
    for (const tool of tracked) {
      const escaped = tool.replace(/\+/g, '\\+');
      if (name === tool || (tool.length > 2 && new RegExp(`^${escaped}(?![a-z])`).test(name))) may.add(tool);
      if (tool.length > 2 && new RegExp(`bin/${escaped}(?![\\w.+-])`).test(text)) may.add(tool);
    }
  }
  for (const tool of sure) may.delete(tool);
  const users = builds.some(
    ({ origin }) => MAKES_USERS.test(origin.scripts.get(name) ?? '') || /sysusers\.d/.test(origin.text),
  );
  return { sure, may, users };
}

function programs(provides: Iterable<string>, tracked: readonly string[]): readonly string[] {
  const words = new Set(provides);
  return tracked.filter((tool) => words.has(`cmd:${tool}`));
}
