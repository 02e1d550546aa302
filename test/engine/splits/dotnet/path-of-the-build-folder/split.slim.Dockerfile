FROM mcr.microsoft.com/dotnet/core/sdk:2.2 AS builder
WORKDIR /app
COPY app .
RUN dotnet publish -c Release

FROM mcr.microsoft.com/dotnet/core/aspnet:2.2
WORKDIR /app
COPY --from=builder /app/bin/Release/netcoreapp2.2/publish /app
ENTRYPOINT ["dotnet", "myapp.dll"]
