#!/bin/sh
set -e
poetry run alembic upgrade head
exec poetry run uvicorn shop.main:api
