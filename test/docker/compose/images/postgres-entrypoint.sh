#!/bin/bash
# What the real image's entrypoint does, in its order, as far as accounts, capabilities and written paths go.
set -eo pipefail

# NAME is read from the file that NAME_FILE names.
from_file() {
  local name="$1" file="${1}_FILE"
  if [ "${!file}" ]; then export "$name"="$(cat "${!file}")"; unset "$file"; fi
}

from_file POSTGRES_PASSWORD
from_file POSTGRES_USER
mkdir -p "$PGDATA"
chmod 700 "$PGDATA" || true
mkdir -p /var/run/postgresql || true
chmod 3775 /var/run/postgresql || true
if [ "$(id -u)" = 0 ]; then
  find "$PGDATA" ! -user postgres -exec chown postgres {} +
  find /var/run/postgresql ! -user postgres -exec chown postgres {} +
  exec gosu postgres "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -z "$POSTGRES_PASSWORD" ]; then echo 'POSTGRES_PASSWORD is not set' >&2; exit 1; fi
  initdb --username="${POSTGRES_USER:-postgres}" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --auth=scram-sha-256 \
    --no-sync > /dev/null
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  # A server for the first settings, on the socket only.
  pg_ctl -o "-c listen_addresses=''" -w start
  PGPASSWORD="$POSTGRES_PASSWORD" psql -U "${POSTGRES_USER:-postgres}" -d postgres -c 'CREATE DATABASE made_at_first_start'
  pg_ctl -m fast -w stop
fi
exec "$@" -c listen_addresses='*' -c fsync=off
