# fixed: wrapped.fixed.Dockerfile
FROM python:3.13-slim AS build
ENV FLASK_DEBUG=1
RUN pip install --no-cache-dir --prefix=/install uvicorn==0.38.0
FROM python:3.13-slim
ENV APP_DEBUG=false \
    FLASK_DEBUG=0
COPY --from=build /install /usr/local
USER 10001
ENTRYPOINT ["tini", "--", "python", "-m"]
CMD ["uvicorn", "app:app", "--port", "8000"]
