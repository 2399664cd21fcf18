package bench

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// built builds the program as "make build" does.
func built(b testing.TB) string {
	b.Helper()
	to := filepath.Join(b.TempDir(), "footbridge")
	c := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", to, "footbridge/cmd/footbridge")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return to
}

// BenchmarkDemo starts the demo in an empty folder: how long until it answers,
// and how much memory it then has resident, and at the most.
func BenchmarkDemo(b *testing.B) {
	program := built(b)
	const n = 7
	var fresh, again, busy []time.Duration
	var resident, peak []int
	for range n {
		data := b.TempDir()
		t, cpu, rss, most := start(b, program, data)
		fresh, busy, resident, peak = append(fresh, t), append(busy, cpu), append(resident, rss), append(peak, most)
		t, _, _, _ = start(b, program, data)
		again = append(again, t)
	}
	table = append(table,
		row{"Demo, from start to its first answer, empty folder", spell(median(fresh)), "", "", "2 s"},
		row{"Demo, the processor's time of that and twenty pages", spell(median(busy)), "", "", ""},
		row{"Demo, from start to its first answer, made before", spell(median(again)), "", "", ""},
		row{"Demo, resident after making and twenty pages", middle(resident), "", "", "100 MB"},
		row{"Demo, resident at the most", middle(peak), "", "", ""})
	b.ReportMetric(median(fresh).Seconds(), "s")
}

func middle(kb []int) string {
	d := make([]time.Duration, len(kb))
	for i, k := range kb {
		d[i] = time.Duration(k)
	}
	return fmt.Sprintf("%.0f MB", float64(median(d))/1024)
}

func start(b *testing.B, program, data string) (ready, busy time.Duration, resident, peak int) {
	b.Helper()
	c := exec.Command(program, "demo", "--addr", "127.0.0.1:0", "--data", data)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := c.StdoutPipe()
	must(b, err)
	began := time.Now()
	must(b, c.Start())
	defer func() {
		c.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may be gone
		c.Wait()                          //nolint:errcheck // it was told to stop
		busy = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}()
	lines, base := bufio.NewScanner(out), ""
	for base == "" && lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "Footbridge is at "); ok {
			base = at
		}
	}
	if base == "" {
		b.Fatal("the demo did not start")
	}
	get := func(path string) {
		r, err := http.Get(base + path)
		must(b, err)
		r.Body.Close()
		if r.StatusCode != http.StatusOK {
			b.Fatalf("%s: %s", path, r.Status)
		}
	}
	get("/")
	ready = time.Since(began)
	for range 20 {
		get("/")
	}
	return ready, 0, status(b, c.Process.Pid, "VmRSS:"), status(b, c.Process.Pid, "VmHWM:")
}

// status reads a figure, in kB, of what the kernel knows about a process.
func status(b *testing.B, pid int, name string) int {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb
		}
	}
	return 0
}

// BenchmarkEngland imports the published files of one month, as the command
// line does, into an empty file: end to end, with the start of the program.
func BenchmarkEngland(b *testing.B) {
	dir, err := filepath.Abs("../../../shared/data/ods")
	must(b, err)
	var files []string
	for _, name := range []string{"gp-reg-pat-prac-map-2026-07.zip", "gp-reg-pat-prac-quin-age-2026-07.zip", "PCNWFIndividualCSV.062026.zip"} {
		file := filepath.Join(dir, name)
		if _, err := os.Stat(file); err != nil {
			b.Skip("the published files are not beside this checkout: " + name)
		}
		files = append(files, file)
	}
	program := built(b)
	var sizes, workforce []time.Duration
	for range 7 {
		database := filepath.Join(b.TempDir(), "f.db")
		run := func(args ...string) func() {
			return func() {
				if out, err := exec.Command(program, append([]string{"--database", database}, args...)...).CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
			}
		}
		sizes = append(sizes, took(run("import", "list-sizes", files[0], files[1])))
		workforce = append(workforce, took(run("import", "workforce", files[2])))
	}
	b.ReportMetric(median(sizes).Seconds(), "s")
	table = append(table,
		row{"England's list sizes, 6,139 practices, imported", spell(median(sizes)), "", "", "3 s"},
		row{"England's practitioners imported after them", spell(median(workforce)), "", "", ""})
}
