FROM mcr.microsoft.com/dotnet/sdk:6.0 AS builder
WORKDIR /app
COPY . .
RUN dotnet build "Bot/Bot.csproj" -c Release -o /app/build
RUN dotnet publish Bot/Bot.csproj -c Release -o /publish

FROM mcr.microsoft.com/dotnet/runtime:6.0
COPY --from=builder /publish /app/build
WORKDIR /app/build
CMD ["dotnet", "Bot.dll"]
