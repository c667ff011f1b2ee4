package httpserver

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHandlerAnswersHealth(t *testing.T) {
	handler := Handler("cart-service", func(*http.ServeMux) {})
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, httptest.NewRequest(http.MethodGet, "/health", nil))
	if response.Code != http.StatusOK {
		t.Fatalf("status %d", response.Code)
	}
	if !strings.Contains(response.Body.String(), `"service":"cart-service"`) {
		t.Fatalf("body %s", response.Body.String())
	}
}
