// Command report-service: sales figures per day.
package main

import (
	"net/http"

	"example.com/shop/go-common/httpserver"
)

type day struct {
	Date   string `json:"date"`
	Orders int    `json:"orders"`
	Cents  int64  `json:"cents"`
}

var sales = []day{
	{Date: "2026-03-02", Orders: 41, Cents: 182_300},
	{Date: "2026-03-03", Orders: 37, Cents: 160_450},
}

func main() {
	httpserver.Run("report-service", func(mux *http.ServeMux) {
		mux.HandleFunc("GET /sales", func(w http.ResponseWriter, _ *http.Request) {
			httpserver.WriteJSON(w, http.StatusOK, sales)
		})
	})
}
