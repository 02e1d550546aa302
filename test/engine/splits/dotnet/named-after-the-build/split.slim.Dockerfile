FROM mcr.microsoft.com/dotnet/sdk:8.0 AS builder
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -o /out
RUN rm /out/*.pdb && sed -i 's/Debug/Warning/' /out/appsettings.json

FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /src
WORKDIR /out
COPY --from=builder /out /out
COPY branding/ /out/wwwroot/branding/
VOLUME ["/out/data"]
RUN mkdir -p /out/data && chown -R app:app /out/data
USER app
CMD ["dotnet", "Shop.dll"]
