// Programs that the small official images do not have, beyond those that the facts name one by one.
// Source: the package lists of debootstrap's minbase for Debian 11 to 13, Ubuntu's base manifests for 22.04 to 26.04,
// Alpine's base packages (3.18 to 3.24) with the applets of its BusyBox, and what the images' own Dockerfiles add to them.
import type { ImageFacts } from './facts.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** In none of the three distributions' base images. */
const nowhere = words(`
  git make cmake autoconf automake pkg-config ssh sshd scp sudo vim nano jq zip rsync socat telnet svn hg
  psql pg_isready mysql mysqladmin redis-cli mongosh nginx envsubst strace gdb tcpdump htop tini dumb-init gosu su-exec
  supervisord docker kubectl helm terraform aws gcloud java javac mvn gradle php composer go dotnet ffmpeg
  convert chromium google-chrome tshark nmap lsof fuser xmllint yq rg tmux screen
`);

/** In the base images of Debian and Ubuntu there are none of these either; BusyBox has applets of some of these names. */
const notInDebian = words(`
  vi unzip less ping traceroute dig nslookup host netstat ifconfig ip killall pstree file
  locale-gen lsb_release add-apt-repository crontab cron
`);

/** Ubuntu's base image may have these. */
const onlyNotInDebian = words('xz bzip2 gpg patch');

const notInAlpine = words(
  'bash perl file gpg openssl dig locale-gen lsb_release useradd usermod groupadd apt-get',
);

const compilers = words('gcc g++ cc c++');

/** Programs of languages; an image of the language has its own. */
const languages: Readonly<Record<string, readonly string[]>> = {
  python: words('python python3 pip pip3 poetry uv pipenv'),
  node: words('node npm npx yarn pnpm corepack'),
  ruby: words('ruby gem bundle'),
  rust: words('cargo rustc rustup'),
};

/** The families whose every tag is built on a base image with a few packages; the facts' ids begin so. */
const families: readonly (readonly [RegExp, 'debian' | 'ubuntu' | 'alpine', own: string | undefined])[] = [
  [/^debian-/, 'debian', undefined],
  [/^python-slim/, 'debian', 'python'],
  [/^node-slim/, 'debian', 'node'],
  [/^ruby-slim/, 'debian', 'ruby'],
  [/^rust-slim/, 'debian', 'rust'],
  [/^ubuntu-/, 'ubuntu', undefined],
  [/^alpine(-floating)?$/, 'alpine', undefined],
  [/^python-alpine/, 'alpine', 'python'],
  [/^node-alpine/, 'alpine', 'node'],
  [/^ruby-alpine/, 'alpine', 'ruby'],
  [/^golang-alpine/, 'alpine', 'go'],
  [/^rust-alpine/, 'alpine', 'rust'],
];

/** Programs that the image certainly lacks; what its facts say of a program comes before. */
export function absentPrograms(facts: ImageFacts): readonly string[] {
  const family = families.find(([pattern]) => pattern.test(facts.id));
  if (!family) return [];
  const [, kind, own] = family;
  // Releases that are not told apart, old ones among them, had more.
  const old = /-(any|other(-\d+)?)$/.test(facts.id) && kind !== 'alpine';
  const names =
    kind === 'alpine' && Number(facts.release?.split('.')[1] ?? 99) < 9
      ? nowhere.filter((name) => name !== 'telnet')
      : [...nowhere];
  if (kind === 'alpine') names.push(...notInAlpine);
  else if (!old) names.push(...notInDebian);
  // Ruby's slim images keep some tools that its build needs.
  if (kind === 'debian' && own !== 'ruby' && !old) names.push(...onlyNotInDebian);
  if (own === undefined) names.push(...compilers);
  else if (facts.tools['gcc'] === false) names.push('g++', 'cc', 'c++');
  for (const [language, programs] of Object.entries(languages)) if (language !== own) names.push(...programs);
  // Ubuntu 14.04, which is not told apart, came with both.
  if (kind === 'ubuntu' && old) return names.filter((name) => name !== 'sudo' && !/^python/.test(name));
  return own === undefined ? names : names.filter((name) => !ownPrograms[own]?.includes(name));
}

/** What the language's own images bring though a base image has none of it. */
const ownPrograms: Readonly<Record<string, readonly string[]>> = {
  go: ['go'],
};

/** Images of the official library whose definition sets no ENTRYPOINT, nor does what they are built on. */
export function hasNoEntrypoint(facts: ImageFacts): boolean {
  if (facts.entrypoint !== undefined) return facts.entrypoint.length === 0;
  return /^(debian|ubuntu|alpine|busybox|buildpack-deps|python|ruby|golang|rust|pypy)(-|$)/.test(facts.id);
}
