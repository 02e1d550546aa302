# fixed: lower-case.fixed.Dockerfile
from «debian:12»
copy app /app
cmd ["/app"]
