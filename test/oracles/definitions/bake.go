package main

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/docker/buildx/bake"
)

// bake has every target of the files, as `docker buildx bake` hands it to a builder.
func (q question) bake() (map[string]build, error) {
	files, err := bake.ReadLocalFiles(q.Files, nil, nil)
	if err != nil {
		return nil, err
	}
	all, err := bake.ListTargets(files)
	if err != nil {
		return nil, err
	}
	none := map[string]string{}
	targets, _, err := bake.ReadTargets(context.Background(), files, all, nil, none, none, &bake.EntitlementConf{})
	if err != nil {
		return nil, err
	}
	options, err := bake.TargetsToBuildOpt(targets, nil)
	if err != nil {
		return nil, err
	}
	builds := map[string]build{}
	for name, option := range options {
		inputs := option.Inputs
		made := build{
			Context: q.absolute(inputs.ContextPath), Dockerfile: q.absolute(inputs.DockerfilePath),
			Inline: inputs.DockerfileInline, Target: option.Target, Args: option.BuildArgs, Contexts: map[string]string{},
		}
		for key, named := range inputs.NamedContexts {
			made.Contexts[key] = q.absolute(named.Path)
		}
		builds[name] = made
	}
	return builds, nil
}

// absolute leaves alone what is no path: an address, `target:x`.
func (q question) absolute(path string) string {
	if strings.Contains(path, ":") || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(q.Folder, path)
}
