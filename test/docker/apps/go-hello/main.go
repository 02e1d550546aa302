package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os/user"

	"example.com/greeting"
)

var version = "dev"

func main() {
	http.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	http.HandleFunc("/hello", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, greeting.To(r.URL.Query().Get("name")), version)
	})
	// Names and accounts are looked up by the C library where cgo is on.
	http.HandleFunc("/system", func(w http.ResponseWriter, _ *http.Request) {
		_, err := net.LookupHost("localhost")
		_, unknown := user.Lookup("nobody")
		fmt.Fprintln(w, err == nil, unknown == nil)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
