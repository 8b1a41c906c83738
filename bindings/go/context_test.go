package tlsverify

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"log"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func refusedFor(t *testing.T, err error, reason Reason) *VerificationError {
	t.Helper()
	var refused *VerificationError
	if !errors.As(err, &refused) || refused.Reason != reason {
		t.Fatalf("wanted %s, got %v", reason, err)
	}
	return refused
}

func failedWith(t *testing.T, err error, sentence string) {
	t.Helper()
	var refused *VerificationError
	if err == nil || errors.As(err, &refused) || !strings.Contains(err.Error(), sentence) {
		t.Fatalf("wanted an error with %q that is no verdict, got %v", sentence, err)
	}
}

func TestARefusalCarriesReasonDepthSentenceAndHint(t *testing.T) {
	ca := newAuthority(t)
	chain := ca.identity(t, x509.ExtKeyUsageServerAuth).Certificate
	trust := ca.trusting(t)
	result, err := trust.Verify(chain, "good.test")
	noError(t, err)
	if result.Status != OK || result.Source != SourcePath || len(result.Path) != 2 || !bytes.Equal(result.Path[0], chain[0]) {
		t.Fatalf("%+v", result)
	}

	result, err = trust.Verify(chain, "www.good.test")
	refused := refusedFor(t, err, ReasonNameMismatch)
	if refused.Depth != 0 || refused.Host != "www.good.test" || refused.Result != result || refused.Hint == "" {
		t.Fatalf("%+v", refused)
	}
	for _, part := range []string{"NAME_MISMATCH (301) at depth 0", `"www.good.test"`, refused.Message, "hint: " + refused.Hint} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q lacks %q", err, part)
		}
	}
	digest := sha256.Sum256(chain[0])
	first := result.Findings[0]
	if first.Reason != ReasonNameMismatch || first.Severity != Failure || !bytes.Equal(first.SHA256, digest[:]) {
		t.Fatalf("%+v", first)
	}
}

func TestATimeOtherThanThePresent(t *testing.T) {
	ca := newAuthority(t)
	chain := ca.identity(t, x509.ExtKeyUsageServerAuth).Certificate
	trust := ca.trusting(t)
	_, err := trust.VerifyAt(chain, "good.test", time.Now())
	noError(t, err)
	_, err = trust.VerifyAt(chain, "good.test", time.Now().Add(24*time.Hour))
	refusedFor(t, err, ReasonExpired)
}

func TestRevocationLists(t *testing.T) {
	ca := newAuthority(t)
	chain := ca.identity(t, x509.ExtKeyUsageServerAuth).Certificate
	trust := ca.trusting(t)
	_, err := trust.VerifyWith(chain, "good.test", Evidence{CRLs: [][]byte{ca.list(t)}})
	noError(t, err)
	_, err = trust.VerifyWith(chain, "good.test", Evidence{CRLs: [][]byte{ca.list(t, chain[0])}, Time: time.Now()})
	refusedFor(t, err, ReasonRevoked)
	_, err = trust.VerifyWith(chain, "good.test", Evidence{CRLs: [][]byte{chain[0]}})
	failedWith(t, err, "tv_evidence_add_crl")
	noError(t, trust.RefuseUnknownRevocation(true))
	_, err = trust.Verify(chain, "good.test")
	refusedFor(t, err, ReasonRevocationUnknown)
	_, err = trust.VerifyWith(chain, "good.test", Evidence{CRLs: [][]byte{ca.list(t)}})
	noError(t, err)
}

func TestWhatCannotBeJudgedIsNoVerdict(t *testing.T) {
	ca := newAuthority(t)
	chain := ca.identity(t, x509.ExtKeyUsageServerAuth).Certificate
	trust := ca.trusting(t)
	_, err := trust.Verify(chain, "good.test\x00.other.test")
	if !errors.Is(err, ErrNUL) {
		t.Fatal(err)
	}
	_, err = trust.Verify(chain, "")
	failedWith(t, err, "The name to verify is missing")
	_, err = trust.Verify(nil, "good.test")
	failedWith(t, err, "tv_verify_chain_with")
	failedWith(t, trust.AddCert("", chain[0]), "AddCertForAnyHost")
	if errors.Is(trust.AddCert("good.test\x00", chain[0]), ErrNUL) != true {
		t.Fatal("a pin for a name with a NUL")
	}
	_, err = (&Context{}).Verify(chain, "good.test")
	failedWith(t, err, "tv_verify_chain_with")
}

