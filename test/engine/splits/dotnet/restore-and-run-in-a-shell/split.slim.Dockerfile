FROM mcr.microsoft.com/dotnet/sdk AS builder
WORKDIR /app
COPY . .
RUN dotnet publish -c Release -o /publish

FROM mcr.microsoft.com/dotnet/aspnet:8.0
ENV ASPNETCORE_URLS=http://+:5000
WORKDIR /app
COPY --from=builder /publish /app
EXPOSE 5000
USER app
ENTRYPOINT ["dotnet", "board.dll"]
