package tlsverify

// #include <stdlib.h>
// #include <tlsverify.h>
import "C"

import (
	"bytes"
	"runtime"
	"sync"
	"time"
	"unsafe"
)

// Mode says what happens to a refusal.
type Mode int32

// What happens to a refusal.
const (
	// Warn goes on and logs what it would have refused. Distrusted keys, signatures that do not verify and broken encodings
	// are refused all the same.
	Warn Mode = C.TV_MODE_WARN
	// Enforce refuses.
	Enforce Mode = C.TV_MODE_ENFORCE
	// Off judges nothing at all. Prefer DisableValidation, which says what it does.
	Off Mode = C.TV_MODE_OFF
)

// Rules say how strictly certificates are judged.
type Rules int32

// How strictly certificates are judged.
const (
	// Browser judges chains to bundled roots as browsers do, and chains to local roots by the essentials of RFC 5280.
	Browser Rules = C.TV_RULES_BROWSER
	// RFC5280 is RFC 5280 to the letter.
	RFC5280 Rules = C.TV_RULES_RFC5280
	// CABF is RFC 5280 and the CA/B Forum Baseline Requirements, for every certificate.
	CABF Rules = C.TV_RULES_CABF
)

// Purpose says what a certificate is to be used for.
type Purpose int32

// What a certificate is to be used for.
const (
	Server     Purpose = C.TV_PURPOSE_SERVER
	Client     Purpose = C.TV_PURPOSE_CLIENT
	AnyPurpose Purpose = C.TV_PURPOSE_ANY
)

// Context says what is trusted and how strictly it is judged. Every method may be called from any goroutine; a change is
// seen by the next verification. The zero Context refuses everything: make one with New.
type Context struct {
	mutex  sync.Mutex
	handle *C.tv_context
}

// New makes a context that trusts the Mozilla roots and refuses what it cannot verify. It is freed when it is closed or
// collected.
func New() *Context {
	c := adopt(C.tv_context_new())
	if err := c.SetMode(Enforce); err != nil {
		panic(err)
	}
	return c
}

// Clone makes an independent context with the same settings, hooks and log function included.
func (c *Context) Clone() *Context {
	handle := c.reference()
	defer C.tv_context_free(handle)
	return adopt(C.tv_context_clone(handle))
}

// Close frees the context as soon as no verification uses it any more; every later call fails. It always returns nil.
func (c *Context) Close() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	C.tv_context_free(c.handle)
	c.handle = nil
	return nil
}

// Mode is the mode of the context; 0 after Close.
func (c *Context) Mode() Mode {
	handle := c.reference()
	defer C.tv_context_free(handle)
	return Mode(C.tv_get_mode(handle))
}

// SetMode sets what happens to a refusal.
func (c *Context) SetMode(mode Mode) error {
	return c.change("tv_set_mode", func(handle *C.tv_context) C.tv_status {
		return C.tv_set_mode(handle, C.tv_mode(mode))
	})
}

// SetRules sets how strictly certificates are judged.
func (c *Context) SetRules(rules Rules) error {
	return c.change("tv_set_rules", func(handle *C.tv_context) C.tv_status {
		return C.tv_set_rules(handle, C.tv_rules(rules))
	})
}

// SetPurpose sets what certificates are to be used for.
func (c *Context) SetPurpose(purpose Purpose) error {
	return c.change("tv_set_purpose", func(handle *C.tv_context) C.tv_status {
		return C.tv_set_purpose(handle, C.tv_purpose(purpose))
	})
}

// SetMaxIntermediates sets how many intermediates a path may have; 16 unless told otherwise.
func (c *Context) SetMaxIntermediates(count uint32) error {
	return c.change("tv_set_max_intermediates", func(handle *C.tv_context) C.tv_status {
		return C.tv_set_max_intermediates(handle, C.uint32_t(count))
	})
}

// RefuseUnknownRevocation sets whether a peer is refused unless revocation lists tell that no certificate of its path, the root
// aside, is revoked. Unless called, it is so where lists are handed in.
func (c *Context) RefuseUnknownRevocation(on bool) error {
	var number C.int32_t
	if on {
		number = 1
	}
	return c.change("tv_refuse_unknown_revocation", func(handle *C.tv_context) C.tv_status {
		return C.tv_refuse_unknown_revocation(handle, number)
	})
}

