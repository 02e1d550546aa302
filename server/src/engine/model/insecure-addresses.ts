// Addresses without encryption in the commands that fetch or install.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { downloads } from './downloads.ts';

/** Variables that package managers take the address of a server from. */
export const addressVariables =
  /^(PIP_(EXTRA_)?INDEX_URL|PIP_FIND_LINKS|UV_(DEFAULT_|EXTRA_)?INDEX(_URL)?|npm_config_registry|NPM_CONFIG_REGISTRY|YARN_REGISTRY|YARN_NPM_REGISTRY_SERVER|GOPROXY|BUNDLE_MIRROR__\w+|NUGET_SOURCE|HOMEBREW_BOTTLE_DOMAIN)$/;

const insecure = /^(http|ftp):\/\//i;
/** Programs whose words are addresses, besides curl and wget. */
const programs =
  /^(git|pip[\d.]*|python[\d.]*|uv|pipx|poetry|npm|yarn|pnpm|gem|bundle|svn|hg|rpm|aria2c|composer|go|cargo|apt-key|conda|luarocks)$/;

/** The addresses without encryption that a command takes something from. */
export function* addressesOf(command: PlainCommand): Iterable<{ at: Span; url: string }> {
  const { name } = command;
  if (name === 'curl' || name === 'wget') {
    const download = downloads(command);
    if (!download || download.sends) return;
    // What is printed, or thrown away, is a probe.
    for (const { url, output } of download.fetches)
      if (insecure.test(url.text) && isTaken(command, output)) yield { at: url.at, url: url.text };
    return;
  }
  if (name === undefined || !programs.test(name)) return;
  for (const word of command.args) {
    const found = addressIn(word);
    if (found) yield found;
  }
}

function isTaken({ command }: PlainCommand, output: string | undefined): boolean {
  if (output === '/dev/null') return false;
  return output !== undefined || command.pipeline !== undefined || command.depth > 0;
}

/** `http://…`, `--index-url=http://…`, `git+http://…`. */
function addressIn(word: ShellWord): { at: Span; url: string } | undefined {
  const found = /^(?:--?[\w-]+=|git\+)?((?:http|ftp):\/\/\S+)$/i.exec(word.text);
  return found ? { at: word.at, url: found[1]! } : undefined;
}

/** Hosts that serve the same paths over https. Each was built so, or redirects there. */
const hosts: ReadonlySet<string> = new Set([
  'archive.apache.org',
  'bitbucket.org',
  'cpan.metacpan.org',
  'crates.io',
  'dist.apache.org',
  'dl.google.com',
  'dlcdn.apache.org',
  'download.docker.com',
  'downloads.apache.org',
  'downloads.sourceforge.net',
  'files.pythonhosted.org',
  'ftp.gnu.org',
  'getcomposer.org',
  'github.com',
  'gitlab.com',
  'nginx.org',
  'nodejs.org',
  'packages.microsoft.com',
  'packagist.org',
  'php.net',
  'proxy.golang.org',
  'pypi.org',
  'raw.githubusercontent.com',
  'registry.npmjs.org',
  'registry.yarnpkg.com',
  'repo.maven.apache.org',
  'repo1.maven.org',
  'rubygems.org',
  's3.amazonaws.com',
  'sourceforge.net',
  'storage.googleapis.com',
  'www.apache.org',
  'www.kernel.org',
  'www.php.net',
  'www.postgresql.org',
]);

/** The host is known to serve the same over https. */
export function servesHttps(host: string): boolean {
  return hosts.has(host.toLowerCase());
}
