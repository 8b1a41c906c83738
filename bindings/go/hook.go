package tlsverify

// #include "callbacks.h"
import "C"

import (
	"encoding/asn1"
	"log"
	"runtime/cgo"
	"runtime/debug"
	"unsafe"
)

// Stage says when a hook is asked.
type Stage int32

// When a hook is asked.
const (
	// Before anything is judged.
	Before Stage = C.TV_HOOK_BEFORE
	// After the normal procedure, with its result in hand.
	After Stage = C.TV_HOOK_AFTER
)

// Answer is what a hook says of a peer. Any other value is a refusal.
type Answer int32

// What a hook says of a peer.
const (
	// Defer means: I don't know, run your normal procedure.
	Defer Answer = C.TV_HOOK_DEFER
	// Accept means: go on talking, as far as the hook may override.
	Accept Answer = C.TV_HOOK_ACCEPT
	// Reject means: do not talk.
	Reject Answer = C.TV_HOOK_REJECT
)

// Override says what an Accept may forgive. Nothing forgives distrust.
type Override uint32

// What an Accept may forgive.
const (
	// OverrideIssuer forgives a missing or untrusted issuer.
	OverrideIssuer Override = C.TV_OVERRIDE_ISSUER
	// OverrideName forgives another name.
	OverrideName Override = C.TV_OVERRIDE_NAME
	// OverrideTime forgives validity dates.
	OverrideTime Override = C.TV_OVERRIDE_TIME
	// OverridePolicy forgives rules on form, strength and usage.
	OverridePolicy Override = C.TV_OVERRIDE_POLICY
	// OverrideAll forgives everything but distrust and revocation, signatures that do not verify included. Dangerous.
	OverrideAll Override = C.TV_OVERRIDE_ALL
)

// Hook is asked about a peer: the host (empty if there is none), its chain in DER, and at stage After the result of the
// normal procedure. It runs on the goroutine that verifies, perhaps on several at once, and may use the context. A panic in
// it is a refusal and is written to the standard logger. It must not end its goroutine: no runtime.Goexit, no t.FailNow.
type Hook func(host string, chain [][]byte, normal *Result) Answer

// LogLevel says how much a log line weighs.
type LogLevel int32

// How much a log line weighs: something was passed over, or a peer would have been refused.
const (
	LogWarning LogLevel = C.TV_LOG_LEVEL_WARNING
	LogRefusal LogLevel = C.TV_LOG_LEVEL_REFUSAL
)

// SetHook sets the hook of one stage in place of the former one; nil removes it. mayOverride says what an Accept may
// forgive: a sum of Override values, or 0 for a hook that can only refuse.
func (c *Context) SetHook(stage Stage, mayOverride Override, hook Hook) error {
	return c.change("tv_set_hook", func(context *C.tv_context) C.tv_status {
		if hook == nil {
			return C.tv_set_hook(context, C.tv_hook_stage(stage), 0, nil, nil, nil)
		}
		handle := cgo.NewHandle(hook)
		status := C.tlsverify_go_set_hook(context, C.tv_hook_stage(stage), C.uint32_t(mayOverride), C.uintptr_t(handle))
		if status != C.TV_OK {
			handle.Delete()
		}
		return status
	})
}

// SetLog sends log lines to a function, which may be called on several goroutines at once, instead of standard error; nil
// sends them to standard error again.
func (c *Context) SetLog(write func(level LogLevel, text string)) error {
	return c.change("tv_set_log", func(context *C.tv_context) C.tv_status {
		if write == nil {
			return C.tv_set_log(context, nil, nil, nil)
		}
		handle := cgo.NewHandle(write)
		status := C.tlsverify_go_set_log(context, C.uintptr_t(handle))
		if status != C.TV_OK {
			handle.Delete()
		}
		return status
	})
}

//export tlsverifyGoHook
func tlsverifyGoHook(handle C.uintptr_t, host *C.char, der *C.uint8_t, length C.size_t, normal *C.tv_result) C.int32_t {
	answer := Reject
	quietly(func() {
		// The answer is set at the very end only: whatever goes wrong before is a rejection.
		answer = ask(cgo.Handle(handle).Value().(Hook), C.GoString(host), C.GoBytes(unsafe.Pointer(der), C.int(length)), normal)
	})
	return C.int32_t(answer)
}

//export tlsverifyGoLog
func tlsverifyGoLog(handle C.uintptr_t, level C.int32_t, text *C.char) {
	quietly(func() {
		cgo.Handle(handle).Value().(func(LogLevel, string))(LogLevel(level), C.GoString(text))
	})
}

//export tlsverifyGoDestroy
func tlsverifyGoDestroy(handle C.uintptr_t) {
	cgo.Handle(handle).Delete()
}

func ask(hook Hook, host string, chain []byte, normal *C.tv_result) (answer Answer) {
	hasAnswered := false
	defer func() {
		// Not whether recover returns nil: panic(nil) is a panic too.
		if cause := recover(); !hasAnswered {
			answer = Reject
			log.Printf("tlsverify: the hook panicked: %v; the peer is refused\n%s", cause, debug.Stack())
		}
	}()
	var result *Result
	if normal != nil {
		result = newResult(normal)
	}
	answer = hook(host, split(chain), result)
	hasAnswered = true
	return answer
}

// quietly keeps a panic from passing through the library.
func quietly(call func()) {
	defer func() { _ = recover() }()
	call()
}

// split cuts concatenated DER certificates apart. What cannot be read stays in one piece.
func split(der []byte) [][]byte {
	var chain [][]byte
	for len(der) > 0 {
		var one asn1.RawValue
		rest, err := asn1.Unmarshal(der, &one)
		if err != nil {
			return append(chain, der)
		}
		chain = append(chain, one.FullBytes)
		der = rest
	}
	return chain
}
