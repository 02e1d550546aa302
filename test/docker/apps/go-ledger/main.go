package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	book, err := open(os.Getenv("LEDGER_FILE"))
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	http.HandleFunc("/add", func(w http.ResponseWriter, _ *http.Request) {
		count, err := book.add()
		fmt.Fprintln(w, count, err)
	})
	log.Fatal(http.ListenAndServe(":7000", nil))
}
