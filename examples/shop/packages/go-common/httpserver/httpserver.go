// Package httpserver runs a service's routes with the endpoints and the shutdown every service shares.
package httpserver

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Handler adds GET /health to the service's routes.
func Handler(service string, register func(*http.ServeMux)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		WriteJSON(w, http.StatusOK, map[string]string{"service": service, "status": "ok"})
	})
	register(mux)
	return mux
}

// Run serves on PORT (8080 when it is not set) until the process is told to stop.
func Run(service string, register func(*http.ServeMux)) {
	server := &http.Server{
		Addr:              ":" + port(),
		Handler:           Handler(service, register),
		ReadHeaderTimeout: 5 * time.Second,
	}
	stop, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer release()

	go func() {
		<-stop.Done()
		deadline, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(deadline); err != nil {
			slog.Error("shutdown", "service", service, "error", err)
		}
	}()

	slog.Info("listening", "service", service, "address", server.Addr)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		slog.Error("serve", "service", service, "error", err)
		os.Exit(1)
	}
}

// WriteJSON answers with a status and a JSON body.
func WriteJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Error("write response", "error", err)
	}
}

func port() string {
	if value := os.Getenv("PORT"); value != "" {
		return value
	}
	return "8080"
}
