#!/bin/sh
set -e
if [ -n "$DB" ]; then
  export SPRING_DATASOURCE_URL="jdbc:postgresql://$DB/api"
fi
exec "$@"
