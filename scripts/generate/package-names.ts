// Which Debian packages the closure table lists, and how their names are written compactly.
import type { Package } from './debian-packages.ts';

// Installed in images though few packages depend on them. Written down from Dockerfiles' habits, not from another list.
const WANTED = new Set(
  `apache2 apache2-utils apt-transport-https apt-utils aria2 aspnetcore autossh awscli axel bc bcftools bind9 bind9-dnsutils
  bird binwalk bison borgbackup bwa bzip2 bzr ca-certificates-java cabal-install caddy calibre cargo ccache certbot chromium
  chromium-driver chrony cifs-utils clamav clamav-daemon clang clang-format clang-tidy cloc cmake cockpit collectd composer
  consul coturn cowsay cppcheck cron crudini cups curl cvs cython3 davfs2 ddclient debhelper default-jdk default-jdk-headless
  default-jre default-jre-headless default-libmysqlclient-dev default-mysql-client default-mysql-server delve devscripts dialog
  direnv dnsmasq dnsutils docker-compose docker.io dos2unix dosfstools dovecot-core dumb-init ebtables elixir emacs-nox
  emacs-nox enscript erlang espeak espeak-ng etcd-client exiftool expect eyed3 fail2ban fakeroot fastqc fcgiwrap fd-find
  figlet firefox-esr fish flake8 flex fonts-dejavu fonts-dejavu-core fonts-freefont-ttf fonts-ipafont-gothic fonts-kacst
  fonts-liberation fonts-noto fonts-noto-cjk fonts-noto-color-emoji fonts-thai-tlwg fonts-tlwg-loma-otf fonts-wqy-zenhei
  freetds-bin freetds-dev fuse fuse3 fzf gawk gcc-multilib gdal-bin gdb gdbserver gettext gettext-base gfortran
  ghostscript git git-lfs gnumeric gnupg gnupg2 gnuplot gnuplot-nox golang golang-go gosu gradle graphicsmagick graphviz
  gsfonts g++-multilib haproxy haskell-stack haveged heimdal-dev htop httpie hugo hwloc hyperfine icu-devtools iftop
  imagemagick inetutils-ping inetutils-telnet inkscape inotify-tools iotop iperf iperf3 iproute2 ipset iptables iputils-ping
  isc-dhcp-client jq julia jupyter kafkacat kcat krb5-user language-pack-en ldap-utils leiningen less lftp
  libaio-dev libaio1 libaio1t64 libarchive-tools libboost-all-dev libclang-dev libcurl4-gnutls-dev libcurl4-openssl-dev
  libdbd-mysql-perl libdbd-pg-perl libenchant-2-2 libfcgi-bin libffi-dev libgconf-2-4 libgdiplus libgeoip-dev
  libgirepository1.0-dev libgl1-mesa-glx libglew-dev libgssapi-krb5-2 libhdf5-dev libheif-dev libimage-exiftool-perl
  libjemalloc2 libjemalloc-dev libleveldb-dev libmagic-dev libmagickwand-dev libmariadb-dev libmariadb-dev-compat
  libmcrypt-dev libmemcached-dev libmosquitto-dev libmupdf-dev libnss-wrapper libnss3-tools libomp-dev libonig-dev
  libopenblas-dev libopencv-dev libopenmpi-dev libpam-ldap libpam0g-dev libpcap-dev libpoppler-cpp-dev libpq-dev
  libpython3-dev libqpdf-dev librabbitmq-dev librdkafka-dev librdkafka1 libreoffice libreoffice-calc libreoffice-core
  libreoffice-writer librocksdb-dev libsasl2-dev libsass-dev libseccomp-dev libsecp256k1-dev libsodium-dev libspatialindex-dev
  libssh2-1-dev libssl-dev libssl1.1 libsystemd-dev libta-lib-dev libtcmalloc-minimal4 libtesseract-dev libtidy-dev
  libtool-bin libudev-dev libunwind-dev libuv1-dev libvips libvips-dev libvips-tools libvpx-dev libwebkit2gtk-4.0-dev
  libxmlsec1-dev libxmlsec1-openssl libxrender1 libxslt1-dev libyaml-dev libzbar0 libzip-dev libzmq3-dev libzstd-dev lighttpd
  lld llvm llvm-dev locales locales-all logrotate lolcat lsb-release lsof ltrace lua5.1 lua5.3 lua5.4 luarocks lynx lz4 lzop
  mailcap mailutils make man-db mariadb-client mariadb-server maven mbuffer mc mediainfo memcached mercurial meson minicom
  mkvtoolnix mlocate mongodb moreutils mosquitto mosquitto-clients mpich msmtp msmtp-mta mtr mtr-tiny multitail mupdf-tools
  musl-dev musl-tools mutt mysql-client nano nasm ncat ncdu ncftp neofetch neovim net-tools netbase netcat netcat-openbsd
  netcat-traditional nfs-common nginx nginx-extras nginx-full nginx-light nghttp2-client ngrep nikto ninja-build nmap nodejs
  npm nscd nsis nsss-wrapper ntp ntpdate nvme-cli octave odbc-postgresql odbcinst openbox opencl-headers openconnect
  openjdk-11-jdk openjdk-11-jdk-headless openjdk-11-jre openjdk-11-jre-headless openjdk-17-jdk openjdk-17-jdk-headless
  openjdk-17-jre openjdk-17-jre-headless openjdk-21-jdk openjdk-21-jdk-headless openjdk-21-jre openjdk-21-jre-headless openssh-client openssh-server openssl
  openvpn optipng osm2pgsql p7zip p7zip-full p7zip-rar pandoc parallel patchelf pbzip2 pcregrep pdftk pdftk-java percona-toolkit
  perl php php-bcmath php-cli php-common php-curl php-dev php-fpm php-gd php-intl php-mbstring php-mysql php-pear php-pgsql
  php-redis php-sqlite3 php-xml php-zip phpunit pigz pipx pkg-config pkgconf plantuml pngquant podman poppler-data
  poppler-utils postfix postgis postgresql postgresql-client postgresql-client-11 postgresql-client-13 postgresql-client-15
  postgresql-client-17 postgresql-contrib postgresql-13 postgresql-15 postgresql-17 potrace pppoe procps proftpd-basic
  progress proj-bin prometheus-node-exporter proot protobuf-compiler proxychains4 pspp psmisc pulseaudio pulseaudio-utils
  pv pwgen pypy3 python-is-python3 python2 python3 python3-all python3-all-dev python3-apt python3-boto3 python3-cffi
  python3-cryptography python3-dev python3-distutils python3-full python3-gdal python3-gi python3-jinja2 python3-launchpadlib
  python3-lxml python3-magic python3-matplotlib python3-minimal python3-mysqldb python3-numpy python3-opencv python3-opengl
  python3-openssl python3-pandas python3-pil python3-pip python3-pkg-resources python3-poetry python3-psycopg2
  python3-pyqt5 python3-pytest python3-requests python3-rpi.gpio python3-scipy python3-serial python3-setuptools
  python3-sklearn python3-smbus python3-software-properties python3-tk python3-venv python3-virtualenv python3-wheel
  python3-yaml python3.9 python3.9-dev python3.9-venv python3.11 python3.11-dev python3.11-venv python3.13 python3.13-dev
  python3.13-venv qemu-user-static qemu-utils qpdf r-base r-base-core r-base-dev rabbitmq-server ragel ranger rclone re2c
  recode redis redis-server redis-tools rename restic ripgrep rlwrap rpcbind rsync rsyslog rtorrent ruby ruby-bundler
  ruby-dev ruby-full runit rust-all rustc s3cmd s3fs samba samtools sass scala scons screen sed shc shellcheck
  shellinabox silversearcher-ag simpleproxy siege skopeo slapd slurm-client smbclient snmp snmpd socat socklog software-properties-common
  sox sqlcipher sqlite sqlite3 sqlmap squashfs-tools squid ssh ssh-client sshfs sshpass ssl-cert ssmtp stress stress-ng strace
  stunnel4 subversion sudo supervisor swig sysstat systemd systemd-sysv systemtap tar tcl tcpdump tcpflow telnet tesseract-ocr
  tesseract-ocr-all tesseract-ocr-deu tesseract-ocr-eng tesseract-ocr-fra tesseract-ocr-jpn tesseract-ocr-chi-sim tesseract-ocr-spa
  texinfo tftpd-hpa tig time tini tinyproxy tk tmux tofrodos tor toilet tomcat9 traceroute transmission-cli tree ttf-mscorefonts-installer
  tzdata u-boot-tools ucspi-tcp ufw uidmap unar unattended-upgrades unixodbc unixodbc-bin unixodbc-dev unoconv unrar unrar-free
  unzip upx-ucl usbutils util-linux uuid-runtime uwsgi uwsgi-plugin-python3 valgrind varnish vim vim-nox vim-tiny virtualenv
  vlc-bin vnstat vsftpd w3m wait-for-it watchman webp wget whois wine wireguard wireguard-tools wireshark-common wkhtmltopdf wrk x11-apps x11-utils
  x11-xserver-utils x11vnc xauth xdg-utils xfonts-75dpi xfonts-base xml2 xmlsec1 xmlstarlet xorg xorriso xpra xsel xserver-xorg-video-dummy xsltproc xterm
  xvfb xxd xz-utils yamllint yarnpkg yasm youtube-dl yt-dlp zabbix-agent zbar-tools zim zip zlib1g zlib1g-dev zookeeper zopfli zsh zstd`.split(
    /\s+/,
  ),
);

