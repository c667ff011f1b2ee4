// Command inventory-service: stock per article and warehouse.
package main

import (
	"net/http"

	"example.com/shop/go-common/httpserver"
)

var stock = map[string]int{"mug-blue": 12, "mug-red": 0, "tea-pot": 3}

func main() {
	httpserver.Run("inventory-service", func(mux *http.ServeMux) {
		mux.HandleFunc("GET /articles/{article}/stock", func(w http.ResponseWriter, r *http.Request) {
			count, known := stock[r.PathValue("article")]
			if !known {
				httpserver.WriteJSON(w, http.StatusNotFound, map[string]string{"error": "no such article"})
				return
			}
			httpserver.WriteJSON(w, http.StatusOK, map[string]int{"count": count})
		})
	})
}
