module dotnet

go 1.22