// Whole families that images hardly ever install; a package that is not listed is unknown, which is always right.
const FAMILIES =
  /^(librust-|golang-.*-dev$|node-|r-(cran|bioc|other)-|libghc-|texlive-|elpa-|task-|hunspell-|myspell-|aspell-|ispell-|ruby-|lib.*-java$|linux-|firmware-|education-|science-|med-|kde|plasma-|gnome-|xfce4-|lib.*-ocaml|cl-|ocaml-|haskell-|libreoffice-l10n|gir1\.2-|qml|puppet-|php-horde|dh-|erlang-|mate-|cinnamon|printer-driver|tryton-)/;
const ENDINGS = /(-docs?|-dbg|-dbgsym|-examples|-tests?|-testsuite|-l10n|-i18n|-source|-udeb)$/;

/** Dependants over all releases from which on a package is listed. */
const LIBRARY = 12;
const OTHER = 6;

/**
 * Whether the table has a line for the package.
 * @param uses how many packages depend on or recommend it, summed over the releases
 */
export function isListed(entry: Package | undefined, uses: number): boolean {
  if (!entry) return false;
  if (WANTED.has(entry.name)) return true;
  if (FAMILIES.test(entry.name) || ENDINGS.test(entry.name)) return false;
  return uses >= (/^(libs|libdevel|python|perl|php)$/.test(entry.section) ? LIBRARY : OTHER);
}

/** Sorted names, each as the length shared with the one before (base 36) and the rest. */
export function frontCode(names: readonly string[]): string {
  let before = '';
  return names
    .map((name) => {
      let shared = 0;
      while (shared < 35 && shared < before.length && shared < name.length && name[shared] === before[shared])
        shared++;
      before = name;
      return shared.toString(36) + name.slice(shared);
    })
    .join(' ');
}
