FROM mcr.microsoft.com/dotnet/sdk:8.0-jammy AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgdiplus nodejs npm \
    && rm -rf /var/lib/apt/lists/*
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 \
    NUGET_XMLDOC_MODE=skip
WORKDIR /src
COPY . .
RUN npm ci --prefix ClientApp && npm run build --prefix ClientApp
RUN dotnet publish Web.csproj -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:8.0-jammy
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgdiplus \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /app /app
WORKDIR /app
COPY settings/production.json /config/production.json
RUN mkdir -p /data && chown $APP_UID /data
VOLUME /data
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Web.dll"]
