// The oracle: what BuildKit itself makes of a Dockerfile, one JSON line in, one JSON line out.
//
// In:  {"Name": "any label", "Text": "FROM …"} (Name is handed back)
//
//	{"Text": ".dockerignore's text", "Paths": ["a/b", …]}: what ignore.go answers
//
// Out: the Answer type below. Lines are 1-based, as BuildKit counts them.
//
// Base images are answered from memory with an empty linux/amd64 configuration: nothing is ever fetched.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
)

// Question: Text is a Dockerfile, unless Paths is there: then it is an ignore file (see ignore.go).
type Question struct {
	Name, Text string
	Paths      []string
}

// Failure is BuildKit's own message. Line is 0 where BuildKit gives none.
type Failure struct {
	Message string `json:"message"`
	Line    int    `json:"line"`
	EndLine int    `json:"endLine"`
}

type Heredoc struct {
	Name    string `json:"name"`
	Fd      uint   `json:"fd"`
	Expand  bool   `json:"expand"`
	Chomp   bool   `json:"chomp"`
	Content string `json:"content"`
}

type Instruction struct {
	Cmd       string    `json:"cmd"`
	StartLine int       `json:"startLine"`
	EndLine   int       `json:"endLine"`
	Flags     []string  `json:"flags"`
	Original  string    `json:"original"`
	Args      []string  `json:"args"`
	JSON      bool      `json:"json"`
	Heredocs  []Heredoc `json:"heredocs"`
	Comments  []string  `json:"comments"`
}

type Stage struct {
	Name     string `json:"name"`
	Base     string `json:"base"`
	Platform string `json:"platform"`
	Line     int    `json:"line"`
	// Commands holds the kinds of the stage's instructions, in order.
	Commands []string `json:"commands"`
}

type Lint struct {
	Rule   string `json:"rule"`
	Detail string `json:"detail"`
	Line   int    `json:"line"`
}

// Answer: ParseError is the line parser's refusal, InstructionError a refusal of one instruction,
// BuildError what the build definition itself cannot be made from (a missing stage, a bad reference…).
type Answer struct {
	Name             string        `json:"name"`
	ParseError       *Failure      `json:"parseError"`
	InstructionError *Failure      `json:"instructionError"`
	BuildError       *Failure      `json:"buildError"`
	Escape           string        `json:"escape"`
	Instructions     []Instruction `json:"instructions"`
	Stages           []Stage       `json:"stages"`
	MetaArgs         []string      `json:"metaArgs"`
	Lint             []Lint        `json:"lint"`
	Warnings         []string      `json:"warnings"`
}

type offline struct{}

func (offline) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config := []byte(`{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}`)
	return ref, digest.FromBytes(config), config, nil
}

func failure(err error) *Failure {
	if err == nil {
		return nil
	}
	found := &Failure{Message: err.Error()}
	var located *parser.LocationError
	if errors.As(err, &located) && len(located.Locations) > 0 && len(located.Locations[0]) > 0 {
		ranges := located.Locations[0]
		found.Line, found.EndLine = ranges[0].Start.Line, ranges[len(ranges)-1].End.Line
	}
	return found
}

func heredocs(node *parser.Node) []Heredoc {
	list := []Heredoc{}
	for _, h := range node.Heredocs {
		list = append(list, Heredoc{h.Name, h.FileDescriptor, h.Expand, h.Chomp, h.Content})
	}
	return list
}

func args(node *parser.Node) []string {
	list := []string{}
	for next := node.Next; next != nil; next = next.Next {
		if len(next.Children) == 0 {
			list = append(list, next.Value)
		}
		// ONBUILD keeps the instruction inside it as a child.
		for _, child := range next.Children {
			list = append(list, child.Value)
			list = append(list, args(child)...)
		}
	}
	return list
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func ask(question Question) (answer Answer) {
	answer = Answer{
		Name: question.Name, Instructions: []Instruction{}, Stages: []Stage{},
		MetaArgs: []string{}, Lint: []Lint{}, Warnings: []string{},
	}
	parsed, err := parser.Parse(strings.NewReader(question.Text))
	if err != nil {
		answer.ParseError = failure(err)
		return answer
	}
	answer.Escape = string(parsed.EscapeToken)
	for _, warning := range parsed.Warnings {
		answer.Warnings = append(answer.Warnings, warning.Short)
	}
	for _, node := range parsed.AST.Children {
		answer.Instructions = append(answer.Instructions, Instruction{
			Cmd: strings.ToUpper(node.Value), StartLine: node.StartLine, EndLine: node.EndLine,
			Flags: orEmpty(node.Flags), Original: node.Original, Args: args(node),
			JSON: node.Attributes["json"], Heredocs: heredocs(node), Comments: orEmpty(node.PrevComment),
		})
	}
	lint := linter.New(&linter.Config{Warn: func(string, string, string, string, []parser.Range) {}})
	stages, metaArgs, err := instructions.Parse(parsed.AST, lint)
	if err != nil {
		answer.InstructionError = failure(err)
		return answer
	}
	for _, meta := range metaArgs {
		for _, arg := range meta.Args {
			answer.MetaArgs = append(answer.MetaArgs, arg.String())
		}
	}
	for _, stage := range stages {
		kinds := []string{}
		for _, command := range stage.Commands {
			kinds = append(kinds, strings.ToUpper(command.Name()))
		}
		line := 0
		if len(stage.Location) > 0 {
			line = stage.Location[0].Start.Line
		}
		answer.Stages = append(answer.Stages, Stage{stage.Name, stage.BaseName, stage.Platform, line, kinds})
	}
	text := []byte(question.Text)
	source := llb.NewSourceMap(nil, "Dockerfile", "Dockerfile", text)
	source.Definition = &llb.Definition{}         // the lint report copies it
	capabilities := pb.Caps.CapSet(pb.Caps.All()) // without them a mount's options are refused
	results, err := dockerfile2llb.DockerfileLint(context.Background(), text, dockerfile2llb.ConvertOpt{
		MetaResolver: offline{},
		SourceMap:    source,
		LLBCaps:      &capabilities,
	})
	if err != nil {
		answer.BuildError = failure(err)
		return answer
	}
	if results.Error != nil {
		answer.BuildError = &Failure{Message: results.Error.Message}
		if ranges := results.Error.Location.Ranges; len(ranges) > 0 {
			answer.BuildError.Line = int(ranges[0].Start.Line)
			answer.BuildError.EndLine = int(ranges[len(ranges)-1].End.Line)
		}
	}
	for _, warning := range results.Warnings {
		line := 0
		if ranges := warning.Location.GetRanges(); len(ranges) > 0 {
			line = int(ranges[0].Start.Line)
		}
		answer.Lint = append(answer.Lint, Lint{warning.RuleName, warning.Detail, line})
	}
	return answer
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, readErr := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var question Question
			if err := json.Unmarshal(line, &question); err != nil {
				os.Stderr.WriteString("not a question: " + err.Error() + "\n")
				os.Exit(2)
			}
			var answer any
			if question.Paths != nil {
				answer = askIgnore(question)
			} else {
				answer = ask(question)
			}
			if err := encoder.Encode(answer); err != nil {
				os.Exit(2)
			}
			if in.Buffered() == 0 {
				out.Flush()
			}
		}
		if readErr != nil {
			break
		}
	}
	out.Flush()
}
