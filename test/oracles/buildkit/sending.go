package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	continuity "github.com/containerd/continuity/fs"
	"github.com/moby/buildkit/solver/pb"
	"github.com/tonistiigi/fsutil"
	copier "github.com/tonistiigi/fsutil/copy"
	"golang.org/x/sys/unix"
)

// sending is a folder as the daemon gets it, as empty files in a place of its own. Each entry has a modification time that
// no other one has: copies keep it, so a copied file says which one it was.
type sending struct {
	folder string
	place  string
	names  map[time.Time]string
}

func send(folder string, attributes map[string]string) (*sending, error) {
	all, err := fsutil.NewFS(folder)
	if err != nil {
		return nil, err
	}
	sent, err := fsutil.NewFilterFS(all, &fsutil.FilterOpt{
		IncludePatterns: list(attributes[pb.AttrIncludePatterns]),
		ExcludePatterns: list(attributes[pb.AttrExcludePatterns]),
		FollowPaths:     list(attributes[pb.AttrFollowPaths]),
	})
	if err != nil {
		return nil, err
	}
	place, err := os.MkdirTemp("", "sent")
	if err != nil {
		return nil, err
	}
	s := &sending{folder: folder, place: place, names: map[time.Time]string{}}
	return s, sent.Walk(context.Background(), "/", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return s.add(name, entry)
	})
}

func (s *sending) add(name string, entry fs.DirEntry) error {
	name = strings.Trim(name, "/")
	to := filepath.Join(s.place, name)
	switch {
	case entry.IsDir():
		return os.MkdirAll(to, 0o755)
	case entry.Type()&os.ModeSymlink != 0:
		target, err := os.Readlink(filepath.Join(s.folder, name))
		if err != nil {
			return err
		}
		if err := os.Symlink(target, to); err != nil {
			return err
		}
	default:
		if err := os.WriteFile(to, nil, 0o644); err != nil {
			return err
		}
	}
	at := time.Unix(int64(1_000_000+len(s.names)), 0)
	s.names[at] = name
	stamp := unix.NsecToTimespec(at.UnixNano())
	return unix.UtimesNanoAt(unix.AT_FDCWD, to, []unix.Timespec{stamp, stamp}, unix.AT_SYMLINK_NOFOLLOW)
}

func (s *sending) remove() { os.RemoveAll(s.place) }

func (s *sending) all() []string {
	names := make([]string, 0, len(s.names))
	for _, name := range s.names {
		names = append(names, name)
	}
	return names
}

// below lists what a mount of a path shows, and the links that lead there.
func (s *sending) below(name string) ([]string, error) {
	real, err := continuity.RootPath(s.place, name)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(real); err != nil {
		return nil, fmt.Errorf("it is not sent: %s", name)
	}
	names, err := s.entries(real)
	return append(names, s.links(name)...), err
}

// links names the symbolic links that a path leads through.
func (s *sending) links(name string) []string {
	var names []string
	for _, link := range linksTo(s.place, name) {
		relative, _ := filepath.Rel(s.place, link)
		names = append(names, relative)
	}
	return names
}

// copied does what the daemon does for one source of COPY or ADD, into a folder that is thrown away.
func (s *sending) copied(action *pb.FileActionCopy) ([]string, error) {
	source := absolute(action.Src)
	sources := []string{source}
	if action.AllowWildcard {
		found, err := copier.ResolveWildcards(s.place, source, action.FollowSymlink)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 && !action.AllowEmptyWildcard {
			return nil, fmt.Errorf("no match")
		}
		sources = found
	}
	for _, required := range action.RequiredPaths {
		if _, err := continuity.RootPath(s.place, required); err != nil {
			return nil, err
		}
	}
	names := s.links(source)
	for _, one := range sources {
		copied, err := s.copyOne(one, action)
		if err != nil {
			return nil, err
		}
		names = append(names, copied...)
		if !action.FollowSymlink {
			one = filepath.Dir(one)
		}
		names = append(names, s.links(one)...)
	}
	return names, nil
}

func (s *sending) copyOne(source string, action *pb.FileActionCopy) ([]string, error) {
	to, err := os.MkdirTemp("", "copied")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(to)
	settings := func(info *copier.CopyInfo) {
		info.IncludePatterns = action.IncludePatterns
		info.ExcludePatterns = action.ExcludePatterns
		info.CopyDirContents = action.DirCopyContents
		info.FollowLinks = action.FollowSymlink
		info.AlwaysReplaceExistingDestPaths = action.AlwaysReplaceExistingDestPaths
	}
	if err := copier.Copy(context.Background(), s.place, source, to, absolute(action.Dest), settings, copier.AllowXAttrErrors); err != nil {
		return nil, err
	}
	return s.entries(to)
}

// entries names what is at or below a place that holds sent files or copies of them.
func (s *sending) entries(place string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(place, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		origin, known := s.names[time.Unix(info.ModTime().Unix(), 0)]
		if !known {
			return fmt.Errorf("where %s comes from is not known", name)
		}
		names = append(names, origin)
		return nil
	})
	return names, err
}

// absolute keeps the ends that mean something to the copier: `/` and `/.`.
func absolute(name string) string {
	clean := filepath.Join("/", name)
	switch {
	case strings.HasSuffix(name, "/."):
		return strings.TrimSuffix(clean, "/") + "/."
	case strings.HasSuffix(name, "/") && clean != "/":
		return clean + "/"
	}
	return clean
}
