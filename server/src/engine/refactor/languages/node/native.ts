// Packages of npm that need something of the image around them: a program or a library of the distribution.
// Sources: the installation chapter of each package's documentation.
import type { Project } from './project.ts';

interface Need {
  /** What the package takes from the image, as the object of "needs". */
  readonly what: string;
  /** The package of Debian that has it. */
  readonly debian: string;
}

const needs: ReadonlyMap<string, Need> = new Map<string, Need>([
  ['prisma', { what: 'OpenSSL', debian: 'openssl' }],
  ['@prisma/client', { what: 'OpenSSL', debian: 'openssl' }],
  ['pg-native', { what: 'the library libpq', debian: 'libpq5' }],
  ['libpq', { what: 'the library libpq', debian: 'libpq5' }],
  ['kerberos', { what: 'the Kerberos libraries', debian: 'libgssapi-krb5-2' }],
  ['gm', { what: 'the program `convert`', debian: 'imagemagick' }],
  ['imagemagick', { what: 'the program `convert`', debian: 'imagemagick' }],
  ['simple-git', { what: 'the program `git`', debian: 'git' }],
  ['gitlog', { what: 'the program `git`', debian: 'git' }],
  ['python-shell', { what: 'the program `python3`', debian: 'python3' }],
]);

/** Packages that download a browser into the home of whoever installs them. */
const browsers: ReadonlySet<string> = new Set([
  'puppeteer',
  'playwright',
  'playwright-chromium',
  'cypress',
  'nightmare',
  'electron',
]);

/** What the project's packages need of the image, by package. */
export function imageNeeds(project: Project | undefined): ReadonlyMap<string, Need> {
  const found = new Map<string, Need>();
  for (const name of project ? [...project.dependencies, ...project.optional] : []) {
    const need = needs.get(name);
    if (need) found.set(name, need);
  }
  return found;
}

/** The package that brings a browser of its own; undefined where none does. */
export function browserPackage(project: Project | undefined): string | undefined {
  return project && [...project.dependencies].find((name) => browsers.has(name));
}

/** Prisma writes its client among the packages, and pruning by other tools than npm takes it away again. */
export function usesPrisma(project: Project): boolean {
  return [...project.dependencies, ...project.development].some(
    (name) => name === 'prisma' || name === '@prisma/client',
  );
}
