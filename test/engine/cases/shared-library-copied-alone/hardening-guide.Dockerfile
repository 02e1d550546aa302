# fixed: none
FROM python:3.13-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends libpq-dev gcc && pip install --target /packages psycopg2==2.9.10

FROM gcr.io/distroless/python3-debian13:nonroot
COPY --from=builder /packages /packages
COPY --from=builder «/usr/lib/x86_64-linux-gnu/libpq.so.5» /usr/lib/x86_64-linux-gnu/libpq.so.5
ENV PYTHONPATH=/packages
CMD ["/app/main.py"]
