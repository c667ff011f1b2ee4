// Command review-service: ratings and reviews of articles.
package main

import (
	"net/http"

	"example.com/shop/go-common/httpserver"
)

var ratings = map[string][]int{"mug-blue": {5, 4, 5}, "tea-pot": {3}}

func main() {
	httpserver.Run("review-service", func(mux *http.ServeMux) {
		mux.HandleFunc("GET /articles/{article}/rating", func(w http.ResponseWriter, r *http.Request) {
			given := ratings[r.PathValue("article")]
			if len(given) == 0 {
				httpserver.WriteJSON(w, http.StatusNotFound, map[string]string{"error": "no reviews yet"})
				return
			}
			sum := 0
			for _, rating := range given {
				sum += rating
			}
			httpserver.WriteJSON(w, http.StatusOK, map[string]float64{"average": float64(sum) / float64(len(given))})
		})
	})
}
