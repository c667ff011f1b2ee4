// Answers what Bake and Compose themselves make of the definitions in a repository: one question in JSON a line, one
// answer a line. Nothing is built, and nothing is downloaded.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// question names the files of one definition; without any, the tool takes those that it looks for itself.
type question struct {
	// The folder that the tool runs in. Paths of the answer are absolute.
	Folder string   `json:"folder"`
	Tool   string   `json:"tool"`
	Files  []string `json:"files"`
	// Profiles of Compose; Bake has all targets of its files.
	Profiles []string `json:"profiles"`
}

// build is what one target of Bake, or one service of Compose, is built from.
type build struct {
	Context    string            `json:"context"`
	Dockerfile string            `json:"dockerfile,omitempty"`
	Inline     string            `json:"inline,omitempty"`
	Target     string            `json:"target,omitempty"`
	Args       map[string]string `json:"args,omitempty"`
	Contexts   map[string]string `json:"contexts,omitempty"`
}

// answer has the builds by name. An Error is what the tool says where it builds nothing.
type answer struct {
	Builds map[string]build `json:"builds,omitempty"`
	Error  string           `json:"error,omitempty"`
}

func main() {
	// What is asked is what the files say, not what is set where this runs.
	os.Clearenv()
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 0, 1<<20), 1<<28)
	out := bufio.NewWriter(os.Stdout)
	write := json.NewEncoder(out)
	write.SetEscapeHTML(false)
	for lines.Scan() {
		if err := write.Encode(answerTo(lines.Bytes())); err != nil {
			fail(err)
		}
	}
	if err := lines.Err(); err != nil {
		fail(err)
	}
	if err := out.Flush(); err != nil {
		fail(err)
	}
}

func answerTo(line []byte) answer {
	var asked question
	if err := json.Unmarshal(line, &asked); err != nil {
		fail(err)
	}
	if err := os.Chdir(asked.Folder); err != nil {
		fail(err)
	}
	var result answer
	var err error
	switch asked.Tool {
	case "bake":
		result.Builds, err = asked.bake()
	case "compose":
		result.Builds, err = asked.compose()
	default:
		err = fmt.Errorf("no tool is called %q", asked.Tool)
	}
	if err != nil {
		result.Error = err.Error()
	}
	return result
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
