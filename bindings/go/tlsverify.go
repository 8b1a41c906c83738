// Package tlsverify answers one question: may I go on talking to this TLS peer, and if not, why?
//
// It is a thin layer over the C library libtlsverify, which carries the Mozilla roots and never touches the network. A
// Context says what is trusted and how strictly it is judged; its TLSConfig makes connections of crypto/tls ask it:
//
//	trust := tlsverify.New()
//	client := &http.Client{Transport: &http.Transport{TLSClientConfig: trust.TLSConfig(nil), ForceAttemptHTTP2: true}}
//
// A peer that is refused is a *VerificationError, found with errors.As, with a reason, a depth and a hint.
package tlsverify

// #cgo pkg-config: tlsverify
// #include <tlsverify.h>
import "C"

import (
	"errors"
	"fmt"
	"strings"
	"unsafe"
)

// ErrNoServerName refuses a connection whose configuration does not say which peer is wanted. Go tells a VerifyConnection
// function of host names only, so connections to an IP address need DialTLS, or its ServerName in the base of TLSConfig.
var ErrNoServerName = errors.New("tlsverify: the connection has no server name to verify; for an IP address use DialTLS")

// ErrNUL refuses a string with a NUL inside, of which C would see the beginning only.
var ErrNUL = errors.New("tlsverify: the string contains a NUL")

// Status says how a call went. OK is the only success.
type Status int32

// What a verification returns. Any other status means that nothing could be judged.
const (
	// OK means verified: by a path, a pin or the hook.
	OK Status = C.TV_OK
	// Warned means refused, but the context only warns, and the warning has been given.
	Warned Status = C.TV_WARNED
	// Unchecked means that validation is off and nothing was judged.
	Unchecked Status = C.TV_UNCHECKED
	// Rejected means refused.
	Rejected Status = C.TV_REJECTED
)

// String is one sentence about the status.
func (s Status) String() string {
	if text := C.GoString(C.tv_status_message(C.int32_t(s))); text != "" {
		return text
	}
	return fmt.Sprintf("status %d", int32(s))
}

// MayProceed says whether the connection may go on. It may with Warned and Unchecked, though nobody vouches for the peer.
func (s Status) MayProceed() bool { return C.tv_may_proceed(C.int32_t(s)) == 1 }

// Error is a call that could not be carried out: a bad argument, a certificate that cannot be read, and so on.
type Error struct {
	// Call is the C function.
	Call   string
	Status Status
}

func (e *Error) Error() string {
	return fmt.Sprintf("tlsverify: %s: %s (%d)", e.Call, e.Status, int32(e.Status))
}

// Version is the version of the C library.
func Version() string { return C.GoString(C.tv_version()) }

// RootsVersion is the date and number of the bundled Mozilla roots.
func RootsVersion() string { return C.GoString(C.tv_roots_version()) }

func check(call string, status C.tv_status) error {
	if status == C.TV_OK {
		return nil
	}
	return &Error{Call: call, Status: Status(status)}
}

// octets is a slice as C wants it: a pointer that is valid for one call, and a length.
func octets(slice []byte) (*C.uint8_t, C.size_t) {
	if len(slice) == 0 {
		return nil, 0
	}
	return (*C.uint8_t)(unsafe.Pointer(&slice[0])), C.size_t(len(slice))
}

// cString copies a string for C; the caller frees it.
func cString(text string) (*C.char, error) {
	if strings.IndexByte(text, 0) >= 0 {
		return nil, ErrNUL
	}
	return C.CString(text), nil
}
