package main

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"

	"github.com/moby/patternmatcher/ignorefile"
	"github.com/tonistiigi/fsutil"
	"github.com/tonistiigi/fsutil/types"
)

// ignoreFile asks which of some files an ignore file leaves out of what is sent.
type ignoreFile struct {
	Text string `json:"text"`
	// Files, relative to the context; the folders are those that they lie in.
	Paths []string `json:"paths"`
}

func (i *ignoreFile) ignored() ([]string, error) {
	patterns, err := ignorefile.ReadAll(strings.NewReader(i.Text))
	if err != nil {
		return nil, err
	}
	sent, err := fsutil.NewFilterFS(listing(i.Paths), &fsutil.FilterOpt{ExcludePatterns: patterns})
	if err != nil {
		return nil, err
	}
	left := map[string]bool{}
	err = sent.Walk(context.Background(), "", func(name string, entry fs.DirEntry, err error) error {
		left[name] = true
		return err
	})
	var out []string
	for _, name := range i.Paths {
		if !left[name] {
			out = append(out, name)
		}
	}
	return out, err
}

// listing is a file system of empty files that is nowhere but in memory.
type listing []string

func (listing) Open(name string) (io.ReadCloser, error) {
	return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrNotExist}
}

// Walk visits folders before what is in them, and skips one when it is told to.
func (l listing) Walk(_ context.Context, _ string, visit fs.WalkDirFunc) error {
	modes := map[string]os.FileMode{}
	for _, name := range l {
		for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
			modes[folder] = os.ModeDir | 0o755
		}
		modes[name] = 0o644
	}
	names := make([]string, 0, len(modes))
	for name := range modes {
		names = append(names, name)
	}
	// As a walk goes: a folder, what is in it, then its neighbour.
	sort.Slice(names, func(a, b int) bool {
		return strings.ReplaceAll(names[a], "/", "\x00") < strings.ReplaceAll(names[b], "/", "\x00")
	})
	skipped := ""
	for _, name := range names {
		if skipped != "" && strings.HasPrefix(name, skipped) {
			continue
		}
		err := visit(name, &fsutil.DirEntryInfo{Stat: &types.Stat{Path: name, Mode: uint32(modes[name])}}, nil)
		if err == fs.SkipDir {
			skipped = name + "/"
		} else if err != nil {
			return err
		}
	}
	return nil
}
