FROM mcr.microsoft.com/dotnet/sdk:8.0 AS builder
ARG OUT=/app/out
WORKDIR /app
COPY . .
RUN dotnet publish -c Release -o $OUT

FROM mcr.microsoft.com/dotnet/runtime:8.0
WORKDIR /app
COPY --from=builder /app/out /app
USER app
ENTRYPOINT ["dotnet"]
CMD ["Cli.dll", "--verbose"]
