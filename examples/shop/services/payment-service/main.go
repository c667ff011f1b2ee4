// Command payment-service: charges and refunds.
package main

import (
	"net/http"
	"strconv"

	"example.com/shop/go-common/httpserver"
)

// feeBasisPoints is what the card network keeps, in hundredths of a percent.
const feeBasisPoints = 140

func main() {
	httpserver.Run("payment-service", func(mux *http.ServeMux) {
		mux.HandleFunc("GET /fees", func(w http.ResponseWriter, r *http.Request) {
			cents, err := strconv.ParseInt(r.URL.Query().Get("cents"), 10, 64)
			if err != nil || cents < 0 {
				httpserver.WriteJSON(w, http.StatusBadRequest, map[string]string{"error": "cents must be a whole number"})
				return
			}
			httpserver.WriteJSON(w, http.StatusOK, map[string]int64{"cents": cents * feeBasisPoints / 10000})
		})
	})
}