func TestAClosedContextRefuses(t *testing.T) {
	ca := newAuthority(t)
	chain := ca.identity(t, x509.ExtKeyUsageServerAuth).Certificate
	trust := ca.trusting(t)
	clone := trust.Clone()
	noError(t, trust.Close())
	noError(t, trust.Close())
	_, err := trust.Verify(chain, "good.test")
	failedWith(t, err, "tv_verify_chain_with")
	failedWith(t, trust.SetMode(Off), "tv_set_mode")
	if trust.Mode() != 0 {
		t.Fatal("a closed context has a mode")
	}
	_, err = clone.Verify(chain, "good.test")
	noError(t, err)
}

func TestAContextMayBeClosedWhileOthersVerify(t *testing.T) {
	ca := newAuthority(t)
	chain := ca.identity(t, x509.ExtKeyUsageServerAuth).Certificate
	trust := ca.trusting(t)
	noError(t, trust.SetHook(After, 0, func(string, [][]byte, *Result) Answer {
		_ = trust.Close()
		return Defer
	}))
	var group sync.WaitGroup
	for thread := 0; thread < 8; thread++ {
		group.Add(1)
		go func() {
			defer group.Done()
			// Each one is judged or fails; none may crash.
			for round := 0; round < 20; round++ {
				if _, err := trust.Verify(chain, "other.test"); err == nil {
					t.Error("the wrong name is accepted")
				}
			}
		}()
	}
	group.Wait()
}

func TestAPanicInAHookIsARefusalAndIsReported(t *testing.T) {
	ca := newAuthority(t)
	chain := ca.identity(t, x509.ExtKeyUsageServerAuth).Certificate
	var reported bytes.Buffer
	log.SetOutput(&reported)
	defer log.SetOutput(os.Stderr)
	for _, cause := range []interface{}{"no", nil, errors.New("no")} {
		trust := ca.trusting(t)
		reported.Reset()
		noError(t, trust.SetHook(Before, OverrideAll, func(string, [][]byte, *Result) Answer { panic(cause) }))
		_, err := trust.Verify(chain, "good.test")
		refusedFor(t, err, ReasonHookRejected)
		if !strings.Contains(reported.String(), "the hook panicked") {
			t.Fatalf("%v is not reported: %s", cause, reported.String())
		}
		noError(t, trust.SetHook(Before, 0, nil))
		_, err = trust.Verify(chain, "good.test")
		noError(t, err)
	}
}

func TestAHookMayUseItsContext(t *testing.T) {
	ca := newAuthority(t)
	chain := ca.identity(t, x509.ExtKeyUsageServerAuth).Certificate
	trust := New()
	noError(t, trust.SetHook(Before, OverrideAll, func(host string, chain [][]byte, normal *Result) Answer {
		if normal != nil || host != "good.test" {
			return Reject
		}
		if err := trust.AddRoot(ca.certificate.Raw); err != nil {
			return Reject
		}
		return Defer
	}))
	_, err := trust.Verify(chain, "good.test")
	refusedFor(t, err, ReasonUnknownIssuer)
	_, err = trust.Verify(chain, "good.test")
	noError(t, err)
}

func TestAHookIsForgottenWithItsContext(t *testing.T) {
	ca := newAuthority(t)
	collected := make(chan bool, 1)
	func() {
		trust := ca.trusting(t)
		witness := new([16]byte)
		runtime.SetFinalizer(witness, func(*[16]byte) { collected <- true })
		noError(t, trust.SetHook(After, 0, func(string, [][]byte, *Result) Answer { return Answer(witness[0]) }))
		noError(t, trust.SetLog(func(LogLevel, string) { witness[1]++ }))
	}()
	deadline := time.After(10 * time.Second)
	for {
		runtime.GC()
		select {
		case <-collected:
			return
		case <-deadline:
			t.Fatal("the hook of a collected context is kept")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestALogFunctionMayPanic(t *testing.T) {
	ca := newAuthority(t)
	chain := ca.identity(t, x509.ExtKeyUsageServerAuth).Certificate
	trust := ca.trusting(t)
	noError(t, trust.SetMode(Warn))
	noError(t, trust.SetLog(func(LogLevel, string) { panic("no") }))
	result, err := trust.Verify(chain, "other.test")
	noError(t, err)
	if result.Status != Warned {
		t.Fatalf("%+v", result)
	}
}
