FROM mcr.microsoft.com/dotnet/sdk:8.0 AS builder
COPY Core/ /Core/
COPY Plugins/ /Plugins/
RUN dotnet publish -c Release -o /build Core/Core.csproj
RUN dotnet publish -c Release -o /plugins Plugins/Plugins.csproj
RUN cp /plugins/Plugins.dll /build/

FROM mcr.microsoft.com/dotnet/aspnet:8.0
COPY --from=builder /build /build
VOLUME /data
RUN mkdir -p /data && chown -R app:app /data
USER app
ENTRYPOINT dotnet /build/Core.dll
