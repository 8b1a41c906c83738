// Verifies chains with crypto/x509, for the benchmark. A line of input: DIRECTORY COUNT. A line of output: ACCEPT or
// REFUSE, and the nanoseconds of CPU time that COUNT verifications took, parsing included.
package main

import (
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type subject struct {
	chain []byte
	host  string
	now   time.Time
	roots *x509.CertPool
}

func contents(directory, name string) []byte {
	octets, err := os.ReadFile(filepath.Join(directory, name))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	return octets
}

func load(directory string) *subject {
	seconds, _ := strconv.ParseInt(strings.TrimSpace(string(contents(directory, "time"))), 10, 64)
	roots, err := x509.ParseCertificates(contents(directory, "roots.der"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	pool := x509.NewCertPool()
	for _, root := range roots {
		pool.AddCert(root)
	}
	return &subject{contents(directory, "chain.der"), string(contents(directory, "host")), time.Unix(seconds, 0), pool}
}

func (s *subject) verify() bool {
	chain, err := x509.ParseCertificates(s.chain)
	if err != nil {
		return false
	}
	intermediates := x509.NewCertPool()
	for _, certificate := range chain[1:] {
		intermediates.AddCert(certificate)
	}
	_, err = chain[0].Verify(x509.VerifyOptions{
		DNSName: s.host, Roots: s.roots, Intermediates: intermediates, CurrentTime: s.now,
	})
	return err == nil
}

func cpu() int64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return syscall.TimevalToNsec(usage.Utime) + syscall.TimevalToNsec(usage.Stime)
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "version" {
		fmt.Println("Go", strings.TrimPrefix(runtime.Version(), "go"))
		return
	}
	known := map[string]*subject{}
	for {
		var directory string
		var count int
		if n, _ := fmt.Scanln(&directory, &count); n != 2 {
			return
		}
		if known[directory] == nil {
			known[directory] = load(directory)
		}
		accepted := "ACCEPT"
		start := cpu()
		for i := 0; i < count; i++ {
			if !known[directory].verify() {
				accepted = "REFUSE"
			}
		}
		fmt.Println(accepted, cpu()-start)
	}
}
