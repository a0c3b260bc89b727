// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// writeBOM writes the bill of materials: the package consists of programs, and they of parts.
func writeBOM(w io.Writer, at time.Time, programs []program, parts []part) error {
	whole := cdx.Component{BOMRef: "linli", Type: cdx.ComponentTypeApplication, Name: "linli", Version: programs[0].version,
		PackageURL: "pkg:golang/" + ours + "@" + programs[0].version, Licenses: licenses([]string{"Apache-2.0"})}
	var components []cdx.Component
	var dependencies []cdx.Dependency
	var names []string
	for _, p := range programs {
		ref := "program:" + p.name
		names = append(names, ref)
		components = append(components, cdx.Component{BOMRef: ref, Type: cdx.ComponentTypeApplication, Name: p.name, Version: p.version,
			Hashes: &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: p.sha256}}})
		dependencies = append(dependencies, cdx.Dependency{Ref: ref, Dependencies: &p.parts})
	}
	for _, p := range parts {
		components = append(components, cdx.Component{BOMRef: p.purl, Type: cdx.ComponentTypeLibrary, Name: p.name, Version: p.version,
			PackageURL: p.purl, Licenses: licenses(p.ids())})
	}
	dependencies = append(dependencies, cdx.Dependency{Ref: whole.BOMRef, Dependencies: &names})
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Timestamp: at.Format(time.RFC3339), Component: &whole}
	bom.Components, bom.Dependencies = &components, &dependencies
	return cdx.NewBOMEncoder(w, cdx.BOMFileFormatJSON).SetPretty(true).Encode(bom)
}

func licenses(ids []string) *cdx.Licenses {
	var all cdx.Licenses
	for _, id := range ids {
		all = append(all, cdx.LicenseChoice{License: &cdx.License{ID: id}})
	}
	return &all
}
