//! Advice on limits, the hook and the mode.

use super::Advice;
use crate::reason::Reason;

pub(super) const ADVICE: &[(Reason, Advice)] = &[
    (
        Reason::SignatureLimit,
        Advice {
            meaning: "So many certificates with fitting names were sent that more signatures would have to be checked than one verification may cost (64, or 12 if no trusted root is in reach, and fewer with keys that cost more: about 16 with P-384). Nobody knows whether one of the paths is good, so the peer is refused.",
            elsewhere: &["OpenSSL: unspecified certificate verification error (1)"],
            causes: &[
                "A chain that was built to cost time.",
                "A server that sends a whole bundle of CA certificates after its own.",
            ],
            client: "Tell the operator how many certificates the server sends (the message has the number).",
            operator: "Send the end entity and its own intermediates, two or three certificates in most cases, and not a CA bundle.",
            c: "The limit is fixed: it keeps a hostile peer from burning your CPU. Pass on only what came from the peer; helpers belong in `tv_add_intermediates`.",
            python: "Python's `ssl` has no such limit in view; look at what is sent with `openssl s_client -showcerts`.",
        },
    ),
    (
        Reason::SearchLimit,
        Advice {
            meaning: "The certificates that were sent could be combined in more ways than one verification may try. Nobody knows whether one of them is good, so the peer is refused.",
            elsewhere: &["OpenSSL: unspecified certificate verification error (1)"],
            causes: &[
                "A mesh of CAs that have all cross-signed each other.",
                "A chain that was built to cost time.",
            ],
            client: "Tell the operator how many certificates the server sends.",
            operator: "Send one path: the end entity and its own intermediates.",
            c: "Remove helpers that are not needed from `tv_add_intermediates`; the limit itself is fixed.",
            python: "Look at what is sent with `openssl s_client -connect HOST:443 -showcerts`.",
        },
    ),
    (
        Reason::ComparisonLimit,
        Advice {
            meaning: "Names and name constraints in this chain are so many that comparing them all would cost more than one verification may. Nobody knows the outcome, so the peer is refused.",
            elsewhere: &[
                "OpenSSL: unspecified certificate verification error (1)",
                "Go: x509: too many constraints",
            ],
            causes: &[
                "A chain that was built to cost time.",
                "A CA certificate with thousands of name constraints, and a certificate with thousands of names below it: more than four million pairs are refused, as other verifiers do.",
            ],
            client: "Tell the operator.",
            operator: "Use a certificate with fewer names, from a CA with fewer constraints: thousands of each are still judged.",
            c: "The limit is fixed; 1,000 names against 1,000 constraints lie far below it.",
            python: "Count the names with `openssl x509 -noout -ext subjectAltName`.",
        },
    ),
    (
        Reason::HookRejected,
        Advice {
            meaning: "The application has registered a hook (tv_set_hook), and the hook has said no. The certificates may be perfectly good.",
            elsewhere: &["OpenSSL: application verification failure (50)"],
            causes: &[
                "The application has rules of its own: a list of hosts, a pin, an answer that the user gave.",
            ],
            client: "The reason lies in the application, its log or its settings, and not in the certificate.",
            operator: "Ask the users of the application which rule refuses the server.",
            c: "Let the hook log why it returns TV_HOOK_REJECT. In the stage AFTER it is handed the normal result, which stays on record as further findings.",
            python: "A hook written in Python has to catch its own exceptions and return 0, 1 or 2; what it prints is the place to look.",
        },
    ),
    (
        Reason::HookBadAnswer,
        Advice {
            meaning: "The application's hook returned a number that is neither TV_HOOK_DEFER (0) nor TV_HOOK_ACCEPT (1) nor TV_HOOK_REJECT (2). It counts as a refusal, so that a mistake cannot let anybody in.",
            elsewhere: &["OpenSSL: application verification failure (50)"],
            causes: &[
                "A hook that returns -1 for an error, or a boolean of another library.",
                "A hook in another language that threw an exception or returned nothing.",
            ],
            client: "Report it to the makers of the application.",
            operator: "Nothing is wrong with the server.",
            c: "Return one of the three constants on every way out of the hook; on an error of your own return TV_HOOK_REJECT.",
            python: "With ctypes or cffi, declare the result as c_int and return an int on every way out; an uncaught exception leaves the result undefined.",
        },
    ),
    (
        Reason::HookOverride,
        Advice {
            meaning: "Not a failure: the application's hook has accepted the peer in spite of what was found, or in place of looking. What was found stays on record as forgiven findings.",
            elsewhere: &["OpenSSL: a verify callback that returned 1"],
            causes: &["The user or the administrator has made an exception for this host."],
            client: "If you did not make that exception, find out who did.",
            operator: "Fix the forgiven findings, so that the exception is no longer needed.",
            c: "Register the hook with the narrowest `may_override` that does the job: TV_OVERRIDE_NAME rather than TV_OVERRIDE_ALL.",
            python: "Keep the exception in one place with the host, the SHA-256 and a date, and not in a function that returns True.",
        },
    ),
    (
        Reason::ValidationOff,
        Advice {
            meaning: "Not a failure: this context has validation turned off, so nothing was judged and anybody could be at the other end. Every result made in this state says so.",
            elsewhere: &[
                "curl -k, --insecure; wget --no-check-certificate",
                "Python: requests verify=False (InsecureRequestWarning); ssl._create_unverified_context",
                "Node.js: NODE_TLS_REJECT_UNAUTHORIZED=0; Go: InsecureSkipVerify: true",
            ],
            causes: &[
                "tv_disable_validation, or tv_set_mode with TV_MODE_OFF, was called on this context.",
            ],
            client: "Do not send passwords over this connection.",
            operator: "Nothing is wrong with the server; but find out which fault made the client's developers do that.",
            c: "`tv_validate_certs(ctx)` turns validation on with the Mozilla roots. To trust one odd certificate, `tv_add_cert` is enough.",
            python: "`ssl.create_default_context()` verifies; give it `cafile=` for a private CA.",
        },
    ),
];