// SetCacheSize sets how many bytes may be used to remember signature checks that have succeeded; 0 turns it off.
func (c *Context) SetCacheSize(size uint) error {
	return c.change("tv_set_cache_size", func(handle *C.tv_context) C.tv_status {
		return C.tv_set_cache_size(handle, C.size_t(size))
	})
}

// ValidateCerts turns everything on: the Mozilla roots, and refusal.
func (c *Context) ValidateCerts() error {
	return c.change("tv_validate_certs", func(handle *C.tv_context) C.tv_status { return C.tv_validate_certs(handle) })
}

// DisableValidation turns validation off: nothing is judged, and the connection is open to anybody who can reach it.
func (c *Context) DisableValidation() error {
	return c.change("tv_disable_validation", func(handle *C.tv_context) C.tv_status {
		return C.tv_disable_validation(handle)
	})
}

// Verify judges a chain of DER certificates as the peer sent them, its own first. The host is a DNS name or an IP address,
// and may be empty only for another purpose than Server. A peer that is refused is a *VerificationError; any other error
// means that nothing could be judged. The Result is nil only with an error of the second kind.
func (c *Context) Verify(chain [][]byte, host string) (*Result, error) {
	return c.verifyAndRead(chain, host, nil)
}

// VerifyAt judges a chain at a time other than the present.
func (c *Context) VerifyAt(chain [][]byte, host string, at time.Time) (*Result, error) {
	return c.VerifyWith(chain, host, Evidence{Time: at})
}

// Evidence is what is known about one verification beside the chain.
type Evidence struct {
	// When to judge; the present if it is zero.
	Time time.Time
	// Revocation lists in DER.
	CRLs [][]byte
}

// VerifyWith judges a chain with evidence. An *Error is returned too if one of the revocation lists is none.
func (c *Context) VerifyWith(chain [][]byte, host string, with Evidence) (*Result, error) {
	evidence := C.tv_evidence_new()
	defer C.tv_evidence_free(evidence)
	if !with.Time.IsZero() {
		if err := check("tv_evidence_set_time", C.tv_evidence_set_time(evidence, C.int64_t(with.Time.Unix()))); err != nil {
			return nil, err
		}
	}
	for _, crl := range with.CRLs {
		der, length := octets(crl)
		if err := check("tv_evidence_add_crl", C.tv_evidence_add_crl(evidence, der, length)); err != nil {
			return nil, err
		}
	}
	return c.verifyAndRead(chain, host, evidence)
}

func (c *Context) verifyAndRead(chain [][]byte, host string, evidence *C.tv_evidence) (*Result, error) {
	raw, err := c.verify(chain, host, evidence)
	if err != nil {
		return nil, err
	}
	defer C.tv_result_free(raw)
	result := newResult(raw)
	if !result.Status.MayProceed() {
		return result, refusal(host, result)
	}
	return result, nil
}

// mayProceed is Verify for callers who want nothing but the error: an acceptance is not read.
func (c *Context) mayProceed(chain [][]byte, host string) error {
	raw, err := c.verify(chain, host, nil)
	if err != nil {
		return err
	}
	defer C.tv_result_free(raw)
	if !Status(C.tv_result_status(raw)).MayProceed() {
		return refusal(host, newResult(raw))
	}
	return nil
}

// verify returns a result that the caller frees, or an error if there is none.
func (c *Context) verify(chain [][]byte, host string, evidence *C.tv_evidence) (*C.tv_result, error) {
	var name *C.char
	if host != "" {
		var err error
		if name, err = cString(host); err != nil {
			return nil, err
		}
		defer C.free(unsafe.Pointer(name))
	}
	handle := c.reference()
	defer C.tv_context_free(handle)
	der, length := octets(bytes.Join(chain, nil))
	var raw *C.tv_result
	status := C.tv_verify_chain_with(handle, name, der, length, evidence, &raw)
	if raw == nil {
		return nil, &Error{Call: "tv_verify_chain_with", Status: Status(status)}
	}
	return raw, nil
}

func adopt(handle *C.tv_context) *Context {
	c := &Context{handle: handle}
	runtime.SetFinalizer(c, (*Context).Close)
	return c
}

// reference keeps the handle alive, whoever closes or collects the context meanwhile; the caller frees it. It is nil for
// a closed context, which every C function refuses.
func (c *Context) reference() *C.tv_context {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return C.tv_context_ref(c.handle)
}

func (c *Context) change(call string, change func(*C.tv_context) C.tv_status) error {
	handle := c.reference()
	defer C.tv_context_free(handle)
	return check(call, change(handle))
}
