// Which Alpine packages the closure table lists.

// Packages of the community repository that images install. Written down from Dockerfiles' habits (among them
// every name that the corpus of real Dockerfiles installs), not from another list.
const WANTED = new Set(
  `7zip age ansible ansible-core apache-ant aria2 asciidoctor aspnetcore8-runtime aspnetcore9-runtime aspnetcore10-runtime
  atop aws-cli bandit bat bazel3 bind-tools binaryen borgbackup btop buildah buildkit caddy certbot certbot-nginx chromium
  chromium-chromedriver chromium-swiftshader clamav clamav-daemon clamav-libunrar cloudflared composer consul coturn cosign
  ctop curlie deno dhcping direnv docker docker-cli docker-cli-buildx docker-cli-compose docker-compose docker-engine
  dotnet8-runtime dotnet8-sdk dotnet9-runtime dotnet9-sdk dotnet10-runtime dotnet10-sdk elixir emacs-nox envsubst erlang
  espeak-ng etcd etcd-ctl exiftool fail2ban fd ffmpeg ffmpeg-dev ffmpeg-libs figlet firefox firefox-esr fish flac
  font-awesome font-noto font-noto-cjk font-noto-emoji fontforge freetds freetds-dev fuse-overlayfs fzf gcompat gdal
  gdal-dev gdal-tools geckodriver geos geos-dev ghc gifsicle git-lfs github-cli glab go go-task gobject-introspection-dev
  goreleaser gosu gotop gradle graphicsmagick graphicsmagick-dev graphviz grpc grpc-dev grpc-cli grpcurl gtk4.0 h2o
  hadolint haproxy helm hey hiredis-dev hping3 httpie hugo hyperfine imagemagick imagemagick-dev imagemagick-libs
  inotify-tools iperf3 istioctl java-cacerts java-common jpegoptim k9s kafkacat kcat kubectl kustomize lame lazygit
  leptonica-dev libavif libavif-dev libde265 libgdiplus libheif libheif-dev libheif-tools libgit2 libgit2-dev libpq-dev
  libreoffice librdkafka librdkafka-dev librsvg libsodium-dev libspatialindex libvips libxslt-dev libzmq
  luarocks luajit maven mercurial meson mimalloc minicom mkcert mongodb-tools mosh mosquitto mosquitto-clients mupdf
  mysql-client ncdu neovim netcat-openbsd nginx ninja-build nmap nmap-ncat nnn node-gyp nodejs-current npm nss-tools
  ocaml oath-toolkit-oathtool openblas openblas-dev openjdk8 openjdk8-jre openjdk8-jre-base openjdk11 openjdk11-jdk
  openjdk11-jre openjdk11-jre-headless openjdk17 openjdk17-jdk openjdk17-jre openjdk17-jre-headless openjdk21
  openjdk21-jdk openjdk21-jre openjdk21-jre-headless openjdk25 openjdk25-jdk openjdk25-jre openjdk25-jre-headless
  openresty opus-tools optipng oxipng packer pandoc parallel pdftk php81 php82 php83 php84 php85 pipx pnpm podman
  podman-remote poppler-utils proj proj-dev proj-util prometheus prometheus-node-exporter protoc protobuf protobuf-dev
  protobuf-c pngquant proxychains-ng psql py3-aiohttp py3-bcrypt py3-boto3 py3-build py3-cryptography py3-flask
  py3-gunicorn py3-lxml py3-matplotlib py3-mysqlclient py3-numpy py3-pandas py3-pillow py3-pip py3-pipx py3-poetry
  py3-poetry-core py3-psutil py3-psycopg2 py3-psycopg py3-requests py3-scipy py3-scikit-learn py3-virtualenv py3-yaml
  py3-grpcio py3-opencv py3-redis py3-ldap py3-lxml py3-uvloop pyright qpdf qemu qemu-img rabbitmq-c rabbitmq-c-dev
  rclone redis restic ripgrep rsvg-convert runit rust-analyzer rustup s3cmd s3fs-fuse s6-overlay samba samba-client
  screen sed shellcheck shfmt siege skopeo snappy-dev socat sops sox sqlmap sshfs sshpass ssmtp stress-ng stunnel
  su-exec supercronic supervisor swaks swig sword syncthing tealdeer terraform tesseract-ocr tesseract-ocr-data-eng
  thttpd tini tini-static tmux tor traefik trivy tree ttf-dejavu ttf-freefont ttf-liberation ttf-opensans ufw unrar
  upx util-linux uv uvicorn uwsgi uwsgi-python3 uwsgi-http vault valkey valkey-cli vips vips-dev vips-cpp vips-heif
  vips-tools vips-poppler vips-magick wabt webp websocat weasyprint wireguard-tools wkhtmltopdf x264 x264-dev x265
  xmlsec xmlsec-dev xmlstarlet xvfb xvfb-run yamllint yarn yasm yq yq-go youtube-dl yt-dlp zsh-vcs zola zookeeper
  shadow shadow-login sudo doas dcron linux-headers linux-pam linux-pam-dev libuser font-noto-all tinyxml2-dev
  perl-dbd-pg perl-net-ssleay py3-setuptools py3-wheel py3-cffi py3-cryptography py3-six py3-psutil py3-jinja2 py3-certifi
  py3-cachetools tcl tcl-dev tcl-tls boost-dev boost1.82-dev boost1.84-dev qt5-qtbase qt6-qtbase luajit-dev lua5.1
  lua5.2 lua5.3 lua5.4 lua5.1-dev lua5.3-dev lua5.4-dev gcc-gnat gcc-go gdb nfs-utils squid net-snmp net-snmp-tools
  postgresql14 postgresql14-client postgresql14-dev dovecot-lmtpd cups cups-client cups-libs cups-dev font-inter
  font-misc-misc font-terminus font-croscore font-inconsolata font-droid font-roboto font-fira-code font-ubuntu
  wpa_supplicant pcsc-lite pcsc-lite-dev strongswan freeradius rsyslog zfs xen-dev uwsgi
  ncurses-terminfo-base ncurses-terminfo perl-utils perl-json perl-libwww musl-locales libldap qpdf-libs python3-tkinter
  bluez-dev gdbm-dev libnsl-dev perl-dev libressl-dev emacs weechat weechat-perl weechat-python libressl perl-
  datetime libmediainfo mono aspell-en libzip libzip-dev aspell-dev perl-ipc-run jruby jruby-irb dovecot-lua
  dovecot-pigeonhole-plugin lua-filesystem lua-lyaml lua-http py-paramiko i3lock scrot rpm evince lapack lapack-dev
  freeradius-radclient freeradius-sql freeradius-sqlite gnuplot perl-timedate libqrencode qt5-qtbase-x11 qt5-qtsvg
  qt5-qttools libvirt-client xclip mplayer mpv mutt perl-digest-sha1 transmission-daemon heirloom-doctools dateutils
  olm-dev wrk perl-io-socket-inet6 perl-io-socket-ssl perl-term-readkey fuse net-snmp-agent-libs openipmi-libs net-
  snmp-dev openipmi-dev jwhois libevdev sysstat postfix-pcre rspamd rspamd-controller rspamd-fuzzy rspamd-proxy
  fetchmail aspell-uk aspell-ru aspell-fr aspell-de lua-json4 acme-tiny py3-pytest py3-async-timeout lua lua-cjson
  lua-socket lua-sql-mysql lua-sec perl-ntlm perl-cgi perl-crypt-openssl-rsa perl-crypt-ssleay perl-data-uniqid
  perl-dbi perl-digest-hmac perl-dist-checkconflicts perl-encode-imaputf7 perl-file-copy-recursive perl-file-tail
  perl-io-gzip perl-io-tee perl-json-webtoken perl-mail-imapclient perl-module-implementation perl-module-scandeps
  perl-package-stash perl-package-stash-xs perl-par-packer perl-parse-recdescent perl-lockfile-simple perl-readonly
  perl-regexp-common perl-sys-meminfo perl-test-deep perl-test-fatal perl-test-mockobject perl-test-mock-guard perl-
  test-pod perl-test-requires perl-test-simple perl-test-warn perl-try-tiny perl-unicode-string perl-proc-
  processtable perl-app-cpanminus py3-html2text dovecot-dev dovecot-ldap dovecot-mysql dovecot-sql dovecot-
  submissiond dovecot-pop3d dovecot-fts-flatcurve py3-nftables aspell-libs nagios-plugins-tcp perl-socket perl-
  socket6 perl-mime-lite whois
  dumb-init wait4x jq gojq shadow-uidmap moreutils rabbitmq-server just libc6-compat unixodbc-dev mariadb-client
  cairo-gobject pango-dev ttf-font-awesome openssh-sftp-server vim-full nano-syntax harfbuzz-icu font-liberation
  font-dejavu font-opensans font-freefont font-wqy-zenhei font-ipa gtk+3.0 gtk+2.0 webkit2gtk alsa-plugins-pulse pulseaudio`.split(
    /\s+/,
  ),
);

