// Records which Applications Argo CD itself makes of ApplicationSets: `go run . CASES.json` reads the cases of a file, and
// writes their answers into it. Generators of lists, of git, matrices and merges run as they do in the controller, over
// files that the case holds. Nothing is asked of a cluster or a network.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"sort"
	"strings"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	log "github.com/sirupsen/logrus"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

// recorded is an ApplicationSet as YAML with the files of the repository by path, and what is made of it.
type recorded struct {
	Name  string            `json:"name"`
	Set   string            `json:"set"`
	Files map[string]string `json:"files,omitempty"`
	// What the controller would write, and why it writes no Application, or not all of them.
	Applications []any  `json:"applications"`
	Error        string `json:"error,omitempty"`
}

func main() {
	log.SetOutput(io.Discard)
	if len(os.Args) != 2 {
		fail(errors.New("name the file of the cases"))
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail(err)
	}
	var cases []recorded
	if err := json.Unmarshal(text, &cases); err != nil {
		fail(err)
	}
	for index := range cases {
		answer(&cases[index])
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

func answer(asked *recorded) {
	asked.Applications, asked.Error = []any{}, ""
	var set v1alpha1.ApplicationSet
	if err := yaml.Unmarshal([]byte(asked.Set), &set); err != nil {
		asked.Error = err.Error()
		return
	}
	made, _, err := template.GenerateApplications(log.NewEntry(log.StandardLogger()), set, all(asked.Files), &utils.Render{}, noProjects{})
	if err != nil {
		asked.Error = err.Error()
	}
	for _, application := range made {
		asked.Applications = append(asked.Applications, plain(application))
	}
	// What a merge makes comes in any order.
	sort.Slice(asked.Applications, func(one, other int) bool {
		return fmt.Sprint(asked.Applications[one]) < fmt.Sprint(asked.Applications[other])
	})
}

// all has the generators that read nothing but the set and the repository, as GetGenerators of the controller nests them.
func all(files tree) map[string]generators.Generator {
	terminal := map[string]generators.Generator{
		"List": generators.NewListGenerator(),
		"Git":  generators.NewGitGenerator(files, "argocd"),
	}
	nested := map[string]generators.Generator{
		"Matrix": generators.NewMatrixGenerator(terminal),
		"Merge":  generators.NewMergeGenerator(terminal),
	}
	top := map[string]generators.Generator{}
	for name, generator := range terminal {
		nested[name] = generator
		top[name] = generator
	}
	top["Matrix"] = generators.NewMatrixGenerator(nested)
	top["Merge"] = generators.NewMergeGenerator(nested)
	return top
}

// plain is an Application without what only the cluster writes.
func plain(application v1alpha1.Application) any {
	text, err := json.Marshal(application)
	if err != nil {
		fail(err)
	}
	made := map[string]any{}
	if err := json.Unmarshal(text, &made); err != nil {
		fail(err)
	}
	delete(made, "status")
	if metadata, ok := made["metadata"].(map[string]any); ok {
		delete(metadata, "creationTimestamp")
		delete(metadata, "finalizers")
	}
	return made
}

// tree is a repository: files by path. Patterns of files are those of `git ls-files`, as far as stars and folders go.
type tree map[string]string

func (files tree) GetFiles(_ context.Context, _, _, _, pattern string, _ bool, _ *v1alpha1.SourceIntegrity) (map[string][]byte, error) {
	found := map[string][]byte{}
	for name, text := range files {
		if matches(pattern, name) || strings.HasPrefix(name, strings.TrimSuffix(pattern, "/")+"/") {
			found[name] = []byte(text)
		}
	}
	return found, nil
}

// matches takes any text for stars, slashes too.
func matches(pattern, name string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == name
	}
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(name, first) || !strings.HasSuffix(name[len(first):], last) {
		return false
	}
	rest := strings.TrimSuffix(name[len(first):], last)
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(rest, part)
		if at == -1 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return true
}

func (files tree) GetDirectories(_ context.Context, _, _, _ string, _ bool, _ *v1alpha1.SourceIntegrity) ([]string, error) {
	seen := map[string]bool{}
	for name := range files {
		for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
			seen[folder] = true
		}
	}
	folders := []string{}
	for folder := range seen {
		folders = append(folders, folder)
	}
	sort.Strings(folders)
	return folders, nil
}

func (files tree) GetOciFiles(context.Context, string, string, string, string, bool) (map[string][]byte, error) {
	return nil, fmt.Errorf("no OCI artifact")
}

func (files tree) GetOciDirectories(context.Context, string, string, string, bool) ([]string, error) {
	return nil, fmt.Errorf("no OCI artifact")
}

// noProjects answers that a project is there and asks for no signatures.
type noProjects struct{ client.Client }

func (noProjects) Get(context.Context, client.ObjectKey, client.Object, ...client.GetOption) error {
	return nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
