module example.com/tools/lookup/v2

go 1.26
