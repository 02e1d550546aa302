#!/bin/sh
# What the real image's entrypoint does since 8: it stays root when it may not change the account.
set -e
as_redis='setpriv --reuid redis --regid redis --clear-groups'
may() { setpriv -d | grep -q "Capability bounding set:.*\b$1\b"; }

if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ] && may setuid && may setgid; then
  find . | while read -r path; do
    $as_redis test -r "$path" -a -w "$path" && continue
    chown redis "$path" || echo "Warning: cannot give $path to redis"
    chmod u+rwX "$path" || echo "Warning: cannot change the mode of $path"
  done
  exec $as_redis --nnp --inh-caps=-all --ambient-caps=-all --bounding-set=-all "$0" "$@"
fi
[ "$(umask)" = 0022 ] && umask 0077
exec "$@"
