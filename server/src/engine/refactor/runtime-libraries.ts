// What a build package leaves behind at run time: the shared libraries that programs built with it load.
// Source: the Depends fields of the -dev packages in Debian 11, 12 and 13 and of Alpine 3.20's aports.

import { moreAlpineLibraries, moreDebianLibraries } from './runtime-library-names.ts';
import { ubuntuLibraries } from './runtime-library-ubuntu.ts';

/** Names per Debian release where they differ; a plain string holds for 11 to 13. */
type Library = string | { readonly '11'?: string; readonly '12'?: string; readonly '13'?: string };

/** Nothing: the base image has what is left (glibc, libstdc++, OpenSSL, libffi, zlib of the Python images), or nothing is linked. */
const none: readonly Library[] = [];

const debian: Readonly<Record<string, readonly Library[]>> = {
  gcc: none,
  'g++': none,
  make: none,
  cmake: none,
  'build-essential': none,
  clang: none,
  cargo: none,
  rustc: none,
  autoconf: none,
  automake: none,
  libtool: none,
  'ninja-build': none,
  bison: none,
  flex: none,
  nasm: none,
  yasm: none,
  'pkg-config': none,
  pkgconf: none,
  'python3-dev': none,
  'python-dev-is-python3': none,
  'libc6-dev': none,
  'libc-dev': none,
  'linux-libc-dev': none,
  'libffi-dev': none,
  'libssl-dev': none,
  'zlib1g-dev': none,
  'libbz2-dev': none,
  'liblzma-dev': none,
  'libreadline-dev': none,
  'libncurses-dev': none,
  'libsqlite3-dev': ['libsqlite3-0'],
  'libexpat1-dev': ['libexpat1'],
  'uuid-dev': ['libuuid1'],
  gfortran: ['libgfortran5'],
  'libpq-dev': ['libpq5'],
  'default-libmysqlclient-dev': ['libmariadb3'],
  'libmariadb-dev': ['libmariadb3'],
  'libmariadb-dev-compat': ['libmariadb3'],
  'libxml2-dev': ['libxml2'],
  'libxslt1-dev': ['libxslt1.1'],
  'libxslt-dev': ['libxslt1.1'],
  'libjpeg-dev': ['libjpeg62-turbo'],
  'libjpeg62-turbo-dev': ['libjpeg62-turbo'],
  'libpng-dev': [{ '11': 'libpng16-16', '12': 'libpng16-16', '13': 'libpng16-16t64' }],
  'libfreetype6-dev': ['libfreetype6'],
  'libfreetype-dev': ['libfreetype6'],
  'libwebp-dev': [{ '11': 'libwebp6', '12': 'libwebp7', '13': 'libwebp7' }],
  'libtiff-dev': [{ '11': 'libtiff5', '12': 'libtiff6', '13': 'libtiff6' }],
  'libopenjp2-7-dev': ['libopenjp2-7'],
  'liblcms2-dev': ['liblcms2-2'],
  'libcurl4-openssl-dev': [{ '11': 'libcurl4', '12': 'libcurl4', '13': 'libcurl4t64' }],
  'libldap2-dev': [{ '11': 'libldap-2.4-2', '12': 'libldap-2.5-0', '13': 'libldap2' }],
  'libldap-dev': [{ '12': 'libldap-2.5-0', '13': 'libldap2' }],
  'libsasl2-dev': ['libsasl2-2'],
  'unixodbc-dev': [{ '12': 'libodbc2', '13': 'libodbc2' }],
  'libyaml-dev': ['libyaml-0-2'],
  'libgmp-dev': ['libgmp10'],
  'libmagic-dev': [{ '11': 'libmagic1', '12': 'libmagic1', '13': 'libmagic1t64' }],
  'libgeos-dev': [{ '12': 'libgeos-c1v5', '13': 'libgeos-c1t64' }],
  'libsnappy-dev': ['libsnappy1v5'],
  'librdkafka-dev': ['librdkafka1'],
  'libhdf5-dev': [{ '12': 'libhdf5-103-1' }],
  'libopenblas-dev': ['libopenblas0'],
  'libkrb5-dev': ['libgssapi-krb5-2'],
  'libsodium-dev': ['libsodium23'],
  'libzmq3-dev': ['libzmq5'],
  'libev-dev': [{ '11': 'libev4', '12': 'libev4', '13': 'libev4t64' }],
  'libcairo2-dev': ['libcairo2'],
  'libpango1.0-dev': ['libpango-1.0-0', 'libpangocairo-1.0-0'],
  'libmemcached-dev': [{ '12': 'libmemcached11', '13': 'libmemcached11t64' }],
};

