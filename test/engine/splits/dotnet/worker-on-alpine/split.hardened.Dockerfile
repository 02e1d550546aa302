FROM mcr.microsoft.com/dotnet/sdk:8.0-alpine AS builder
WORKDIR /app
COPY . .
RUN dotnet publish Mailer.csproj -c Release -o out

FROM dhi.io/dotnet:8-alpine
WORKDIR /app
COPY --from=builder /app/out /app
COPY --from=builder /app/templates /app/templates
CMD ["dotnet", "Mailer.dll", "--queue", "mail"]
