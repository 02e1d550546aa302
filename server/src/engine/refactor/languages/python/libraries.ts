// Packages of Python that need something of the distribution at run time, which their wheels do not bring along.
import type { ImageFacts } from '../../../model/facts.ts';

/** Names per release of Debian where they differ. */
type Package = string | Readonly<Record<'11' | '12' | '13', string>>;

interface Need {
  /** Debian's packages. */
  readonly packages: readonly Package[];
  /** With one of these extras nothing is needed: a wheel brings the library. */
  readonly unless?: readonly string[];
}

const renamed = (name: string): Package => ({ '11': name, '12': name, '13': `${name}t64` });

/**
 * Sources: the files of the projects' releases on PyPI (no wheel for Linux: built against the library of the image; or a library that
 * is opened by name at run time) and their installation pages; the packages' names in Debian 11, 12 and 13.
 */
const needs: Readonly<Record<string, Need>> = {
  // Built from source.
  psycopg2: { packages: ['libpq5'] },
  'psycopg-c': { packages: ['libpq5'] },
  mysqlclient: { packages: ['libmariadb3'] },
  'mysql-python': { packages: ['libmariadb3'] },
  'python-ldap': {
    packages: [{ '11': 'libldap-2.4-2', '12': 'libldap-2.5-0', '13': 'libldap2' }, 'libsasl2-2'],
  },
  uwsgi: { packages: ['libxml2'] },
  pygraphviz: { packages: ['graphviz'] },
  pycairo: { packages: ['libcairo2'] },
  'dbus-python': { packages: ['libdbus-1-3'] },
  pycups: { packages: [renamed('libcups2')] },
  pyaudio: { packages: ['libportaudio2'] },
  gdal: { packages: [{ '11': 'libgdal28', '12': 'libgdal32', '13': 'libgdal36' }] },
  pygobject: { packages: ['libgirepository-1.0-1'] },
  kerberos: { packages: ['libgssapi-krb5-2'] },
  gssapi: { packages: ['libgssapi-krb5-2'] },
  pysqlcipher3: { packages: [{ '11': 'libsqlcipher0', '12': 'libsqlcipher0', '13': 'libsqlcipher1' }] },
  // Opened by name at run time.
  psycopg: { packages: ['libpq5'], unless: ['binary'] },
  'python-magic': { packages: [renamed('libmagic1')] },
  pyzbar: { packages: [renamed('libzbar0')] },
  weasyprint: { packages: ['libpango-1.0-0', 'libpangoft2-1.0-0'] },
  cairocffi: { packages: ['libcairo2'] },
  cairosvg: { packages: ['libcairo2'] },
  wand: {
    packages: [
      { '11': 'libmagickwand-6.q16-6', '12': 'libmagickwand-6.q16-6', '13': 'libmagickwand-7.q16-10' },
    ],
  },
  lightgbm: { packages: ['libgomp1'] },
  'opencv-python': { packages: [renamed('libglib2.0-0')] },
  'opencv-contrib-python': { packages: [renamed('libglib2.0-0')] },
  // Programs that they start.
  gitpython: { packages: ['git'] },
  dvc: { packages: ['git'] },
  'pre-commit': { packages: ['git'] },
  ansible: { packages: ['openssh-client'] },
  'ansible-core': { packages: ['openssh-client'] },
};

/** A requirement and what it needs. */
export interface LibraryNeed {
  readonly requirement: string;
  readonly packages: readonly string[];
}

/** What the requirements need of Debian; `packages` of those whose name in this release is not known are left out. */
export function libraryNeeds(
  names: ReadonlySet<string>,
  facts: ImageFacts,
): { readonly known: readonly LibraryNeed[]; readonly unknown: readonly string[] } {
  const known: LibraryNeed[] = [];
  const unknown: string[] = [];
  const { release } = facts;
  for (const [requirement, need] of Object.entries(needs)) {
    if (!names.has(requirement)) continue;
    if (need.unless?.some((extra) => names.has(`${requirement}[${extra}]`))) continue;
    const packages = need.packages.map((one) =>
      typeof one === 'string'
        ? one
        : release === '11' || release === '12' || release === '13'
          ? one[release]
          : undefined,
    );
    const found = packages.filter((one) => one !== undefined);
    if (found.length === packages.length) known.push({ requirement, packages: found });
    else unknown.push(requirement);
  }
  return { known, unknown };
}
