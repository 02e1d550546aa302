FROM mcr.microsoft.com/dotnet/sdk:8.0-alpine AS builder
WORKDIR /src
COPY . .
RUN apk add --no-cache clang build-base zlib-dev
RUN dotnet publish -c Release -r linux-musl-x64 --self-contained true -p:PublishSingleFile=true -o /out

FROM mcr.microsoft.com/dotnet/runtime-deps:8.0-alpine-extra
WORKDIR /src
COPY --from=builder /out /src
USER app
ENTRYPOINT ["./tool"]
CMD ["--help"]
