// Package about is the front room of what Footbridge says of itself: help,
// accessibility, sources, and whether it is well.
package about

import (
	"embed"
	"fmt"

	"footbridge/internal/app/network"
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

// Help says how the work is done, for each who comes here.
func Help(v *site.Visit) error { return v.Show(site.Page{Title: "Help"}, helpPage, nil) }

// Accessibility is the accessibility statement.
func Accessibility(v *site.Visit) error {
	return v.Show(site.Page{Title: "Accessibility"}, accessPage, nil)
}

// Sources lists the published data and every national rule with its source.
func Sources(v *site.Visit) error {
	return v.Show(site.Page{Title: "Data and sources", Wide: true}, sourcesPage, map[string]any{"Attribution": network.Attribution, "Rules": policy.All()})
}

// Well answers whether the server and its records are well, for a monitor.
func Well(v *site.Visit) error {
	if err := v.App.Ready(v.Context()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(v.W, "well")
	return err
}
