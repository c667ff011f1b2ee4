// Command cart-service: carts of signed-in and anonymous customers.
package main

import (
	"encoding/json"
	"net/http"
	"sync"

	"example.com/shop/go-common/httpserver"
)

type line struct {
	Article  string `json:"article"`
	Quantity int    `json:"quantity"`
}

type carts struct {
	mu    sync.Mutex
	lines map[string][]line
}

func main() {
	store := &carts{lines: map[string][]line{}}
	httpserver.Run("cart-service", func(mux *http.ServeMux) {
		mux.HandleFunc("GET /carts/{customer}", store.show)
		mux.HandleFunc("POST /carts/{customer}/lines", store.add)
	})
}

func (c *carts) show(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	httpserver.WriteJSON(w, http.StatusOK, c.lines[r.PathValue("customer")])
}

func (c *carts) add(w http.ResponseWriter, r *http.Request) {
	var added line
	if err := json.NewDecoder(r.Body).Decode(&added); err != nil || added.Article == "" || added.Quantity < 1 {
		httpserver.WriteJSON(w, http.StatusBadRequest, map[string]string{"error": "article and quantity are required"})
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	customer := r.PathValue("customer")
	c.lines[customer] = append(c.lines[customer], added)
	httpserver.WriteJSON(w, http.StatusCreated, c.lines[customer])
}
