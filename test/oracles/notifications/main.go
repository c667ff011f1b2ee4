// Records what Argo CD's notifications post on GitHub while an Application goes through states: `go run . CASES.json` reads
// the cases of a file, and writes their answers into it. The engine, its controller and its client of GitHub are the real
// ones, at the version that Argo CD 3.6.1 has; GitHub is a server on loopback, and no cluster is asked.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/sirupsen/logrus"
)

// recorded is a ConfigMap of notifications, an Application as it was at one time after the other, and what came of each.
type recorded struct {
	Name      string           `json:"name"`
	ConfigMap string           `json:"configMap"`
	States    []map[string]any `json:"states"`
	Reactions []reaction       `json:"reactions"`
	Error     string           `json:"error,omitempty"`
}

// reaction is what was posted, in order, and what the engine said that it could not do.
type reaction struct {
	Posted []status `json:"posted"`
	Errors []string `json:"errors,omitempty"`
}

// status is a commit status, as it came to GitHub.
type status struct {
	Repository  string `json:"repository"`
	Commit      string `json:"commit"`
	State       string `json:"state"`
	Context     string `json:"context"`
	Description string `json:"description"`
	TargetURL   string `json:"targetURL"`
}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("give the file of the cases"))
	}
	logrus.SetOutput(io.Discard)
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail(err)
	}
	var cases []recorded
	if err := json.Unmarshal(text, &cases); err != nil {
		fail(err)
	}
	for index := range cases {
		one := &cases[index]
		one.Reactions, one.Error = []reaction{}, ""
		reactions, err := one.run()
		if err != nil {
			one.Error = err.Error()
		} else {
			one.Reactions = reactions
		}
	}
	var out bytes.Buffer
	write := json.NewEncoder(&out)
	write.SetEscapeHTML(false)
	write.SetIndent("", "  ")
	if err := write.Encode(cases); err != nil {
		fail(err)
	}
	if err := os.WriteFile(os.Args[1], out.Bytes(), 0o644); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
