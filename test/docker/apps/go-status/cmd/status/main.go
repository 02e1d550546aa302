package main

import (
	"flag"
	"fmt"
	"html/template"
	"log"
	"net/http"
	"os"
	"path/filepath"

	"example.com/status/internal/pages"
)

func main() {
	templates := flag.String("templates", "templates", "folder of the templates")
	flag.Parse()
	parsed := template.Must(template.ParseGlob(filepath.Join(*templates, "*.html")))
	state := os.Getenv("STATUS_STATE")
	http.HandleFunc("/ready", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ready") })
	http.HandleFunc("/", pages.Render(parsed))
	http.HandleFunc("/save", func(w http.ResponseWriter, r *http.Request) {
		file := filepath.Join(state, "last")
		if err := os.WriteFile(file, []byte(r.URL.RawQuery), 0o600); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintln(w, "saved")
	})
	http.Handle("/static/", http.StripPrefix("/static/", http.FileServer(http.Dir("web/static"))))
	log.Fatal(http.ListenAndServe(os.Getenv("STATUS_ADDRESS"), nil))
}
