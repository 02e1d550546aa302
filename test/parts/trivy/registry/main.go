// Serves an empty registry with the referrers API of OCI 1.1 on loopback; what is pushed is forgotten with it.
//
// Use: oci-registry 127.0.0.1:PORT
package main

import (
	"io"
	"log"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	quiet := registry.Logger(log.New(io.Discard, "", 0))
	log.Fatal(http.ListenAndServe(os.Args[1], registry.New(quiet, registry.WithReferrersSupport(true))))
}
