// What BuildKit's client sends of a build context under an ignore file: its own reader, matcher and walk, over files
// that exist only in memory.
package main

import (
	"context"
	"io"
	gofs "io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
	"github.com/tonistiigi/fsutil"
	"github.com/tonistiigi/fsutil/types"
)

// IgnoreAnswer: Refused is the message where the file, or one of its patterns by itself, is an error.
// Ignored holds the question's paths that are not sent, in its order.
type IgnoreAnswer struct {
	Refused string   `json:"refused"`
	Ignored []string `json:"ignored"`
}

// memory is a file system whose files are paths; every path above one of them is a folder.
type memory []string

func (files memory) Open(string) (io.ReadCloser, error) { return nil, os.ErrNotExist }

func (files memory) Walk(_ context.Context, _ string, visit gofs.WalkDirFunc) error {
	return files.walk("", visit)
}

func (files memory) walk(folder string, visit gofs.WalkDirFunc) error {
	children := map[string]bool{}
	for _, file := range files {
		if rest, inside := strings.CutPrefix(file, folder); inside {
			name, _, deeper := strings.Cut(rest, "/")
			children[name] = children[name] || deeper
		}
	}
	names := []string{}
	for name := range children {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		stat := &types.Stat{Path: folder + name, Mode: 0o644}
		if children[name] {
			stat.Mode = uint32(os.ModeDir) | 0o755
		}
		err := visit(folder+name, &fsutil.DirEntryInfo{Stat: stat}, nil)
		if children[name] && err == nil {
			err = files.walk(folder+name+"/", visit)
		}
		if err != nil && err != gofs.SkipDir {
			return err
		}
	}
	return nil
}

func askIgnore(question Question) IgnoreAnswer {
	answer := IgnoreAnswer{Ignored: []string{}}
	patterns, err := ignorefile.ReadAll(strings.NewReader(question.Text))
	// A bad pattern may go unnoticed behind another one: each is tried by itself too.
	for _, pattern := range patterns {
		if err == nil {
			_, err = patternmatcher.MatchesOrParentMatches("a", []string{"**", strings.TrimSpace(pattern)})
		}
		if err == nil {
			_, err = patternmatcher.MatchesOrParentMatches("a", []string{strings.TrimSpace(pattern)})
		}
	}
	if err != nil {
		answer.Refused = err.Error()
		return answer
	}
	files := memory{}
	for _, file := range question.Paths {
		files = append(files, path.Clean(file))
	}
	sent := map[string]bool{}
	filtered, err := fsutil.NewFilterFS(files, &fsutil.FilterOpt{ExcludePatterns: patterns})
	if err == nil {
		err = filtered.Walk(context.Background(), "/", func(file string, _ gofs.DirEntry, _ error) error {
			sent[file] = true
			return nil
		})
	}
	if err != nil {
		answer.Refused = err.Error()
		return answer
	}
	for _, file := range question.Paths {
		if !sent[path.Clean(file)] {
			answer.Ignored = append(answer.Ignored, file)
		}
	}
	return answer
}
