FROM mcr.microsoft.com/dotnet/sdk:8.0-jammy AS builder
WORKDIR /src
COPY . .
RUN dotnet build Shop.sln --configuration Release
RUN dotnet publish /src/Web/Web.csproj -c Release -o /publish

FROM mcr.microsoft.com/dotnet/aspnet:8.0-jammy
COPY --from=builder /publish /src/Web/bin/Release/net8.0
WORKDIR /src/Web/bin/Release/net8.0
USER app
ENTRYPOINT ["dotnet", "Web.dll"]
