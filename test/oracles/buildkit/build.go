package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sort"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/builder"
	"github.com/moby/buildkit/solver/pb"
)

// build is one build of an image from a folder that holds a repository.
type build struct {
	// The repository on disk; all other paths, and those of the answer, are relative to it.
	Root       string            `json:"root"`
	Dockerfile string            `json:"dockerfile"`
	Context    string            `json:"context"`
	Target     string            `json:"target"`
	Args       map[string]string `json:"args"`
	// Additional contexts: folders, or images as `docker-image://name`.
	Contexts map[string]string `json:"contexts"`
	// What images that are not built here bring along, by full reference.
	Images map[string]image `json:"images"`
}

// reads lists the files that a build reads, and the images that it takes from.
func (b *build) reads() (files, images []string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	served := b.daemon()
	if _, err := builder.Build(context.Background(), served); err != nil {
		return nil, nil, err
	}
	found := &reader{daemon: served, steps: stepsOf(served.graph), sent: map[string]*sending{}, files: served.opened}
	defer found.close()
	for _, step := range found.steps {
		if err := found.read(step); err != nil {
			return nil, nil, err
		}
		if image, is := strings.CutPrefix(step.GetSource().GetIdentifier(), imageScheme); is {
			images = append(images, image)
		}
	}
	for file := range found.files {
		name, err := filepath.Rel(b.Root, file)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, name)
	}
	sort.Strings(files)
	sort.Strings(images)
	return files, images, nil
}

func (b *build) daemon() *daemon {
	options := map[string]string{"filename": filepath.Base(b.Dockerfile), "cmdline": "docker/dockerfile"}
	folders := map[string]string{
		"context":    filepath.Join(b.Root, b.Context),
		"dockerfile": filepath.Join(b.Root, filepath.Dir(b.Dockerfile)),
	}
	if b.Target != "" {
		options["target"] = b.Target
	}
	for name, value := range b.Args {
		options["build-arg:"+name] = value
	}
	for name, folder := range b.Contexts {
		if strings.HasPrefix(folder, imageScheme) {
			options["context:"+name] = folder
			continue
		}
		options["context:"+name] = "local:named-" + name
		folders["named-"+name] = filepath.Join(b.Root, folder)
	}
	return &daemon{options: options, folders: folders, images: b.Images, opened: map[string]bool{}}
}

// reader gathers the files of the repository that steps read.
type reader struct {
	daemon *daemon
	steps  map[string]*pb.Op
	// What is sent for a step that is a folder of the client, by digest.
	sent  map[string]*sending
	files map[string]bool
}

func (r *reader) close() {
	for _, sending := range r.sent {
		sending.remove()
	}
}

// input is what is sent for an input of a step; nil where that is no folder of the client.
func (r *reader) input(step *pb.Op, index int64) (*sending, error) {
	if index < 0 || index >= int64(len(step.Inputs)) {
		return nil, nil
	}
	key := step.Inputs[index].Digest
	source := r.steps[key].GetSource()
	name, local := strings.CutPrefix(source.GetIdentifier(), localScheme)
	if !local {
		return nil, nil
	}
	if known := r.sent[key]; known != nil {
		return known, nil
	}
	sent, err := send(r.daemon.folders[name], source.Attrs)
	if err == nil {
		r.sent[key] = sent
	}
	return sent, err
}

func (r *reader) read(step *pb.Op) error {
	add := func(from *sending, names []string) {
		for _, name := range names {
			r.files[filepath.Join(from.folder, name)] = true
		}
	}
	for _, action := range step.GetFile().GetActions() {
		// What a step changes is a base: all of it is in the image.
		if base, err := r.input(step, action.Input); err != nil {
			return err
		} else if base != nil {
			add(base, base.all())
		}
		copied := action.GetCopy()
		if copied == nil {
			continue
		}
		from, err := r.input(step, action.SecondaryInput)
		if err != nil {
			return err
		}
		if from == nil {
			continue
		}
		names, err := from.copied(copied)
		if err != nil {
			return fmt.Errorf("copying %s: %w", copied.Src, err)
		}
		add(from, names)
	}
	for _, mount := range step.GetExec().GetMounts() {
		from, err := r.input(step, mount.Input)
		if err != nil {
			return err
		}
		if from == nil {
			continue
		}
		names, err := from.below(mount.Selector)
		if err != nil {
			return fmt.Errorf("mounting %s: %w", mount.Selector, err)
		}
		add(from, names)
	}
	return r.readMerged(step, add)
}

// readMerged takes what is sent and is the image itself, or a layer of it: as a whole.
func (r *reader) readMerged(step *pb.Op, add func(*sending, []string)) error {
	if step.GetSource() != nil || step.GetFile() != nil || step.GetExec() != nil {
		return nil
	}
	for index := range step.Inputs {
		from, err := r.input(step, int64(index))
		if err != nil {
			return err
		}
		if from != nil {
			add(from, from.all())
		}
	}
	return nil
}

// list reads a list of patterns as the frontend writes it into an attribute.
func list(text string) []string {
	var items []string
	if text != "" && json.Unmarshal([]byte(text), &items) != nil {
		return nil
	}
	return items
}
