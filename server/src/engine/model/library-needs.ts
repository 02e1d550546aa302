// Which other libraries well-known shared libraries load.
// Source: the NEEDED entries of the libraries in Debian 12 and 13 (objdump -p). Those of the C library itself, libz and
// OpenSSL, which many images have, are left out: what is listed here is in no slim or distroless image.

const needs: Readonly<Record<string, readonly string[]>> = {
  libpq: ['libldap'],
  libcurl: ['libnghttp2', 'libssh2', 'libldap'],
  'libcurl-gnutls': ['libnghttp2', 'libssh2', 'libldap'],
  libldap: ['liblber', 'libsasl2'],
  libgssapi_krb5: ['libkrb5', 'libk5crypto'],
  libxml2: ['libicuuc'],
  libxslt: ['libxml2'],
  libexslt: ['libxslt', 'libxml2'],
  libodbc: ['libltdl'],
  libtiff: ['libjpeg', 'libwebp'],
  libfreetype: ['libpng16', 'libbrotlidec'],
  libharfbuzz: ['libglib-2.0', 'libgraphite2', 'libfreetype'],
  libfontconfig: ['libfreetype', 'libexpat'],
  libcairo: ['libpixman-1', 'libfontconfig', 'libfreetype'],
  'libpango-1.0': ['libglib-2.0', 'libharfbuzz', 'libfribidi'],
  'libpangocairo-1.0': ['libpango-1.0', 'libcairo'],
  'libgdk_pixbuf-2.0': ['libglib-2.0', 'libgio-2.0'],
  'libgobject-2.0': ['libglib-2.0'],
  'libgio-2.0': ['libglib-2.0', 'libgobject-2.0'],
  libgdal: ['libproj', 'libgeos_c'],
  libgeos_c: ['libgeos'],
  libavcodec: ['libavutil', 'libswresample'],
  libavformat: ['libavcodec', 'libavutil'],
  libzmq: ['libsodium'],
  libhdf5: ['libsz'],
  libMagickCore: ['libfftw3', 'liblcms2'],
  libwebpmux: ['libwebp'],
  libwebpdemux: ['libwebp'],
  libtesseract: ['liblept'],
  libsnmp: ['libnl-3'],
};

/** `/usr/lib/x86_64-linux-gnu/libpq.so.5` as `libpq`; undefined for another kind of file. */
export function libraryName(path: string): string | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const match = /^(lib[\w.+-]*?)(?:-[\d.]*Q\d\w*)?\.so[.\d*]*$/.exec(file);
  return match?.[1];
}

/** What a library of this name loads and small images do not have; empty where nothing is known. */
export function neededBy(name: string): readonly string[] {
  return Object.hasOwn(needs, name) ? needs[name]! : [];
}

/** A path below the folders where the distribution's packages put libraries. */
export function isDistributionFolder(path: string): boolean {
  return /^\/?(usr\/)?lib(64)?\/([\w*.-]+-linux-(gnu|musl)\w*\/)?[^/]*$/.test(path);
}
