package main

import (
	"context"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/sirupsen/logrus"
)

// compose has every service that is built, as `docker compose build` sees it.
func (q question) compose() (map[string]build, error) {
	logrus.SetLevel(logrus.ErrorLevel)
	// In the order of the command line: a `.env` may name the files, whose folder may have a `.env` of its own.
	options, err := cli.NewProjectOptions(
		q.Files, cli.WithWorkingDirectory(""), cli.WithEnvFiles(), cli.WithDotEnv, cli.WithConfigFileEnv,
		cli.WithDefaultConfigPath, cli.WithEnvFiles(), cli.WithDotEnv, cli.WithName("asked"),
		cli.WithProfiles(q.Profiles), cli.WithResolvedPaths(true),
	)
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	builds := map[string]build{}
	for name, service := range project.Services {
		if service.Build == nil {
			continue
		}
		given := service.Build
		made := build{
			Context: given.Context, Dockerfile: given.Dockerfile, Inline: given.DockerfileInline, Target: given.Target,
			Args: map[string]string{}, Contexts: map[string]string{},
		}
		if made.Inline == "" && !filepath.IsAbs(made.Dockerfile) {
			made.Dockerfile = filepath.Join(made.Context, made.Dockerfile)
		}
		for key, value := range given.Args {
			if value != nil {
				made.Args[key] = *value
			}
		}
		for key, value := range given.AdditionalContexts {
			made.Contexts[key] = value
		}
		builds[name] = made
	}
	return builds, nil
}
