FROM mcr.microsoft.com/dotnet/sdk:7.0 AS builder
WORKDIR /app

COPY . .

RUN dotnet restore
RUN dotnet publish -c Release -o /publish

FROM mcr.microsoft.com/dotnet/runtime:7.0-jammy-chiseled-extra

WORKDIR /app
COPY --from=builder /publish /app
COPY --from=builder /app/words.txt /app/words.txt

ENTRYPOINT ["dotnet", "Poller.dll"]
