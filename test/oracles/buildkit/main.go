// Answers what BuildKit itself makes of builds and ignore files: one question in JSON a line, one answer a line.
//
// A build is given to BuildKit's Dockerfile frontend, which a stand-in for the daemon serves. What the frontend asks the
// daemon to do is then done as far as files of the repository go: they are filtered as the client filters what it sends,
// and copied by the code that the daemon copies with. Nothing is downloaded, and no command is run.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// question is either a build or an ignore file.
type question struct {
	Build  *build      `json:"build"`
	Ignore *ignoreFile `json:"ignore"`
}

// answer has the files that a build reads and the images that it takes from, or the paths that an ignore file leaves
// out. An Error is what BuildKit says where it builds nothing.
type answer struct {
	Reads   []string `json:"reads,omitempty"`
	Images  []string `json:"images,omitempty"`
	Ignored []string `json:"ignored,omitempty"`
	Error   string   `json:"error,omitempty"`
}

func main() {
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
	var result answer
	var err error
	switch {
	case asked.Build != nil:
		result.Reads, result.Images, err = asked.Build.reads()
	case asked.Ignore != nil:
		result.Ignored, err = asked.Ignore.ignored()
	default:
		err = fmt.Errorf("neither a build nor an ignore file")
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
