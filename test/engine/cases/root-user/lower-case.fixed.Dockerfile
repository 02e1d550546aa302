# fixed: lower-case.fixed.Dockerfile
from debian:12
copy app /app
run groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
user nonroot
cmd ["/app"]
