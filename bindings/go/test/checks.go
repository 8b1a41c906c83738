package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/pem"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"

	tlsverify "github.com/libtlsverify/libtlsverify/bindings/go"
)

// runChecks reports every check that holds, and ends the program at the first one that does not.
func runChecks(f *fixture) {
	good, bad := f.server("good-tls13"), f.server("wrong-name-tls13")
	body, err := get(good, "127.0.0.1", &http.Transport{DialTLSContext: f.trusting().DialTLS(nil)})
	check("by-address", body == "hello\n" && err == nil)
	checkHooks(f, good, bad)
	checkTrust(f, good, bad)
	checkLife(f, certificate(good.Chain), certificate(f.Intermediate))
	check("bad-root", f.trusting().AddRoot([]byte("not a certificate")) != nil)
}

func check(name string, holds bool) {
	if !holds {
		log.Fatalf("failed: %s", name)
	}
	fmt.Println("check", name)
}

// certificate is the first one in a PEM file, in DER.
func certificate(path string) []byte {
	block, _ := pem.Decode(read(path))
	return block.Bytes
}

func is(err error, reason tlsverify.Reason) bool {
	var refused *tlsverify.VerificationError
	return errors.As(err, &refused) && refused.Reason == reason
}

// hooked says what comes of talking to a server with a hook.
func hooked(f *fixture, one server, override tlsverify.Override, hook tlsverify.Hook) error {
	trust := f.trusting()
	must(trust.SetHook(tlsverify.After, override, hook))
	_, err := talk(one, trust)
	return err
}

func answering(answer tlsverify.Answer) tlsverify.Hook {
	return func(string, [][]byte, *tlsverify.Result) tlsverify.Answer { return answer }
}

func checkHooks(f *fixture, good, bad server) {
	check("hook-rejects", is(hooked(f, good, 0, answering(tlsverify.Reject)), tlsverify.ReasonHookRejected))
	check("hook-defers", hooked(f, good, 0, answering(tlsverify.Defer)) == nil)
	check("hook-accepts", hooked(f, bad, tlsverify.OverrideName, answering(tlsverify.Accept)) == nil)
	check("hook-may-not-accept", is(hooked(f, bad, 0, answering(tlsverify.Accept)), tlsverify.ReasonNameMismatch))
	check("hook-nonsense", is(hooked(f, good, tlsverify.OverrideAll, answering(7)), tlsverify.ReasonHookBadAnswer))

	var reported bytes.Buffer
	log.SetOutput(&reported)
	err := hooked(f, good, tlsverify.OverrideAll, func(string, [][]byte, *tlsverify.Result) tlsverify.Answer {
		panic("no")
	})
	log.SetOutput(os.Stderr)
	check("hook-exception", is(err, tlsverify.ReasonHookRejected))
	check("hook-exception-is-reported", strings.Contains(reported.String(), "the hook panicked: no"))

	seen := ""
	must(hooked(f, good, 0, func(host string, chain [][]byte, normal *tlsverify.Result) tlsverify.Answer {
		seen = fmt.Sprint(host, " ", len(chain), " ", int(normal.Status))
		return tlsverify.Defer
	}))
	check("hook-sees", seen == "good.test 2 0")
}

func checkTrust(f *fixture, good, bad server) {
	warning := f.trusting()
	must(warning.SetMode(tlsverify.Warn))
	var lines []string
	must(warning.SetLog(func(_ tlsverify.LogLevel, text string) { lines = append(lines, text) }))
	_, err := talk(bad, warning)
	check("warns", err == nil && len(lines) == 1 && strings.Contains(lines[0], "NAME_MISMATCH"))

	selfSigned := f.server("self-signed-tls12")
	pinned, elsewhere := f.trusting(), f.trusting()
	must(pinned.AddCert("good.test", certificate(selfSigned.Chain)))
	must(elsewhere.AddCert("other.test", certificate(selfSigned.Chain)))
	_, err = talk(selfSigned, pinned)
	check("pinned", err == nil)
	_, err = talk(selfSigned, elsewhere)
	check("pinned-for-another-host", is(err, tlsverify.ReasonSelfSigned))

	distrusting := f.trusting()
	must(distrusting.Distrust(sha256.Sum256(certificate(good.Chain))))
	_, err = talk(good, distrusting)
	check("distrust", is(err, tlsverify.ReasonDistrusted))
}

// checkLife is about what is collected, and about many threads.
func checkLife(f *fixture, chain ...[]byte) {
	trust := f.trusting()
	calls := 0
	must(trust.SetHook(tlsverify.After, 0, func(string, [][]byte, *tlsverify.Result) tlsverify.Answer {
		calls++
		runtime.GC()
		return tlsverify.Defer
	}))
	for round := 0; round < 10; round++ {
		runtime.GC()
		_, err := trust.Verify(chain, "good.test")
		must(err)
	}
	check("collected-hook", calls == 10)

	shared := f.trusting()
	failures := make(chan error, 400)
	var group sync.WaitGroup
	for thread := 0; thread < 8; thread++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for round := 0; round < 50; round++ {
				_, err := shared.Verify(chain, "good.test")
				failures <- err
			}
		}()
	}
	group.Wait()
	close(failures)
	verified := 0
	for err := range failures {
		must(err)
		verified++
	}
	check("threads", verified == 400)
}
