package tlsverify

// #include <tlsverify.h>
import "C"

import (
	"fmt"
	"unsafe"
)

// Reason says why a peer is refused. The hundreds of the number are the category: 1 encoding, 2 time, 3 names, 4 path and
// trust, 5 keys and signatures, 6 constraints and usages, 7 revocation, 8 transparency, 9 limits and hook.
type Reason int32

// String is the stable name, such as "EXPIRED"; "UNKNOWN" for a number that is no reason.
func (r Reason) String() string { return C.GoString(C.tv_reason_name(C.int32_t(r))) }

// Message is one sentence about the reason, without the values of a case.
func (r Reason) Message() string { return C.GoString(C.tv_reason_message(C.int32_t(r))) }

// Source says who has decided.
type Source int32

// Who has decided.
const (
	SourceNone Source = C.TV_SOURCE_NONE
	SourcePath Source = C.TV_SOURCE_PATH
	SourcePin  Source = C.TV_SOURCE_PIN
	SourceHook Source = C.TV_SOURCE_HOOK
	SourceMode Source = C.TV_SOURCE_MODE
)

// Severity says how much a finding weighs.
type Severity int32

// How much a finding weighs: a note, a failure that the hook has forgiven, or a failure.
const (
	Note     Severity = C.TV_SEVERITY_NOTE
	Forgiven Severity = C.TV_SEVERITY_FORGIVEN
	Failure  Severity = C.TV_SEVERITY_FAILURE
)

// Finding is one observation about one certificate, or about the chain as a whole.
type Finding struct {
	Reason Reason
	// Depth is 0 for the end entity, counting towards the anchor; -1 for the chain as a whole.
	Depth    int
	Severity Severity
	// Message is one sentence with the actual values.
	Message string
	// Hint is empty if there is none.
	Hint string
	// Subject is what a person would call the certificate.
	Subject string
	// SHA256 is the digest of the certificate; nil for the chain as a whole.
	SHA256 []byte
	// Expected and Found are empty where a few words cannot say them.
	Expected, Found string
}

// Result is the outcome of one verification.
type Result struct {
	Status Status
	// Reason is ReasonNone for a plain acceptance.
	Reason Reason
	// Depth is that of the certificate at fault: 0 the end entity, -1 the chain as a whole, or no fault.
	Depth  int
	Source Source
	// Message is one sentence with the actual values. Its wording may change.
	Message string
	// Hint says what to do about it; it is empty if nothing honest can be said.
	Hint string
	// Findings begin with the one that gave the reason, if there is one.
	Findings []Finding
	// Path is the best path in DER, end entity first.
	Path [][]byte
	// Text is the whole report as a tree.
	Text string
	// JSON is the whole report as one JSON object.
	JSON string
}

// VerificationError is a peer that is refused.
type VerificationError struct {
	// Host is the name or address that was wanted; empty for a client.
	Host   string
	Reason Reason
	// Depth is that of the certificate at fault: 0 the end entity, -1 the chain as a whole.
	Depth int
	// Message is one sentence with the actual values.
	Message string
	// Hint says what to do about it; it is empty if nothing honest can be said.
	Hint string
	// Result is everything that is known.
	Result *Result
}

func (e *VerificationError) Error() string {
	text := fmt.Sprintf("tlsverify: %s (%d) at depth %d: %s", e.Reason, int32(e.Reason), e.Depth, e.Message)
	if e.Hint != "" {
		text += " hint: " + e.Hint
	}
	return text
}

func refusal(host string, result *Result) error {
	return &VerificationError{
		Host: host, Reason: result.Reason, Depth: result.Depth, Message: result.Message, Hint: result.Hint, Result: result,
	}
}

// newResult copies everything out of a result, which stays the caller's.
func newResult(raw *C.tv_result) *Result {
	result := &Result{
		Status:  Status(C.tv_result_status(raw)),
		Reason:  Reason(C.tv_result_reason(raw)),
		Depth:   int(C.tv_result_depth(raw)),
		Source:  Source(C.tv_result_source(raw)),
		Message: C.GoString(C.tv_result_message(raw)),
		Hint:    C.GoString(C.tv_result_hint(raw)),
		Text:    C.GoString(C.tv_result_text(raw)),
		JSON:    C.GoString(C.tv_result_json(raw)),
	}
	for index := C.size_t(0); index < C.tv_result_finding_count(raw); index++ {
		result.Findings = append(result.Findings, newFinding(raw, index))
	}
	for index := C.size_t(0); index < C.tv_result_path_count(raw); index++ {
		var length C.size_t
		der := C.tv_result_path_der(raw, index, &length)
		result.Path = append(result.Path, C.GoBytes(unsafe.Pointer(der), C.int(length)))
	}
	return result
}

func newFinding(raw *C.tv_result, index C.size_t) Finding {
	finding := Finding{
		Reason:   Reason(C.tv_result_finding_reason(raw, index)),
		Depth:    int(C.tv_result_finding_depth(raw, index)),
		Severity: Severity(C.tv_result_finding_severity(raw, index)),
		Message:  C.GoString(C.tv_result_finding_message(raw, index)),
		Hint:     C.GoString(C.tv_result_finding_hint(raw, index)),
		Subject:  C.GoString(C.tv_result_finding_subject(raw, index)),
		Expected: C.GoString(C.tv_result_finding_expected(raw, index)),
		Found:    C.GoString(C.tv_result_finding_found(raw, index)),
	}
	if digest := C.tv_result_finding_sha256(raw, index); digest != nil {
		finding.SHA256 = C.GoBytes(unsafe.Pointer(digest), 32)
	}
	return finding
}
