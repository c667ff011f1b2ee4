package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
)

// server takes statuses as GitHub does: https://docs.github.com/en/rest/commits/statuses.
type server struct {
	*httptest.Server
	lock   sync.Mutex
	posted []status
}

var commit = regexp.MustCompile(`^[0-9a-f]{40}$`)

func newServer() *server {
	found := &server{}
	found.Server = httptest.NewServer(http.HandlerFunc(found.answer))
	return found
}

func (s *server) answer(out http.ResponseWriter, asked *http.Request) {
	out.Header().Set("Content-Type", "application/json")
	if strings.HasSuffix(asked.URL.Path, "/access_tokens") {
		out.WriteHeader(http.StatusCreated)
		_, _ = out.Write([]byte(`{"token":"ghs_none","expires_at":"2099-01-01T00:00:00Z"}`))
		return
	}
	parts := strings.Split(strings.TrimPrefix(asked.URL.Path, "/api/v3"), "/")
	if asked.Method != http.MethodPost || len(parts) != 6 || parts[1] != "repos" || parts[4] != "statuses" {
		refuse(out, http.StatusNotFound, "Not Found")
		return
	}
	var body struct {
		State       string `json:"state"`
		TargetURL   string `json:"target_url"`
		Description string `json:"description"`
		Context     string `json:"context"`
	}
	if err := json.NewDecoder(asked.Body).Decode(&body); err != nil {
		refuse(out, http.StatusBadRequest, "Problems parsing JSON")
		return
	}
	switch {
	case !commit.MatchString(parts[5]):
		refuse(out, http.StatusUnprocessableEntity, "No commit found for SHA: "+parts[5])
	case body.TargetURL != "" && !strings.HasPrefix(body.TargetURL, "https://") && !strings.HasPrefix(body.TargetURL, "http://"):
		refuse(out, http.StatusUnprocessableEntity, "Validation Failed: target_url must use http(s) scheme")
	case body.State != "error" && body.State != "failure" && body.State != "pending" && body.State != "success":
		refuse(out, http.StatusUnprocessableEntity, "Validation Failed: state is not included in the list")
	default:
		s.lock.Lock()
		s.posted = append(s.posted, status{
			Repository: parts[2] + "/" + parts[3], Commit: parts[5], State: body.State,
			Context: body.Context, Description: body.Description, TargetURL: body.TargetURL,
		})
		s.lock.Unlock()
		out.WriteHeader(http.StatusCreated)
		_, _ = out.Write([]byte(`{}`))
	}
}

// taken gives what was posted since the last time.
func (s *server) taken() []status {
	s.lock.Lock()
	defer s.lock.Unlock()
	found := append([]status{}, s.posted...)
	s.posted = nil
	return found
}

func refuse(out http.ResponseWriter, code int, why string) {
	out.WriteHeader(code)
	_ = json.NewEncoder(out).Encode(map[string]string{"message": why})
}
