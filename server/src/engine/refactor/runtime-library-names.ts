// What further build packages leave behind at run time, by name: more rows for `runtime-libraries.ts`.
// Source: the Depends fields of the packages in the archives of Debian 11, 12 and 13 (main, amd64), without those that only programs in
// other languages load; Alpine's aports, and its index for which names there are in 3.18 to 3.24.

/** `-dev` package, colon, what stays: the same in the three releases of Debian, or one list for each of 11, 12 and 13. Nothing: nothing stays. */
const debian = `
dpkg-dev:
freetds-dev: libct4 libsybdb5
libacl1-dev: libacl1
libaio-dev: libaio1 / libaio1 / libaio1t64
libapr1-dev: libapr1 / libapr1 / libapr1t64
libaprutil1-dev: libaprutil1 / libaprutil1 / libaprutil1t64
libarchive-dev: libarchive13 / libarchive13 / libarchive13t64
libargon2-dev: libargon2-1
libasound2-dev: libasound2 / libasound2 / libasound2t64
libattr1-dev: libattr1
libavcodec-dev: libavcodec58 / libavcodec59 / libavcodec61
libavdevice-dev: libavdevice58 / libavdevice59 / libavdevice61
libavfilter-dev: libavfilter7 / libavfilter8 / libavfilter10
libavformat-dev: libavformat58 / libavformat59 / libavformat61
libavif-dev: libavif9 / libavif15 / libavif16
libavutil-dev: libavutil56 / libavutil57 / libavutil59
libblas-dev: libblas3
libblkid-dev: libblkid1
libbluetooth-dev: libbluetooth3
libboost-context-dev: libboost-context1.74.0 / libboost-context1.74.0 / libboost-context1.83.0
libboost-dev:
libboost-filesystem-dev: libboost-filesystem1.74.0 / libboost-filesystem1.74.0 / libboost-filesystem1.83.0
libboost-program-options-dev: libboost-program-options1.74.0 / libboost-program-options1.74.0 / libboost-program-options1.83.0
libboost-python-dev: libboost-python1.74.0 / libboost-python1.74.0 / libboost-python1.83.0
libboost-regex-dev: libboost-regex1.74.0 / libboost-regex1.74.0 / libboost-regex1.83.0
libboost-system-dev: libboost-system1.74.0 / libboost-system1.74.0 / libboost-system1.83.0
libboost-thread-dev: libboost-thread1.74.0 / libboost-thread1.74.0 / libboost-thread1.83.0
libbpf-dev: libbpf0 / libbpf1 / libbpf1
libbrotli-dev: libbrotli1
libbsd-dev: libbsd0
libbson-dev: libbson-1.0-0 / libbson-1.0-0 / libbson-1.0-0t64
libc-ares-dev: libc-ares2 / libc-ares2 / libcares2
libcap-dev: libcap2
libck-dev: libck0 / libck0 / libck0t64
libcups2-dev: libcups2 / libcups2 / libcups2t64
libcurl4-gnutls-dev: libcurl3-gnutls / libcurl3-gnutls / libcurl3t64-gnutls
libdb-dev: libdb5.3 / libdb5.3 / libdb5.3t64
libdb5.3-dev: libdb5.3 / libdb5.3 / libdb5.3t64
libdbus-1-dev: libdbus-1-3
libde265-dev: libde265-0
libdmtx-dev: libdmtx0b / libdmtx0b / libdmtx0t64
libedit-dev: libedit2
libelf-dev: libelf1 / libelf1 / libelf1t64
libevent-dev: libevent-core-2.1-7 libevent-pthreads-2.1-7 libevent-openssl-2.1-7 / libevent-core-2.1-7 libevent-pthreads-2.1-7 libevent-openssl-2.1-7 / libevent-core-2.1-7t64 libevent-pthreads-2.1-7t64 libevent-openssl-2.1-7t64
libexif-dev: libexif12
libfdt-dev: libfdt1
libfftw3-dev: libfftw3-double3 libfftw3-long3 libfftw3-quad3 libfftw3-single3
libflac-dev: libflac8 / libflac12 / libflac14
libfontconfig-dev: libfontconfig1
libfontconfig1-dev: libfontconfig1
libfribidi-dev: libfribidi0
libfuse-dev: libfuse2 / libfuse2 / libfuse2t64
libfuse3-dev: libfuse3-3 / libfuse3-3 / libfuse3-4
libfuzzy-dev: libfuzzy2
libgc-dev: libgc1
libgcrypt20-dev: libgcrypt20
libgd-dev: libgd3
libgdal-dev: libgdal28 / libgdal32 / libgdal36
libgdbm-dev: libgdbm6 / libgdbm6 / libgdbm6t64
libgdk-pixbuf-2.0-dev: libgdk-pixbuf-2.0-0
libgeoip-dev: libgeoip1 / libgeoip1 / libgeoip1t64
libgeos++-dev: libgeos-3.9.0 / libgeos3.11.1 / libgeos3.13.1
libgif-dev: libgif7
libgirepository1.0-dev: libgirepository-1.0-1
libgit2-dev: libgit2-1.1 / libgit2-1.5 / libgit2-1.9
libglib2.0-dev: libglib2.0-0 / libglib2.0-0 / libglib2.0-0t64
libglu1-mesa-dev: libglu1-mesa
libgmp3-dev: libgmp10
libgnutls28-dev: libgnutls30 / libgnutls30 / libgnutls30t64
libgpgme-dev: libgpgme11 / libgpgme11 / libgpgme11t64
libgpiod-dev: libgpiod2 / libgpiod2 / libgpiod3
libgsasl-dev: libgsasl7 / libgsasl18 / libgsasl18
libgtk-3-dev: libgtk-3-0 / libgtk-3-0 / libgtk-3-0t64
libharfbuzz-dev: libharfbuzz0b
libheif-dev: libheif1
libhiredis-dev: libhiredis0.14 / libhiredis0.14 / libhiredis1.1.0
libi2c-dev: libi2c0
libicu-dev: libicu67 / libicu72 / libicu76
libidn2-dev: libidn2-0
libimagequant-dev: libimagequant0
libjansson-dev: libjansson4
libjemalloc-dev: libjemalloc2
libjson-c-dev: libjson-c5
libjsoncpp-dev: libjsoncpp24 / libjsoncpp25 / libjsoncpp26
liblapack-dev: liblapack3
libleptonica-dev: liblept5 / liblept5 / libleptonica6
libleveldb-dev: libleveldb1d
liblmdb-dev: liblmdb0
libltdl-dev: libltdl7
liblua5.1-0-dev: liblua5.1-0
liblua5.3-dev: liblua5.3-0
liblua5.4-dev: liblua5.4-0
libluajit-5.1-dev: libluajit-5.1-2
liblz4-dev: liblz4-1
libmad0-dev: libmad0
libmagickcore-dev: libmagickcore-6.q16-6 libmagickcore-6.q16-6-extra / libmagickcore-6.q16-6 libmagickcore-6.q16-6-extra / libmagickcore-7.q16-10 libmagickcore-7.q16-10-extra
libmagickwand-dev: libmagickwand-6.q16-6 libmagickcore-6.q16-6-extra / libmagickwand-6.q16-6 libmagickcore-6.q16-6-extra / libmagickwand-7.q16-10 libmagickcore-7.q16-10-extra
libmaxminddb-dev: libmaxminddb0
libmcrypt-dev: libmcrypt4
libmicrohttpd-dev: libmicrohttpd12 / libmicrohttpd12 / libmicrohttpd12t64
libmnl-dev: libmnl0
libmodbus-dev: libmodbus5
libmongoc-dev: libmongoc-1.0-0 / libmongoc-1.0-0 / libmongoc-1.0-0t64
libmp3lame-dev: libmp3lame0
libmpc-dev: libmpc3
libmpfr-dev: libmpfr6
libncurses5-dev:
libncursesw5-dev:
libnetcdf-dev: libnetcdf18 / libnetcdf19 / libnetcdf22
libnfc-dev: libnfc6
libnghttp2-dev: libnghttp2-14
libnl-3-dev: libnl-3-200
libnl-route-3-dev: libnl-route-3-200
libnsl-dev: libnsl2
libnuma-dev: libnuma1
libonig-dev: libonig5
libopenexr-dev: libopenexr25 / libopenexr-3-1-30 / libopenexr-3-1-30
libopus-dev: libopus0
libpam0g-dev: libpam0g
libpcap-dev: libpcap0.8 / libpcap0.8 / libpcap0.8t64
libpcre2-dev: libpcre2-8-0
libpixman-1-dev: libpixman-1-0
libpodofo-dev: libpodofo0.9.7 / libpodofo0.9.8 / libpodofo0.9.8t64
libpopt-dev: libpopt0
libpqxx-dev: libpqxx-6.4 / libpqxx-6.4 / libpqxx-7.10
libproj-dev: libproj19 / libproj25 / libproj25
libprotobuf-dev: libprotobuf23 libprotobuf-lite23 / libprotobuf32 libprotobuf-lite32 / libprotobuf32t64 libprotobuf-lite32t64
libpspell-dev: libaspell15
libpulse-dev: libpulse0
libpython3-dev:
libqpdf-dev: libqpdf28 / libqpdf29 / libqpdf30
libqrencode-dev: libqrencode4
librabbitmq-dev: librabbitmq4
libraqm-dev: libraqm0
libraw-dev: libraw20 / libraw20 / libraw23t64
libre2-dev: libre2-9 / libre2-9 / libre2-11
librrd-dev: librrd8 / librrd8 / librrd8t64
librsvg2-dev: librsvg2-2
libsamplerate0-dev: libsamplerate0
libseccomp-dev: libseccomp2
libsecret-1-dev: libsecret-1-0
libselinux1-dev: libselinux1
libserf-dev: libserf-1-1
libsm-dev: libsm6
libsmbclient-dev: libsmbclient / libsmbclient / libsmbclient0
libsndfile1-dev: libsndfile1
libsnmp-dev: libsnmp40 / libsnmp40 / libsnmp40t64
libsox-dev: libsox3
libspatialindex-dev: libspatialindex6 libspatialindex-c6 / libspatialindex6 libspatialindex-c6 / libspatialindex8 libspatialindex-c8
libspatialite-dev: libspatialite7 / libspatialite7 / libspatialite8t64
libsqlcipher-dev: libsqlcipher0 / libsqlcipher0 / libsqlcipher1
libssh-dev: libssh-4
libssh2-1-dev: libssh2-1 / libssh2-1 / libssh2-1t64
libsvn-dev: libsvn1
libswresample-dev: libswresample3 / libswresample4 / libswresample5
libswscale-dev: libswscale5 / libswscale6 / libswscale8
libsystemd-dev: libsystemd0
libtesseract-dev: libtesseract4 / libtesseract5 / libtesseract5
libtidy-dev: libtidy5deb1 / libtidy5deb1 / libtidy58
libtirpc-dev: libtirpc3 / libtirpc3 / libtirpc3t64
libudev-dev: libudev1
libunbound-dev: libunbound8
libunistring-dev: libunistring2 / libunistring2 / libunistring5
libunwind-dev: libunwind8
liburing-dev: liburing1 / liburing2 / liburing2
libusb-1.0-0-dev: libusb-1.0-0
libuv1-dev: libuv1 / libuv1 / libuv1t64
libvips-dev: libvips42 / libvips42 / libvips42t64
libvirt-dev: libvirt0
libvorbis-dev: libvorbis0a libvorbisfile3
libx11-dev: libx11-6
libxcb1-dev: libxcb1
libxext-dev: libxext6
libxft-dev: libxft2
libxi-dev: libxi6
libxmlsec1-dev: libxmlsec1 libxmlsec1-openssl / libxmlsec1 libxmlsec1-openssl / libxmlsec1t64 libxmlsec1t64-openssl
libxmu-dev: libxmu6
libxpm-dev: libxpm4
libxrender-dev: libxrender1
libxtst-dev: libxtst6
libxxhash-dev: libxxhash0
libyajl-dev: libyajl2
libz-dev:
libzbar-dev: libzbar0 / libzbar0 / libzbar0t64
libzip-dev: libzip4 / libzip4 / libzip5
libzstd-dev: libzstd1
portaudio19-dev: libportaudio2
python-dev:
systemtap-sdt-dev:
tcl-dev: libtcl8.6
tk-dev: libtk8.6
`;

