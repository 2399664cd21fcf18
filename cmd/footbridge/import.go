package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/network"
	"footbridge/internal/fault"
)

// importCmd reads published files as published.
type importCmd struct {
	ListSizes   importListSizesCmd   `cmd:"" name:"list-sizes" help:"Practices, networks and list sizes: gp-reg-pat-prac-map and gp-reg-pat-prac-quin-age of one month (NHS England, Patients Registered at a GP Practice). Give both zips for the whole month; the mapping alone leaves the list sizes of the month before in force, the list sizes alone the memberships."`
	Workforce   importWorkforceCmd   `cmd:"" help:"Mental health practitioners by network: PCNWFIndividualCSV (NHS England, Primary Care Network Workforce)."`
	Deprivation importDeprivationCmd `cmd:"" help:"Deprivation scores of practices, one year of the index: columns PRACTICE_CODE, IMD_YEAR and IMD_SCORE (OHID, Fingertips)."`
	Postcodes   importPostcodesCmd   `cmd:"" help:"Where postcodes are: columns pcds, oseast1m and osnrth1m of the ONS Postcode Directory, whole or in part. Without them no distance is shown."`
}

type importListSizesCmd struct {
	Files  []string `arg:"" name:"file" help:"The zip files as published, one or both of a month."`
	MayEnd bool     `name:"may-end" help:"Take a file that would end more than a tenth of all practices."`
	All    bool     `help:"Print every line of the report."`
}

// Run imports one month.
func (c *importListSizesCmd) Run(ctx context.Context, a *app.App, out io.Writer) error {
	uploads, done, err := opened(c.Files...)
	defer done()
	if err != nil {
		return err
	}
	progress := progressOn(os.Stderr)
	progress("Reading the files", 0, 0)
	sizes, err := network.ReadListSizes(uploads...)
	if err != nil {
		return err
	}
	r, err := app.Do(ctx, a, access.System("import"), network.ImportListSizes{ListSizes: sizes, MayEnd: c.MayEnd, Progress: progress})
	if err != nil {
		return err
	}
	return printReport(out, r, c.All)
}

type importWorkforceCmd struct {
	File   string `arg:"" help:"The zip file as published."`
	MayEnd bool   `name:"may-end" help:"Take a file in which more than a tenth of the networks of the census before are missing."`
	All    bool   `help:"Print every line of the report."`
}

// Run imports one census.
func (c *importWorkforceCmd) Run(ctx context.Context, a *app.App, out io.Writer) error {
	uploads, done, err := opened(c.File)
	defer done()
	if err != nil {
		return err
	}
	progress := progressOn(os.Stderr)
	progress("Reading the file", 0, 0)
	w, err := network.ReadWorkforce(uploads[0])
	if err != nil {
		return err
	}
	r, err := app.Do(ctx, a, access.System("import"), network.ImportWorkforce{Workforce: w, MayEnd: c.MayEnd, Progress: progress})
	if err != nil {
		return err
	}
	return printReport(out, r, c.All)
}

type importDeprivationCmd struct {
	File   string `arg:"" help:"The CSV file."`
	MayEnd bool   `name:"may-end" help:"Take away the scores of practices that are not in this file any more."`
	All    bool   `help:"Print every line of the report."`
}

// Run imports one year.
func (c *importDeprivationCmd) Run(ctx context.Context, a *app.App, out io.Writer) error {
	uploads, done, err := opened(c.File)
	defer done()
	if err != nil {
		return err
	}
	s, err := network.ReadDeprivation(uploads[0])
	if err != nil {
		return err
	}
	r, err := app.Do(ctx, a, access.System("import"), network.ImportDeprivation{Scores: s, MayEnd: c.MayEnd, Progress: progressOn(os.Stderr)})
	if err != nil {
		return err
	}
	return printReport(out, r, c.All)
}

type importPostcodesCmd struct {
	File string `arg:"" help:"The CSV file, unpacked."`
	All  bool   `help:"Print every line of the report."`
}

// Run imports the directory, or a part of it.
func (c *importPostcodesCmd) Run(ctx context.Context, a *app.App, out io.Writer) error {
	uploads, done, err := opened(c.File)
	defer done()
	if err != nil {
		return err
	}
	r, err := app.Do(ctx, a, access.System("import"), network.ImportPostcodes{File: uploads[0], Progress: progressOn(os.Stderr)})
	if err != nil {
		return err
	}
	return printReport(out, r, c.All)
}

// opened opens files; done closes them.
func opened(names ...string) (uploads []network.Upload, done func(), err error) {
	var files []*os.File
	done = func() {
		for _, f := range files {
			f.Close()
		}
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, done, fault.Wrong("file", "%s can't be opened: %v. Nothing was changed", filepath.Base(name), err)
		}
		files = append(files, f)
		info, err := f.Stat()
		if err != nil {
			return nil, done, err
		}
		if !info.Mode().IsRegular() {
			return nil, done, fault.Wrong("file", "%s is not a file. Nothing was changed", filepath.Base(name))
		}
		uploads = append(uploads, network.Upload{Name: filepath.Base(name), Data: f, Size: info.Size()})
	}
	return uploads, done, nil
}

// progressOn prints each stage once when it begins, and again when it is done.
func progressOn(w io.Writer) network.Progress {
	last := ""
	return func(stage string, done, total int) {
		switch {
		case total == 0 && stage != last:
			fmt.Fprintf(w, "%s …\n", stage)
		case total > 0 && done == total:
			fmt.Fprintf(w, "%s: %d of %d\n", stage, done, total)
		}
		last = stage
	}
}

// printReport prints what was rejected and what ended in full, and the start
// of the rest unless all was asked for.
func printReport(out io.Writer, r network.Report, all bool) error {
	const some = 20
	shown, left := map[network.Outcome]int{}, map[network.Outcome]int{}
	for _, o := range network.Outcomes() {
		for _, l := range r.Lines {
			if l.Outcome != o {
				continue
			}
			if !all && shown[o] == some && o != network.RejectedLine && o != network.Ended {
				left[o]++
				continue
			}
			shown[o]++
			where := ""
			if l.FileLine > 0 {
				where = fmt.Sprintf(" (line %d)", l.FileLine)
			}
			who := l.Kind
			if l.Code != "" {
				who += " " + l.Code
			}
			if who != "" {
				who += ": "
			}
			fmt.Fprintf(out, "%-8s  %s%s%s\n", o, who, l.What, where)
		}
		if left[o] > 0 {
			fmt.Fprintf(out, "%-8s  … and %d more; --all prints them, and the import history keeps them\n", o, left[o])
		}
	}
	_, err := fmt.Fprintf(out, "%s.\n", r.Summary())
	return err
}
