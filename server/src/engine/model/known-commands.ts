// Commands whose effect on the programs of an image is known.

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

/** Commands that neither bring nor remove a program or an account. */
export const harmless: ReadonlySet<string> = words(`
  : . true false test [ [[ echo printf cat head tail tee ls pwd export unset set shopt readonly local declare typeset let umask ulimit trap wait sleep
  exec exit return shift break continue getopts alias history clear hash type command which yes sync stty tput
  date id whoami groups uname hostname arch nproc free df du env printenv mkdir rmdir touch chmod chown chgrp chattr truncate
  find grep egrep fgrep sed awk gawk mawk tr cut sort uniq wc xargs diff cmp basename dirname realpath readlink stat file expr seq patch
  sha1sum sha224sum sha256sum sha384sum sha512sum md5sum shasum b2sum openssl gpg gpgv gpgconf base64 xxd od mktemp cosign minisign
  locale-gen localedef update-locale dpkg-reconfigure debconf-set-selections apt-key apt-config dpkg-query dpkg-divert dpkg-architecture rpmkeys
  ldconfig update-ca-certificates update-ca-trust c_rehash strip ldd nm objdump readelf getent ps kill pkill killall
  pg_isready redis-cli nslookup ping sqlite3 psql mysql createdb initdb git git-lfs jq yq envsubst setcap getcap ssh-keygen ssh-keyscan crontab
  dos2unix iconv nologin fc-cache gunzip gzip bzip2 xz lzma zcat zstd
  gcc g++ cc c++ clang clang++ ld ar as ranlib javac jar keytool jlink protoc tsc ng vite webpack
  systemctl service a2enmod a2dismod a2ensite a2dissite a2enconf a2disconf apachectl nginx php-fpm docker-php-ext-enable docker-php-ext-configure`);

/** Commands that only move, make and change files. */
export const fileCommands: ReadonlySet<string> = words(
  'cp mv ln mkdir touch chmod chown chgrp install sed cat tee printf test [ cd ls rmdir truncate date tr awk grep ldconfig',
);

/** Tools of a language: they may bring commands of their own, never the system's. */
export const languageTools: ReadonlySet<string> = words(`
  pip pip2 pip3 pipx pipenv poetry pdm uv uvx hatch flit maturin virtualenv python python2 python3 django-admin gunicorn uvicorn flask alembic
  npm npx yarn yarnpkg pnpm corepack node nodejs bun deno nest next prisma gem bundle bundler rake rails ruby composer php pecl docker-php-ext-install
  go cargo rustup rustc mvn mvnw gradle gradlew java dotnet sbt lein mix rebar3 swift luarocks cabal stack opam julia Rscript R`);
