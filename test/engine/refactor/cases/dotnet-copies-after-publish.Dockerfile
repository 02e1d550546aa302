FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY . .
RUN dotnet publish Garden.csproj -c Release -o /build
RUN cp Program.cs /build/Program.txt
ENTRYPOINT ["dotnet", "/build/Garden.dll"]
