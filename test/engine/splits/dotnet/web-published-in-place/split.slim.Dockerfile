FROM mcr.microsoft.com/dotnet/sdk:8.0 AS builder
WORKDIR /app

# copy csproj and restore as distinct layers
COPY *.csproj ./
RUN dotnet restore

# copy and build everything else
COPY . ./
RUN dotnet publish -c Release -o out

FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /app
COPY --from=builder /app/out /app

EXPOSE 8080
ENV Logging__LogLevel__Default=Warning
USER app
ENTRYPOINT ["dotnet", "Shop.Api.dll"]
