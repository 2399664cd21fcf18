// Command withpostgres starts one PostgreSQL server in a temporary folder,
// runs a command with FOOTBRIDGE_TEST_POSTGRES set to its address, stops the
// server, removes the folder, and ends as the command ended.
package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"footbridge/internal/engines"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: withpostgres COMMAND ARGUMENT…")
		return 2
	}
	base, err := engines.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
		return 1
	}
	defer stop(base)
	// The command gets the interrupt as well; this program outlives it, to
	// clear up.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGTERM)
	c := exec.Command(args[0], args[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.Env = append(os.Environ(), "FOOTBRIDGE_TEST_POSTGRES="+base)
	err = c.Run()
	var ended *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &ended) && ended.ExitCode() > 0:
		return ended.ExitCode()
	}
	fmt.Fprintln(os.Stderr, "withpostgres:", err)
	return 1
}

// stop ends the server at once and removes its folder.
func stop(base string) {
	u, err := url.Parse(base)
	if err != nil {
		return
	}
	dir := u.Query().Get("host")
	raw, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	if err != nil {
		return
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 1 {
		return
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
		return
	}
	for range 100 {
		var status syscall.WaitStatus
		if got, err := syscall.Wait4(pid, &status, syscall.WNOHANG, nil); got == pid || err != nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	os.RemoveAll(dir) //nolint:errcheck // a temporary folder
}
