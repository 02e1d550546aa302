FROM mcr.microsoft.com/dotnet/sdk:8.0-alpine
WORKDIR /src
COPY . .
RUN dotnet publish Worker/Worker.csproj -c Release -o /opt/worker
WORKDIR /opt/worker
ENV DOTNET_ENVIRONMENT=Production
USER app
ENTRYPOINT ["dotnet", "Worker.dll"]
