// A program that plays `dotnet` in tests: no package of Debian holds .NET, and no .NET was ever run here. It reads a project
// file, "publishes" what the real one would put beside the program, and serves the routes that Program.cs maps with plain
// strings. It checks what a split can get wrong: arguments, paths, which framework is in the image, and the user.
package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
)

type project struct {
	Sdk        string `xml:"Sdk,attr"`
	Properties []struct {
		TargetFramework string `xml:"TargetFramework"`
		AssemblyName    string `xml:"AssemblyName"`
	} `xml:"PropertyGroup"`
	References []struct {
		Include string `xml:"Include,attr"`
	} `xml:"ItemGroup>ProjectReference"`
}

// What App.dll is here.
type assembly struct {
	Routes     map[string]string `json:"routes"`
	References []string          `json:"references"`
}

type runtimeConfig struct {
	Options struct {
		Framework struct {
			Name    string `json:"name"`
			Version string `json:"version"`
		} `json:"framework"`
	} `json:"runtimeOptions"`
}

var root = "/usr/share/dotnet"

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(1)
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func main() {
	if len(os.Args) < 2 {
		fail("usage: dotnet restore|build|publish|PROGRAM.dll")
	}
	first, rest := os.Args[1], os.Args[2:]
	switch {
	case first == "--info" || first == "--help" || first == "--version":
		fmt.Println("the stand-in for dotnet")
	case first == "restore" || first == "build" || first == "publish" || first == "test":
		if _, err := os.Stat(filepath.Join(root, "sdk")); err != nil {
			fail("The command could not be loaded: no .NET SDKs were found.")
		}
		build(first, rest)
	case strings.HasSuffix(first, ".dll"):
		serve(first)
	default:
		fail("'%s' is no command of the stand-in for dotnet", first)
	}
}

// Options with a value of their own word; --no-restore and the like have none.
var valued = regexp.MustCompile(`^(-c|--configuration|-o|--output|-r|--runtime|-f|--framework|-v|--verbosity)$`)

