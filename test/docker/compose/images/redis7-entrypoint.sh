#!/bin/sh
# What the real image's entrypoint does up to 7.4.
set -e
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . ! -user redis -exec chown redis {} +
  exec gosu redis "$0" "$@"
fi
[ "$(umask)" = 0022 ] && umask 0077
exec "$@"
