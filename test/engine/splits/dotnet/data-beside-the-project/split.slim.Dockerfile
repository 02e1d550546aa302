FROM mcr.microsoft.com/dotnet/sdk:8.0 AS builder
COPY . .
RUN dotnet publish -c Release -o /publish

FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /app
COPY --from=builder /publish /app
COPY --from=builder /notes.db /app/notes.db
USER app
ENTRYPOINT ["dotnet", "Notes.dll"]