const alpine: Readonly<Record<string, readonly string[]>> = {
  gcc: ['libgcc'],
  'g++': ['libstdc++', 'libgcc'],
  'build-base': ['libstdc++', 'libgcc'],
  make: [],
  cmake: [],
  'musl-dev': [],
  'libc-dev': [],
  'linux-headers': [],
  'python3-dev': [],
  cargo: ['libgcc'],
  rust: ['libgcc'],
  pkgconf: [],
  pkgconfig: [],
  autoconf: [],
  automake: [],
  libtool: [],
  'libffi-dev': ['libffi'],
  'openssl-dev': [],
  'zlib-dev': ['zlib'],
  'libpq-dev': ['libpq'],
  'postgresql-dev': ['libpq'],
  'mariadb-dev': ['mariadb-connector-c'],
  'mariadb-connector-c-dev': ['mariadb-connector-c'],
  'libxml2-dev': ['libxml2'],
  'libxslt-dev': ['libxslt'],
  'jpeg-dev': ['libjpeg-turbo'],
  'libjpeg-turbo-dev': ['libjpeg-turbo'],
  'libpng-dev': ['libpng'],
  'freetype-dev': ['freetype'],
  'libwebp-dev': ['libwebp'],
  'tiff-dev': ['tiff'],
  'sqlite-dev': ['sqlite-libs'],
  'yaml-dev': ['yaml'],
  'gmp-dev': ['gmp'],
  'libsodium-dev': ['libsodium'],
  'curl-dev': ['libcurl'],
  gfortran: ['libgfortran'],
  'openblas-dev': ['openblas'],
  'bzip2-dev': [],
  'xz-dev': [],
  'readline-dev': [],
  'ncurses-dev': [],
  'cyrus-sasl-dev': ['libsasl'],
  'openldap-dev': ['libldap'],
  'snappy-dev': ['snappy'],
};

/**
 * The packages that must stay at run time when `name` is only installed to build; undefined where that is not known.
 * @param release Debian's release (`12`) or Ubuntu's (`24.04`); undefined when the tag may mean several: then only names that hold for all
 */
export function runtimeLibraries(
  manager: string,
  release: string | undefined,
  name: string,
): readonly string[] | undefined {
  if (manager === 'apk') return Object.hasOwn(alpine, name) ? alpine[name] : moreAlpineLibraries.get(name);
  if (manager !== 'apt') return undefined;
  const known = release === '11' || release === '12' || release === '13' ? release : undefined;
  if (release?.includes('.')) return ubuntuLibraries(release, name);
  if (!Object.hasOwn(debian, name)) {
    const more = moreDebianLibraries.get(name);
    if (more === undefined) return undefined;
    if (known !== undefined) return more[known];
    return more['11'].join() === more['12'].join() && more['12'].join() === more['13'].join()
      ? more['13']
      : undefined;
  }
  const libraries: string[] = [];
  for (const library of debian[name]!) {
    if (typeof library === 'string') libraries.push(library);
    else {
      const found = known === undefined ? undefined : library[known];
      if (found === undefined) return undefined;
      libraries.push(found);
    }
  }
  return libraries;
}
