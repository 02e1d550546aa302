FROM mcr.microsoft.com/dotnet/sdk:8.0 AS builder
WORKDIR /app
COPY ./backend .
RUN dotnet restore
RUN dotnet publish -c Release -o /publish

FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /app
COPY --from=builder /publish /app
EXPOSE 5214
USER app
CMD ["dotnet", "Lab.dll", "--urls", "http://0.0.0.0:5214"]