/** The same for Alpine. */
const alpine = `
alsa-lib-dev: alsa-lib
argon2-dev: argon2-libs
brotli-dev: brotli-libs
c-ares-dev: c-ares
cairo-dev: cairo
expat-dev: expat
ffmpeg-dev: ffmpeg-libs
file-dev: libmagic
freetds-dev: freetds
fribidi-dev: fribidi
gd-dev: libgd
gdal-dev: gdal
gdk-pixbuf-dev: gdk-pixbuf
geos-dev: geos
gettext-dev: libintl
giflib-dev: giflib
harfbuzz-dev: harfbuzz
icu-dev: icu-libs
imagemagick-dev: imagemagick-libs
krb5-dev: krb5-libs
lapack-dev: lapack
lcms2-dev: lcms2
libavif-dev: libavif
libedit-dev: libedit
libevent-dev: libevent
libgit2-dev: libgit2
libheif-dev: libheif
libmaxminddb-dev: libmaxminddb-libs
libmemcached-dev: libmemcached-libs
librdkafka-dev: librdkafka
libssh2-dev: libssh2
libuv-dev: libuv
libxcb-dev: libxcb
libzip-dev: libzip
lmdb-dev: lmdb
lz4-dev: lz4-libs
mpc1-dev: mpc1
mpfr-dev: mpfr4
nghttp2-dev: nghttp2-libs
oniguruma-dev: oniguruma
openjpeg-dev: openjpeg
pango-dev: pango
pcre-dev: pcre
pcre2-dev: pcre2
portaudio-dev: portaudio
proj-dev: proj
protobuf-dev: libprotobuf
rabbitmq-c-dev: rabbitmq-c
tcl-dev: tcl
tk-dev: tk
unixodbc-dev: unixodbc
util-linux-dev:
vips-dev: vips
xmlsec-dev: xmlsec
zeromq-dev: libzmq
zstd-dev: zstd-libs
`;

/** By the name of the build package: for each release what stays. */
export const moreDebianLibraries: ReadonlyMap<
  string,
  Readonly<Record<'11' | '12' | '13', readonly string[]>>
> = new Map(
  rowsOf(debian).map(([name, value]) => {
    const [first = '', second = first, third = first] = value.split('/');
    return [name, { '11': wordsOf(first), '12': wordsOf(second), '13': wordsOf(third) }];
  }),
);

/** By the name of the build package. */
export const moreAlpineLibraries: ReadonlyMap<string, readonly string[]> = new Map(
  rowsOf(alpine).map(([name, value]) => [name, wordsOf(value)]),
);

function rowsOf(text: string): (readonly [string, string])[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1)] as const;
    });
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
