// Package greeting plays a dependency that is vendored.
package greeting

// To greets by name.
func To(name string) string { return "Hello, " + name + "!" }
