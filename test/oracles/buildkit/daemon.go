package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/containerd/continuity/fs"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	gateway "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/moby/buildkit/solver/pb"
	digest "github.com/opencontainers/go-digest"
	"github.com/tonistiigi/fsutil"
	"github.com/tonistiigi/fsutil/types"
)

var errNotHere = errors.New("this daemon only reads files")

const (
	localScheme = "local://"
	imageScheme = "docker-image://"
)

// daemon is what the frontend talks to. It knows the folders that a client would send, and keeps the last graph of steps
// that it was to solve: that of the image.
type daemon struct {
	options map[string]string
	// Folders on disk by the names that the frontend has for them.
	folders map[string]string
	images  map[string]image
	graph   *pb.Definition
	// Files that the frontend itself has read: Dockerfiles and ignore files, links on the way to them too.
	opened map[string]bool
}

// image is what a registry would say of one.
type image struct {
	OnBuild []string `json:"onbuild"`
	Env     []string `json:"env"`
}

func (d *daemon) config(reference string) []byte {
	known := d.images[reference]
	config := map[string]any{"Env": append([]string{"PATH=/bin"}, known.Env...), "OnBuild": known.OnBuild}
	text, _ := json.Marshal(map[string]any{"architecture": "amd64", "os": "linux", "config": config})
	return text
}

func (d *daemon) ResolveSourceMetadata(_ context.Context, op *pb.SourceOp, _ sourceresolver.Opt) (*sourceresolver.MetaResponse, error) {
	reference := strings.TrimPrefix(op.Identifier, imageScheme)
	found := &sourceresolver.ResolveImageResponse{Digest: digest.FromString(reference), Config: d.config(reference)}
	return &sourceresolver.MetaResponse{Op: op, Image: found}, nil
}

func (d *daemon) ResolveImageConfig(_ context.Context, reference string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return reference, digest.FromString(reference), d.config(reference), nil
}

func (d *daemon) BuildOpts() client.BuildOpts {
	return client.BuildOpts{
		Opts: d.options, SessionID: "one", Product: "oracle",
		LLBCaps: pb.Caps.CapSet(pb.Caps.All()), Caps: gateway.Caps.CapSet(gateway.Caps.All()),
	}
}

func (d *daemon) Inputs(context.Context) (map[string]llb.State, error) { return nil, nil }

func (d *daemon) NewContainer(context.Context, client.NewContainerRequest) (client.Container, error) {
	return nil, errNotHere
}

func (d *daemon) Warn(context.Context, digest.Digest, string, client.WarnOpts) error { return nil }

func (d *daemon) Solve(_ context.Context, request client.SolveRequest) (*client.Result, error) {
	d.graph = request.Definition
	folder := ""
	for _, step := range stepsOf(request.Definition) {
		if name, found := strings.CutPrefix(step.GetSource().GetIdentifier(), localScheme); found {
			folder = d.folders[name]
		}
	}
	result := client.NewResult()
	result.SetRef(&solved{daemon: d, folder: folder})
	return result, nil
}

// solved is what the frontend reads the Dockerfile and the ignore file from.
type solved struct {
	daemon *daemon
	folder string
}

func (s *solved) ToState() (llb.State, error)    { return llb.Scratch(), nil }
func (s *solved) Evaluate(context.Context) error { return nil }
func (s *solved) ReadDir(context.Context, client.ReadDirRequest) ([]*types.Stat, error) {
	return nil, errNotHere
}

func (s *solved) StatFile(_ context.Context, request client.StatRequest) (*types.Stat, error) {
	name, err := fs.RootPath(s.folder, request.Path)
	if err != nil {
		return nil, err
	}
	return fsutil.Stat(name)
}

func (s *solved) ReadFile(_ context.Context, request client.ReadRequest) ([]byte, error) {
	name, err := fs.RootPath(s.folder, request.Filename)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(name)
	if err == nil {
		s.daemon.opened[name] = true
		for _, link := range linksTo(s.folder, request.Filename) {
			s.daemon.opened[link] = true
		}
	}
	if len(text) == 0 {
		// As it is over the wire.
		return nil, err
	}
	return text, err
}

// stepsOf decodes a graph; steps are named by their digests.
func stepsOf(graph *pb.Definition) map[string]*pb.Op {
	steps := map[string]*pb.Op{}
	for _, encoded := range graph.GetDef() {
		var step pb.Op
		if step.UnmarshalVT(encoded) == nil {
			steps[digest.FromBytes(encoded).String()] = &step
		}
	}
	return steps
}

// linksTo lists the symbolic links that a path below a root leads through, which nothing leaves.
func linksTo(root, name string) []string {
	var links []string
	open := strings.Split(strings.Trim(filepath.Clean("/"+name), "/"), "/")
	at := root
	for len(open) > 0 && len(links) < 40 {
		at = filepath.Join(at, open[0])
		open = open[1:]
		target, err := os.Readlink(at)
		if err != nil {
			continue
		}
		links = append(links, at)
		if !filepath.IsAbs(target) {
			folder, _ := filepath.Rel(root, filepath.Dir(at))
			target = filepath.Join("/", folder, target)
		}
		open = append(strings.Split(strings.Trim(filepath.Clean(target), "/"), "/"), open...)
		at = root
	}
	return links
}
