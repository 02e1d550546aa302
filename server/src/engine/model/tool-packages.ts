// The distributions' package that brings a program, for fixes.
// Source: the file lists of the packages in Debian 11 to 13, Ubuntu 22.04 and 24.04, Alpine 3.18 to 3.22 and RHEL 9.

type Names = readonly [apt: string | undefined, apk: string | undefined, rpm: string | undefined];

const packages: Readonly<Record<string, Names>> = {
  git: ['git', 'git', 'git'],
  curl: ['curl', 'curl', undefined],
  wget: ['wget', 'wget', 'wget'],
  make: ['make', 'make', 'make'],
  cmake: ['cmake', 'cmake', 'cmake'],
  gcc: ['gcc', 'build-base', 'gcc'],
  cc: ['gcc', 'build-base', 'gcc'],
  'g++': ['g++', 'build-base', 'gcc-c++'],
  'c++': ['g++', 'build-base', 'gcc-c++'],
  autoconf: ['autoconf', 'autoconf', 'autoconf'],
  automake: ['automake', 'automake', 'automake'],
  'pkg-config': ['pkg-config', 'pkgconf', 'pkgconf-pkg-config'],
  bash: ['bash', 'bash', 'bash'],
  perl: ['perl', 'perl', 'perl-interpreter'],
  python3: ['python3', 'python3', 'python3'],
  pip3: ['python3-pip', 'py3-pip', 'python3-pip'],
  jq: ['jq', 'jq', 'jq'],
  unzip: ['unzip', 'unzip', 'unzip'],
  zip: ['zip', 'zip', 'zip'],
  rsync: ['rsync', 'rsync', 'rsync'],
  xz: ['xz-utils', 'xz', 'xz'],
  bzip2: ['bzip2', 'bzip2', 'bzip2'],
  patch: ['patch', 'patch', 'patch'],
  file: ['file', 'file', 'file'],
  gpg: ['gnupg', 'gnupg', 'gnupg2'],
  ssh: ['openssh-client', 'openssh-client', 'openssh-clients'],
  scp: ['openssh-client', 'openssh-client', 'openssh-clients'],
  ps: ['procps', 'procps', 'procps-ng'],
  nc: ['netcat-openbsd', 'netcat-openbsd', 'nmap-ncat'],
  openssl: ['openssl', 'openssl', 'openssl'],
  ping: ['iputils-ping', 'iputils', 'iputils'],
  dig: ['dnsutils', 'bind-tools', 'bind-utils'],
  ip: ['iproute2', 'iproute2', 'iproute'],
  less: ['less', 'less', 'less'],
  psql: ['postgresql-client', 'postgresql-client', undefined],
  pg_isready: ['postgresql-client', 'postgresql-client', undefined],
  'redis-cli': ['redis-tools', 'redis', undefined],
  envsubst: ['gettext-base', 'gettext', 'gettext'],
  ffmpeg: ['ffmpeg', 'ffmpeg', undefined],
  tini: ['tini', 'tini', undefined],
  'dumb-init': ['dumb-init', 'dumb-init', undefined],
  gosu: ['gosu', undefined, undefined],
  'su-exec': [undefined, 'su-exec', undefined],
  'locale-gen': ['locales', undefined, undefined],
  lsb_release: ['lsb-release', undefined, undefined],
  'add-apt-repository': ['software-properties-common', undefined, undefined],
  socat: ['socat', 'socat', 'socat'],
  telnet: ['telnet', undefined, 'telnet'],
};

/** Undefined where no package of the default sources brings it. `manager` as in a package request. */
export function packageWith(program: string, manager: string): string | undefined {
  if (!Object.hasOwn(packages, program)) return undefined;
  const names = packages[program]!;
  return names[manager === 'apt' ? 0 : manager === 'apk' ? 1 : 2];
}

/** Packages that are called the same everywhere, besides those of the programs above. */
const sameName: ReadonlySet<string> = new Set(['ca-certificates', 'tzdata', 'nodejs', 'npm', 'nginx']);

/** What a package of one manager is called in another; undefined where that is not known. */
export function counterpart(name: string, from: string, to: string): string | undefined {
  const index = (manager: string) => (manager === 'apt' ? 0 : manager === 'apk' ? 1 : 2);
  const found = Object.values(packages).find((names) => names[index(from)] === name);
  return found?.[index(to)] ?? (sameName.has(name) ? name : undefined);
}

/** Programs that fetch over TLS, and need the authorities' certificates for it. */
export const fetchesOverTls: ReadonlySet<string> = new Set(['git', 'curl', 'wget']);