/** Endings of packages that images hardly ever install by name; one that is not listed is unknown, which is always right. */
const ENDINGS =
  /-(doc|dbg|lang|pyc|openrc|static|systemd|udev|vim|gtk-doc|devhelp|(bash|zsh|fish)-completion|contrib-jit|nftrules)$/;
const FAMILIES =
  /^(linux-|.*-firmware|lua|perl-(?!dbd|net|xml|libwww|json|utils)|py3-|acf-|xf86-|asterisk-|nagios-plugins-|collectd-|rsyslog-|freeradius-|dovecot-|postfix-|aspell-|hunspell-|syslinux|xen|open-vm-tools|charybdis|kamailio|heimdal-|abseil-cpp-|boost\d|llvm1[0-6]|clang1[0-6]|postgresql1[1-4]|ncurses-terminfo|tcl|zfs|raspberrypi|u-boot|mkinitfs|uboot|squid-|net-snmp-|nfs-|snort|strongswan-|lirc|gcc-|gdb|dahdi|wpa_|iwd|font-|uwsgi-|libreswan|musl-(dbg|obst)|pcsc|cups-|bluez-|qt)/;
const PHP =
  /^php8[2-5](-(?!pecl|dbg|doc|dev|embed|litespeed|phpdbg|tests?|pear)[\w]+|-dev|-pear|-pecl-(redis|imagick|apcu|xdebug|memcached|igbinary|mongodb|amqp|uuid|msgpack))?$/;

/**
 * With these and another package there, a third comes by itself (`install_if`) that brings a program which neither does:
 * fzf-bash-plugin brings perl. Source: the indexes of 3.18 and 3.19, where no other package does so.
 */
const FOLLOWED = new Set(
  `aisleriot cacti cpupower docs file-roller fzf gnome-connections gnome-software icinga-director libusbsio netpbm unit`.split(
    ' ',
  ),
);

/**
 * Whether the table has a line for the package.
 * @param path where its build file is: `main/curl`
 */
export function isListedOnAlpine(name: string, path: string): boolean {
  if (/[:/$]/.test(name) || FOLLOWED.has(name)) return false;
  if (WANTED.has(name) || PHP.test(name)) return true;
  return path.startsWith('main/') && !ENDINGS.test(name) && !FAMILIES.test(name);
}
