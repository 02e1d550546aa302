// Package pages renders the page of the service.
package pages

import (
	"html/template"
	"net/http"
)

// Render answers with the template `page.html`.
func Render(parsed *template.Template) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_ = parsed.ExecuteTemplate(w, "page.html", r.URL.Path)
	}
}
