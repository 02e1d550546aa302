// What build packages leave behind at run time in Ubuntu 22.04 and 24.04, which name some libraries otherwise than Debian.
// Source: the Depends fields in the Packages files of jammy and noble (main and universe, amd64), read as for Debian.

/** `-dev` package, colon, what stays: the same in both releases, or one list for each. */
const rows = `
default-libmysqlclient-dev: libmysqlclient21
freetds-dev: libct4 libsybdb5
libacl1-dev: libacl1
libaio-dev: libaio1 / libaio1t64
libapr1-dev: libapr1 / libapr1t64
libaprutil1-dev: libaprutil1 / libaprutil1t64
libarchive-dev: libarchive13 / libarchive13t64
libargon2-dev: libargon2-1
libasound2-dev: libasound2 / libasound2t64
libatlas-base-dev: libatlas3-base
libattr1-dev: libattr1
libavcodec-dev: libavcodec58 / libavcodec60
libavdevice-dev: libavdevice58 / libavdevice60
libavfilter-dev: libavfilter7 / libavfilter9
libavformat-dev: libavformat58 / libavformat60
libavif-dev: libavif13 / libavif16
libavutil-dev: libavutil56 / libavutil58
libblas-dev: libblas3
libblkid-dev: libblkid1
libbluetooth-dev: libbluetooth3
libboost-context-dev: libboost-context1.74.0 / libboost-context1.83.0
libboost-filesystem-dev: libboost-filesystem1.74.0 / libboost-filesystem1.83.0
libboost-program-options-dev: libboost-program-options1.74.0 / libboost-program-options1.83.0
libboost-python-dev: libboost-python1.74.0 / libboost-python1.83.0
libboost-regex-dev: libboost-regex1.74.0 / libboost-regex1.83.0
libboost-system-dev: libboost-system1.74.0 / libboost-system1.83.0
libboost-thread-dev: libboost-thread1.74.0 / libboost-thread1.83.0
libbpf-dev: libbpf0 / libbpf1
libbrotli-dev: libbrotli1
libbsd-dev: libbsd0
libbson-dev: libbson-1.0-0 / libbson-1.0-0t64
libc-ares-dev: libc-ares2 / libcares2
libcairo2-dev: libcairo2
libcap-dev: libcap2
libck-dev: libck0 / libck0t64
libcups2-dev: libcups2 / libcups2t64
libcurl4-gnutls-dev: libcurl3-gnutls / libcurl3t64-gnutls
libcurl4-openssl-dev: libcurl4 / libcurl4t64
libdb-dev: libdb5.3 / libdb5.3t64
libdb5.3-dev: libdb5.3 / libdb5.3t64
libdbus-1-dev: libdbus-1-3
libde265-dev: libde265-0
libdmtx-dev: libdmtx0b / libdmtx0t64
libedit-dev: libedit2
libelf-dev: libelf1 / libelf1t64
libev-dev: libev4 / libev4t64
libevent-dev: libevent-core-2.1-7 libevent-pthreads-2.1-7 libevent-openssl-2.1-7 / libevent-core-2.1-7t64 libevent-pthreads-2.1-7t64 libevent-openssl-2.1-7t64
libexif-dev: libexif12
libexpat1-dev: libexpat1
libfdt-dev: libfdt1
libfftw3-dev: libfftw3-double3 libfftw3-long3 libfftw3-quad3 libfftw3-single3
libflac-dev: libflac8 / libflac12t64
libfontconfig-dev: libfontconfig1
libfontconfig1-dev: libfontconfig1
libfreetype-dev: libfreetype6
libfreetype6-dev: libfreetype6 / libfreetype6
libfribidi-dev: libfribidi0
libfuse-dev: libfuse2 / libfuse2t64
libfuse3-dev: libfuse3-3
libfuzzy-dev: libfuzzy2
libgc-dev: libgc1
libgcrypt20-dev: libgcrypt20
libgd-dev: libgd3
libgdal-dev: libgdal30 / libgdal34t64
libgdbm-dev: libgdbm6 / libgdbm6t64
libgdk-pixbuf-2.0-dev: libgdk-pixbuf-2.0-0
libgdk-pixbuf2.0-dev: libgdk-pixbuf-2.0-0 libgdk-pixbuf-2.0-0
libgeoip-dev: libgeoip1 / libgeoip1t64
libgeos++-dev: libgeos3.10.2 / libgeos3.12.1t64
libgeos-dev: libgeos-c1v5 / libgeos-c1t64
libgif-dev: libgif7
libgirepository1.0-dev: libgirepository-1.0-1
libgit2-dev: libgit2-1.1 / libgit2-1.7
libglib2.0-dev: libglib2.0-0 / libglib2.0-0t64 libglib2.0-dev-bin-linux libgirepository-2.0-0
libglu1-mesa-dev: libglu1-mesa
libgmp-dev: libgmp10
libgnutls28-dev: libgnutls30 / libgnutls30t64
libgpgme-dev: libgpgme11 / libgpgme11t64
libgpiod-dev: libgpiod2 / libgpiod2t64
libgsasl-dev: libgsasl7 / libgsasl18
libgtk-3-dev: libgtk-3-0 / libgtk-3-0t64
libharfbuzz-dev: libharfbuzz0b
libhdf5-dev: libhdf5-103-1 libhdf5-hl-100 libhdf5-cpp-103-1 libhdf5-hl-cpp-100 / libhdf5-103-1t64 libhdf5-hl-100t64 libhdf5-cpp-103-1t64 libhdf5-hl-cpp-100t64
libheif-dev: libheif1
libhiredis-dev: libhiredis0.14 / libhiredis1.1.0
libi2c-dev: libi2c0
libicu-dev: libicu70 / libicu74
libidn2-dev: libidn2-0
libimagequant-dev: libimagequant0
libjansson-dev: libjansson4
libjemalloc-dev: libjemalloc2
libjpeg-dev: libjpeg8
libjpeg-turbo8-dev: libjpeg-turbo8
libjson-c-dev: libjson-c5
libjsoncpp-dev: libjsoncpp25
libkrb5-dev: libgssapi-krb5-2
liblapack-dev: liblapack3
liblcms2-dev: liblcms2-2
libldap-dev: libldap-2.5-0 / libldap2
libldap2-dev: libldap-2.5-0 / libldap2
libleptonica-dev: liblept5
libleveldb-dev: libleveldb1d
liblmdb-dev: liblmdb0
libltdl-dev: libltdl7
liblua5.1-0-dev: liblua5.1-0
liblua5.3-dev: liblua5.3-0
liblua5.4-dev: liblua5.4-0
libluajit-5.1-dev: libluajit-5.1-2
liblz4-dev: liblz4-1
libmad0-dev: libmad0
libmagic-dev: libmagic1 / libmagic1t64
libmagickcore-dev: libmagickcore-6.q16-6 libmagickcore-6.q16-6-extra / libmagickcore-6.q16-7t64 libmagickcore-6.q16-7-extra
libmagickwand-dev: libmagickwand-6.q16-6 libmagickcore-6.q16-6-extra / libmagickwand-6.q16-7t64 libmagickcore-6.q16-7-extra
libmariadb-dev-compat: libmariadb3
libmariadb-dev: libmariadb3
libmaxminddb-dev: libmaxminddb0
libmcrypt-dev: libmcrypt4
libmemcached-dev: libmemcached11 libmemcachedutil2 / libmemcached11t64 libmemcachedutil2t64
libmicrohttpd-dev: libmicrohttpd12 / libmicrohttpd12t64
libmnl-dev: libmnl0
libmodbus-dev: libmodbus5
libmongoc-dev: libmongoc-1.0-0 / libmongoc-1.0-0t64
libmp3lame-dev: libmp3lame0
libmpc-dev: libmpc3
libmpfr-dev: libmpfr6
libmysqlclient-dev: libmysqlclient21
libnetcdf-dev: libnetcdf19 / libnetcdf19t64
libnfc-dev: libnfc6
libnghttp2-dev: libnghttp2-14
libnl-3-dev: libnl-3-200
libnl-route-3-dev: libnl-route-3-200
libnsl-dev: libnsl2
libnuma-dev: libnuma1
libonig-dev: libonig5
libopenblas-dev: libopenblas0
libopenexr-dev: libopenexr25 / libopenexr-3-1-30
libopenjp2-7-dev: libopenjp2-7
libopus-dev: libopus0
libpam0g-dev: libpam0g
libpango1.0-dev: libpango-1.0-0 libpangocairo-1.0-0
libpcap-dev: libpcap0.8 / libpcap0.8t64
libpcre2-dev: libpcre2-8-0
libpcre3-dev: libpcre3
libpixman-1-dev: libpixman-1-0
libpng-dev: libpng16-16 / libpng16-16t64
libpodofo-dev: libpodofo0.9.7 / libpodofo0.9.8t64
libpoppler-cpp-dev: libpoppler118 / libpoppler-cpp0t64
libpopt-dev: libpopt0
libpq-dev: libpq5
libpqxx-dev: libpqxx-6.4 / libpqxx-7.8t64
libproj-dev: libproj22 / libproj25
libprotobuf-dev: libprotobuf23 libprotobuf-lite23 / libprotobuf32t64 libprotobuf-lite32t64
libpspell-dev: libaspell15
libpulse-dev: libpulse0
libqpdf-dev: libqpdf28 / libqpdf29t64
libqrencode-dev: libqrencode4
librabbitmq-dev: librabbitmq4
libraqm-dev: libraqm0
libraw-dev: libraw20 / libraw23t64
librdkafka-dev: librdkafka1
libre2-dev: libre2-9 / libre2-10
librrd-dev: librrd8 / librrd8t64
librsvg2-dev: librsvg2-2
libsamplerate0-dev: libsamplerate0
libsasl2-dev: libsasl2-2
libseccomp-dev: libseccomp2
libsecret-1-dev: libsecret-1-0
libselinux1-dev: libselinux1
libserf-dev: libserf-1-1
libsm-dev: libsm6
libsmbclient-dev: libsmbclient / libsmbclient0
libsnappy-dev: libsnappy1v5
libsndfile1-dev: libsndfile1
libsnmp-dev: libsnmp40 / libsnmp40t64
libsodium-dev: libsodium23
libsox-dev: libsox3
libspatialindex-dev: libspatialindex6 libspatialindex-c6
libspatialite-dev: libspatialite7 / libspatialite8t64
libsqlcipher-dev: libsqlcipher0 / libsqlcipher1
libsqlite3-dev: libsqlite3-0
libssh-dev: libssh-4
libssh2-1-dev: libssh2-1 / libssh2-1t64
libsvn-dev: libsvn1
libswresample-dev: libswresample3 / libswresample4
libswscale-dev: libswscale5 / libswscale7
libsystemd-dev: libsystemd0
libtesseract-dev: libtesseract4 / libtesseract5
libtidy-dev: libtidy5deb1
libtiff-dev: libtiff5 / libtiff6
libtiff5-dev: libtiff5 / libtiff6
libtirpc-dev: libtirpc3 / libtirpc3t64
libudev-dev: libudev1
libunbound-dev: libunbound8
libunistring-dev: libunistring2 / libunistring5
libunwind-dev: libunwind8
liburing-dev: liburing2
libusb-1.0-0-dev: libusb-1.0-0
libuv1-dev: libuv1 / libuv1t64
libvips-dev: libvips42 / libvips42t64
libvirt-dev: libvirt0
libvorbis-dev: libvorbis0a libvorbisfile3
libwebp-dev: libwebp7 libwebpmux3 libwebpdemux2 / libwebp7 libwebpdemux2 libwebpmux3 libwebpdecoder3
libx11-dev: libx11-6
libxcb1-dev: libxcb1
libxext-dev: libxext6
libxft-dev: libxft2
libxi-dev: libxi6
libxml2-dev: libxml2
libxmlsec1-dev: libxmlsec1 libxmlsec1-openssl / libxmlsec1t64 libxmlsec1t64-openssl
libxmu-dev: libxmu6
libxpm-dev: libxpm4
libxrender-dev: libxrender1
libxslt1-dev: libxslt1.1
libxtst-dev: libxtst6
libxxhash-dev: libxxhash0
libyajl-dev: libyajl2
libyaml-dev: libyaml-0-2
libzbar-dev: libzbar0 / libzbar0t64
libzip-dev: libzip4 / libzip4t64
libzmq3-dev: libzmq5
libzstd-dev: libzstd1
portaudio19-dev: libportaudio2
unixodbc-dev: libodbc2
uuid-dev: libuuid1
`;

