// Command generate makes the built-in snapshot from the published files:
//
//	go run ./internal/app/network/snapshot/generate MAPPING.zip QUIN-AGE.zip WORKFORCE.zip DEPRIVATION.csv
//
// It writes internal/app/network/snapshot/england.tsv.gz under the working
// directory. The same files always give the same bytes.
package main

import (
	"fmt"
	"os"

	"footbridge/internal/app/network"
)

const target = "internal/app/network/snapshot/england.tsv.gz"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 {
		return fmt.Errorf("give the mapping, the quin-age and the workforce zip, and the deprivation scores")
	}
	var uploads []network.Upload
	for _, a := range args {
		f, err := os.Open(a)
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		uploads = append(uploads, network.Upload{Name: a, Data: f, Size: info.Size()})
	}
	sizes, err := network.ReadListSizes(uploads[0], uploads[1])
	if err != nil {
		return err
	}
	force, err := network.ReadWorkforce(uploads[2])
	if err != nil {
		return err
	}
	scores, err := network.ReadDeprivation(uploads[3])
	if err != nil {
		return err
	}
	data, err := network.EncodeSnapshot(sizes, force, scores)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, %d practices, %d networks with a return\n", target, len(data), len(sizes.Mapping.Rows), len(force.Returns))
	return os.WriteFile(target, data, 0o644)
}
