// Says what compose-go, the library of Docker Compose, makes of Compose files.
//
// Reads questions from standard input, one JSON object a line, and prints one answer a line in the same order.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/sirupsen/logrus"
)

// question is a tree of files, and which of them to load.
type question struct {
	// Name comes back in the answer.
	Name string
	// Files by path, with `/`, relative to the project's root.
	Files map[string]string
	// Folder in which Compose runs, relative to the root.
	Folder string
	// Load names the Compose files, relative to the root; empty for those that Compose finds in the folder by itself.
	Load []string
}

// answer is the loaded project, or why there is none.
type answer struct {
	Name string `json:"name"`
	// Error is empty when the project was loaded.
	Error string `json:"error"`
	// Project is compose-go's JSON; paths below the root are written as `/root/…`, the home as `/home`.
	Project json.RawMessage `json:"project"`
}

// load asks compose-go. Every profile is on, so that all services are in the answer; the process's environment is not
// used, and files named by env_file need not be there.
func load(root string, q question) ([]byte, error) {
	for path, text := range q.Files {
		full := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	folder := filepath.Join(root, filepath.FromSlash(q.Folder))
	var paths []string
	for _, path := range q.Load {
		paths = append(paths, filepath.Join(root, filepath.FromSlash(path)))
	}
	options, err := cli.NewProjectOptions(
		paths,
		cli.WithWorkingDirectory(folder),
		cli.WithEnvFiles(),
		cli.WithDotEnv,
		cli.WithDefaultConfigPath,
		cli.WithDefaultProfiles("*"),
		cli.WithResolvedPaths(true),
		cli.WithoutEnvironmentResolution,
	)
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return project.MarshalJSON()
}

func ask(q question) (a answer) {
	a.Name = q.Name
	defer func() {
		if recovered := recover(); recovered != nil {
			a.Error = fmt.Sprintf("panic: %v", recovered)
		}
	}()
	scratch, err := os.MkdirTemp("", "compose-oracle-")
	if err != nil {
		a.Error = err.Error()
		return a
	}
	defer os.RemoveAll(scratch)
	root := filepath.Join(scratch, "root")
	loaded, err := load(root, q)
	if err != nil {
		a.Error = strings.ReplaceAll(err.Error(), root, "/root")
		return a
	}
	a.Project = json.RawMessage(strings.ReplaceAll(string(loaded), root, "/root"))
	return a
}

func main() {
	logrus.SetOutput(io.Discard)
	os.Clearenv()
	os.Setenv("HOME", "/home")
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			var q question
			if err := json.Unmarshal(line, &q); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			if err := encoder.Encode(ask(q)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}