/** Compilers and headers of which nothing stays, as in Debian. */
const nothing: ReadonlySet<string> = new Set(
  `gcc g++ make cmake build-essential clang cargo rustc autoconf automake libtool ninja-build bison flex nasm yasm pkg-config pkgconf python3-dev
  python-dev-is-python3 libc6-dev libc-dev linux-libc-dev libffi-dev libssl-dev zlib1g-dev libbz2-dev liblzma-dev libreadline-dev libncurses-dev
  libboost-dev libncurses5-dev libncursesw5-dev dpkg-dev libpython3-dev systemtap-sdt-dev`.split(/\s+/),
);

const table: ReadonlyMap<string, Readonly<Record<'22.04' | '24.04', readonly string[]>>> = new Map(
  rows
    .trim()
    .split('\n')
    .map((line) => {
      const colon = line.indexOf(':');
      const [first = '', second = first] = line.slice(colon + 1).split('/');
      return [line.slice(0, colon), { '22.04': wordsOf(first), '24.04': wordsOf(second) }];
    }),
);

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

/** Undefined where it is not known, also for other releases. */
export function ubuntuLibraries(release: string, name: string): readonly string[] | undefined {
  if (nothing.has(name)) return [];
  return release === '22.04' || release === '24.04' ? table.get(name)?.[release] : undefined;
}
