module example.com/shop

go 1.26

require (
	github.com/gin-gonic/gin v1.11.0
	golang.org/x/net v0.47.0 // indirect
)