func build(command string, args []string) {
	target, output, configuration := ".", "", "Debug"
	if command == "publish" {
		configuration = "Release"
	}
	for index := 0; index < len(args); index++ {
		word := args[index]
		if !strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "/p:") {
			target = word
			continue
		}
		name, value, joined := strings.Cut(word, "=")
		if !joined && valued.MatchString(name) {
			index++
			if index == len(args) {
				fail("Required argument missing for option: '%s'.", name)
			}
			value = args[index]
		}
		switch name {
		case "-c", "--configuration":
			configuration = value
		case "-o", "--output":
			output = value
		}
	}
	file, read := readProject(target)
	folder := filepath.Dir(file)
	objects := filepath.Join(folder, "obj", "project.assets.json")
	if command == "restore" {
		must(os.MkdirAll(filepath.Dir(objects), 0o755))
		must(os.WriteFile(objects, []byte("{}"), 0o644))
		return
	}
	for _, word := range args {
		if word == "--no-restore" {
			if _, err := os.Stat(objects); err != nil {
				fail("error NETSDK1004: Assets file '%s' not found. Run a NuGet package restore.", objects)
			}
		}
	}
	framework := "net8.0"
	name := strings.TrimSuffix(filepath.Base(file), ".csproj")
	for _, group := range read.Properties {
		if group.TargetFramework != "" {
			framework = group.TargetFramework
		}
		if group.AssemblyName != "" {
			name = group.AssemblyName
		}
	}
	if output == "" {
		output = filepath.Join(folder, "bin", configuration, framework)
		if command == "publish" {
			output = filepath.Join(output, "publish")
		}
	}
	must(os.MkdirAll(output, 0o755))
	made := assembly{Routes: routes(folder)}
	for _, reference := range read.References {
		other, _ := readProject(filepath.Join(folder, strings.ReplaceAll(reference.Include, `\`, "/")))
		dll := strings.TrimSuffix(filepath.Base(other), ".csproj") + ".dll"
		write(filepath.Join(output, dll), assembly{Routes: routes(filepath.Dir(other))})
		made.References = append(made.References, dll)
	}
	write(filepath.Join(output, name+".dll"), made)
	var config runtimeConfig
	config.Options.Framework.Name = "Microsoft.NETCore.App"
	if strings.HasSuffix(read.Sdk, ".Web") {
		config.Options.Framework.Name = "Microsoft.AspNetCore.App"
	}
	config.Options.Framework.Version = strings.TrimPrefix(framework, "net") + ".0"
	write(filepath.Join(output, name+".runtimeconfig.json"), config)
	settings, _ := filepath.Glob(filepath.Join(folder, "appsettings*.json"))
	for _, one := range settings {
		copyFile(one, filepath.Join(output, filepath.Base(one)))
	}
	copyTree(filepath.Join(folder, "wwwroot"), filepath.Join(output, "wwwroot"))
	fmt.Printf("  %s -> %s/\n", name, output)
}

func readProject(target string) (string, project) {
	if info, err := os.Stat(target); err == nil && info.IsDir() {
		found, _ := filepath.Glob(filepath.Join(target, "*.csproj"))
		if len(found) != 1 {
			fail("MSBUILD : error MSB1003: Specify a project or solution file; %s holds %d.", target, len(found))
		}
		target = found[0]
	}
	text, err := os.ReadFile(target)
	if err != nil {
		fail("MSBUILD : error MSB1009: Project file does not exist. Switch: %s", target)
	}
	var read project
	must(xml.Unmarshal(text, &read))
	return target, read
}

var mapped = regexp.MustCompile(`MapGet\("([^"]+)",\s*\(\)\s*=>\s*"([^"]*)"\)`)

func routes(folder string) map[string]string {
	found := map[string]string{}
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".cs") {
			return nil
		}
		text, err := os.ReadFile(path)
		must(err)
		for _, match := range mapped.FindAllStringSubmatch(string(text), -1) {
			found[match[1]] = match[2]
		}
		return nil
	})
	return found
}

func write(path string, value any) {
	text, err := json.MarshalIndent(value, "", "  ")
	must(err)
	must(os.WriteFile(path, text, 0o644))
}

func read(path string, value any) {
	text, err := os.ReadFile(path)
	must(err)
	must(json.Unmarshal(text, value))
}

func copyFile(from, to string) {
	text, err := os.ReadFile(from)
	must(err)
	must(os.MkdirAll(filepath.Dir(to), 0o755))
	must(os.WriteFile(to, text, 0o644))
}

func copyTree(from, to string) {
	_ = filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			relative, _ := filepath.Rel(from, path)
			copyFile(path, filepath.Join(to, relative))
		}
		return nil
	})
}

func serve(dll string) {
	if _, err := os.Stat(dll); err != nil {
		fail("The application to execute does not exist: '%s'.", dll)
	}
	stem := strings.TrimSuffix(dll, ".dll")
	var config runtimeConfig
	read(stem+".runtimeconfig.json", &config)
	framework := config.Options.Framework
	if _, err := os.Stat(filepath.Join(root, "shared", framework.Name)); err != nil {
		fail("You must install or update .NET to run this application.\nFramework: '%s', version '%s'", framework.Name, framework.Version)
	}
	var program assembly
	read(dll, &program)
	for _, reference := range program.References {
		var library assembly
		read(filepath.Join(filepath.Dir(dll), reference), &library)
		for path, text := range library.Routes {
			program.Routes[path] = text
		}
	}
	if os.Getuid() != 0 {
		if _, err := user.LookupId(fmt.Sprint(os.Getuid())); err != nil {
			fmt.Fprintln(os.Stderr, "no account has the number", os.Getuid())
		}
	}
	// The content root is the working directory, as in ASP.NET.
	if info, err := os.Stat("wwwroot"); err == nil && info.IsDir() {
		http.Handle("/files/", http.StripPrefix("/files/", http.FileServer(http.Dir("wwwroot"))))
	}
	for path, text := range program.Routes {
		http.HandleFunc(path, func(answer http.ResponseWriter, _ *http.Request) { fmt.Fprint(answer, text) })
	}
	address := ":8080"
	if ports := os.Getenv("ASPNETCORE_HTTP_PORTS"); ports != "" {
		address = ":" + strings.Split(ports, ";")[0]
	}
	if urls := os.Getenv("ASPNETCORE_URLS"); urls != "" {
		first := strings.Split(urls, ";")[0]
		address = first[strings.LastIndex(first, ":"):]
	}
	fmt.Println("Now listening on:", address)
	must(http.ListenAndServe(address, nil))
}
