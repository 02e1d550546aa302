// Command tides serves the height of a simple tide, with nothing but the standard library.
//
// "tides -healthcheck" asks the running service whether it is well and exits with 0 or 1: the check that an
// image without a shell, curl or wget can run.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log"
	"math"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const period = 12*time.Hour + 25*time.Minute

// height is the water level in metres at the given time, for a tide of four metres around a mean of five.
func height(at time.Time) float64 {
	turns := float64(at.Unix()%int64(period/time.Second)) / period.Seconds()
	return 5 + 2*math.Cos(2*math.Pi*turns)
}

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /tide", func(w http.ResponseWriter, _ *http.Request) {
		now := time.Now().UTC()
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(map[string]any{"time": now, "metres": height(now)}); err != nil {
			log.Print(err)
		}
	})
	return mux
}

// healthy asks the service on this machine; only a 2xx answer within three seconds counts.
func healthy(address string) bool {
	client := http.Client{Timeout: 3 * time.Second}
	response, err := client.Get("http://127.0.0.1" + address + "/healthz")
	if err != nil {
		return false
	}
	defer response.Body.Close()
	return response.StatusCode >= 200 && response.StatusCode < 300
}

func main() {
	address := flag.String("address", ":8080", "where to listen, with the port after a colon")
	check := flag.Bool("healthcheck", false, "ask the running service whether it is well, then exit")
	flag.Parse()
	if *check {
		if !healthy(*address) {
			os.Exit(1)
		}
		return
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: *address, Handler: handler(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		limit, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = server.Shutdown(limit)
	}()
	log.Printf("listening on %s", *address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}
