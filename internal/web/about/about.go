// Package about is the front room of what Footbridge says of itself: help,
// accessibility, sources, and whether it is well.
package about

import (
	"embed"
	"fmt"

	"footbridge/internal/app/network"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	helpPage    = site.Parse(files, "help.html")
	accessPage  = site.Parse(files, "accessibility.html")
	sourcesPage = site.Parse(files, "sources.html")
)

// Page is one of the pages that are open to everybody: help says how the work
// is done, for each who comes here; accessibility is the accessibility
// statement; sources lists the published data and every national rule with its
// source.
func Page(v *site.Visit) error {
	switch v.R.PathValue("page") {
	case "help":
		return v.Show(site.Page{Title: "Help"}, helpPage, nil)
	case "accessibility":
		return v.Show(site.Page{Title: "Accessibility"}, accessPage, nil)
	case "sources":
		return v.Show(site.Page{Title: "Data and sources", Wide: true}, sourcesPage, map[string]any{"Attribution": network.Attribution, "Rules": policy.All()})
	}
	return fault.Missing("page")
}

// Well answers whether the server and its records are well, for a monitor.
func Well(v *site.Visit) error {
	if err := v.App.Ready(v.Context()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(v.W, "well")
	return err
}
