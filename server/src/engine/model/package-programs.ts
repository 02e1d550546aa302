// Which of the programs that matter here a distribution's package carries itself.
// Source: the file lists of the packages in Debian 12/13 (dpkg -L), Alpine 3.20 and the RPM distributions' package pages.

const programs: Readonly<Record<string, readonly string[]>> = {
  'curl-minimal': ['curl'],
  'netcat-openbsd': ['nc'],
  'netcat-traditional': ['nc'],
  netcat: ['nc'],
  'nmap-ncat': ['nc'],
  procps: ['ps', 'pgrep', 'pkill'],
  'procps-ng': ['ps', 'pgrep', 'pkill'],
  nodejs: ['node'],
  'nodejs-current': ['node'],
  python3: ['python3'],
  'python3-minimal': ['python3'],
  'python3-pip': ['pip', 'pip3'],
  'py3-pip': ['pip', 'pip3'],
  'build-essential': ['gcc', 'g++', 'cc', 'c++', 'make'],
  'build-base': ['gcc', 'g++', 'cc', 'c++', 'make'],
  gcc: ['gcc', 'cc'],
  'g++': ['g++', 'c++'],
  'gcc-c++': ['g++', 'c++'],
  make: ['make'],
  'openssh-client': ['ssh'],
  'openssh-clients': ['ssh'],
  gnupg: ['gpg'],
  gnupg2: ['gpg'],
  golang: ['go'],
  'golang-go': ['go'],
  go: ['go'],
  ruby: ['ruby'],
  'php-cli': ['php'],
  'default-jdk': ['java', 'javac'],
  'default-jdk-headless': ['java', 'javac'],
  'default-jre': ['java'],
  'default-jre-headless': ['java'],
  'postgresql-client': ['psql', 'pg_isready'],
  redis: ['redis-cli', 'redis-server'],
  'redis-tools': ['redis-cli'],
  shadow: ['useradd', 'groupadd', 'usermod'],
  'shadow-utils': ['useradd', 'groupadd', 'usermod'],
  passwd: ['useradd', 'groupadd', 'usermod'],
  adduser: ['adduser', 'addgroup'],
  busybox: ['busybox'],
  bash: ['bash'],
};

const byPattern: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^openjdk-?\d+-(jre|jdk)/, ['java']],
  [/^openjdk\d+(-jre|-jdk)?/, ['java']],
  [/^java-\d[\w.]*-(openjdk|amazon-corretto)/, ['java']],
  [/^postgresql-client-\d+$/, ['psql', 'pg_isready']],
  [/^php\d*(\.\d+)?-cli$/, ['php']],
];

/** The programs a package carries; its own name is always among them, because most packages are named so. */
export function programsOfPackage(name: string): readonly string[] {
  const own = Object.hasOwn(programs, name) ? programs[name]! : [];
  const matched = byPattern.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  return [...new Set([name, ...own, ...matched])];
}
