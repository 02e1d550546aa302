// Writes a vulnerability database that Trivy reads like its own, from a short JSON list.
//
// Use: trivy-db DIR < vulnerabilities.json ; then `trivy --cache-dir PARENT-OF-DIR …` where DIR ends in /db.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/aquasecurity/trivy-db/pkg/db"
	"github.com/aquasecurity/trivy-db/pkg/metadata"
	"github.com/aquasecurity/trivy-db/pkg/types"
	bolt "go.etcd.io/bbolt"
)

// Entry is one vulnerability of one package. Bucket is the database's own name of the source:
// "debian 12", "alpine 3.20", "pip::GitHub Security Advisory Pip", "npm::GitHub Security Advisory Npm".
// For a distribution, Package is the source package and Fixed (if any) the first good version;
// for a language, Vulnerable and Fixed are version ranges.
type Entry struct {
	ID, Bucket, Package       string
	Title, Description        string
	Severity                  string
	Fixed, Vulnerable, Status string
	Score                     float64
	References                []string
}

var sources = map[string]types.DataSource{
	"debian 12":                         {ID: "debian", Name: "Debian Security Tracker", URL: "https://salsa.debian.org/security-tracker-team/security-tracker"},
	"alpine 3.20":                       {ID: "alpine", Name: "Alpine Secdb", URL: "https://secdb.alpinelinux.org/"},
	"pip::GitHub Security Advisory Pip": {ID: "ghsa", Name: "GitHub Security Advisory Pip", URL: "https://github.com/advisories?query=type%3Areviewed+ecosystem%3Apip"},
	"npm::GitHub Security Advisory Npm": {ID: "ghsa", Name: "GitHub Security Advisory Npm", URL: "https://github.com/advisories?query=type%3Areviewed+ecosystem%3Anpm"},
}

func advisory(entry Entry) any {
	if entry.Vulnerable != "" {
		found := types.Advisory{VulnerableVersions: []string{entry.Vulnerable}}
		if entry.Fixed != "" {
			found.PatchedVersions = []string{entry.Fixed}
		}
		return &found
	}
	found := types.Advisory{FixedVersion: entry.Fixed}
	if entry.Status != "" {
		found.Status = types.NewStatus(entry.Status)
	}
	return &found
}

func write(dir string, entries []Entry) error {
	if err := db.Init(dir); err != nil {
		return err
	}
	defer db.Close()
	store := db.Config{}
	return store.BatchUpdate(func(tx *bolt.Tx) error {
		for _, entry := range entries {
			source, known := sources[entry.Bucket]
			if !known {
				return fmt.Errorf("no data source for bucket %q", entry.Bucket)
			}
			severity, err := types.NewSeverity(entry.Severity)
			if err != nil {
				return err
			}
			vulnerability := types.Vulnerability{
				Title: entry.Title, Description: entry.Description, Severity: entry.Severity,
				VendorSeverity: types.VendorSeverity{source.ID: severity, "nvd": severity},
				References:     entry.References,
			}
			if entry.Score > 0 {
				vulnerability.CVSS = types.VendorCVSS{"nvd": {V3Score: entry.Score}}
			}
			steps := []error{
				store.PutDataSource(tx, entry.Bucket, source),
				store.PutAdvisoryDetail(tx, entry.ID, entry.Package, []string{entry.Bucket}, advisory(entry)),
				store.SaveAdvisoryDetails(tx, entry.ID),
				store.PutVulnerabilityID(tx, entry.ID),
				store.PutVulnerability(tx, entry.ID, vulnerability),
			}
			for _, err := range steps {
				if err != nil {
					return fmt.Errorf("%s: %w", entry.ID, err)
				}
			}
		}
		return nil
	})
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("use: trivy-db DIR < entries.json")
	}
	var entries []Entry
	if err := json.NewDecoder(os.Stdin).Decode(&entries); err != nil {
		return err
	}
	if err := write(os.Args[1], entries); err != nil {
		return err
	}
	now := time.Now().UTC()
	return metadata.NewClient(os.Args[1]).Update(metadata.Metadata{
		Version: db.SchemaVersion, UpdatedAt: now, DownloadedAt: now, NextUpdate: now.AddDate(10, 0, 0),
	})
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
