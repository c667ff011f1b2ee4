// Command order-service: orders from checkout to delivery.
package main

import (
	"net/http"
	"slices"

	"example.com/shop/go-common/httpserver"
)

// Where an order goes from each state; a state that is absent is final.
var transitions = map[string][]string{
	"placed":  {"paid", "cancelled"},
	"paid":    {"shipped", "refunded"},
	"shipped": {"delivered"},
}

func main() {
	httpserver.Run("order-service", func(mux *http.ServeMux) {
		mux.HandleFunc("GET /states/{from}/to/{to}", func(w http.ResponseWriter, r *http.Request) {
			allowed := slices.Contains(transitions[r.PathValue("from")], r.PathValue("to"))
			httpserver.WriteJSON(w, http.StatusOK, map[string]bool{"allowed": allowed})
		})
	})
}
