package main

import "embed"

//go:embed templates/*.html static
var files embed.FS

func main() { _ = files }
