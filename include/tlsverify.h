/*
 * tlsverify.h - may I go on talking to this TLS peer, and if not, why?
 *
 * libtlsverify judges the certificate chain that a TLS peer has sent, for the host that the program wants to talk to. It
 * carries the Mozilla roots, never touches the network, starts no threads (but for tv_verify_many, which ends
 * them), and behaves the same on every platform.
 *
 *     tv_context *ctx = tv_context_new();
 *     tv_validate_certs(ctx);                                  (refuse, do not only warn)
 *     tv_result *result = NULL;
 *     tv_status status = tv_verify_chain(ctx, "www.example.org", der_chain, der_chain_len, &result);
 *     if (!tv_may_proceed(status)) {
 *         fprintf(stderr, "%s\n", result ? tv_result_message(result) : "the chain could not be judged");
 *         close_the_connection();
 *     }
 *     tv_result_free(result);
 *     tv_context_free(ctx);
 *
 * WHAT IT CHECKS  A path from the end entity to a trust anchor: signatures, dates, names (RFC 9525), basic constraints, path
 *   length, key usage, extended key usage, name constraints on every form of name, critical extensions, algorithms and key
 *   sizes, strict DER (RFC 5280), what browsers demand of public certificates, and the revocation lists that the program hands in.
 * WHAT IT DOES NOT CHECK  It does not fetch anything: no revocation lists, no OCSP, no missing intermediates. It does not see
 *   the handshake: whether the peer holds the private key, and which protocol and cipher are used, is the TLS library's part.
 *
 * RETURN VALUES  Every call that can fail returns a tv_status. Zero, TV_OK, is the only success, and no status is ever positive,
 *   so "== TV_OK", "!= 0" and "< 0" are all safe tests. TV_WARNED and TV_UNCHECKED mean that the connection may go on although
 *   it was not verified; tv_may_proceed knows. A TV_ERR_... status of a verification means that nothing could be judged, and
 *   the connection must not go on.
 * MODES  A new context is in TV_MODE_WARN: it judges everything, prints a line to standard error for what it would have refused (at
 *   most once an hour for the same host and reason), and returns TV_WARNED. It still refuses distrusted keys, revoked
 *   certificates, signatures that do not verify, and broken encodings. tv_validate_certs turns refusal on. Modes belong to a context; no environment
 *   variable changes one.
 * OWNERSHIP  Inputs are copied, nothing is ever consumed. Whoever calls a _new function, or receives an out_ object, calls _free;
 *   freeing NULL does nothing. Strings and bytes that are returned belong to the object they were read from and are valid until
 *   that is freed; strings are NUL-terminated UTF-8 and never NULL.
 * INPUTS  "_len" counts bytes, "_count" counts elements. (NULL, 0) is a valid empty slice; (NULL, n) is TV_ERR_NULL_ARGUMENT, as is
 *   a NULL object. Outputs are set to NULL or zero first and filled in only as documented: there is no half success. A call that
 *   fails has changed nothing.
 * THREADS  Every call on a tv_context is safe from any thread. A change is one atomic step that the next verification sees; a running
 *   one keeps the settings it began with. A tv_result is immutable. A tv_evidence belongs to one thread until it is used.
 *   errno is left alone. After fork() the child may use what the parent has made, whatever other threads were doing.
 * HOOKS  A hook runs on the thread that verifies, with no lock held. DEFER means "I don't know, run your normal procedure". What an
 *   ACCEPT may forgive is declared when the hook is registered; whatever it forgives is recorded as a finding. A REJECT refuses
 *   in every mode but TV_MODE_OFF. Nothing overrides tv_distrust or a revocation.
 * FAILURES OF THE LIBRARY  A bug inside the library becomes TV_ERR_INTERNAL, and a refusal. Memory that runs out, and a C++ exception
 *   that leaves a hook, end the process; neither becomes an accept. Using an object after it was freed is undefined.
 * ABI  Functions and values are only added, never changed or removed, while the shared library's name (libtlsverify.so.0) stays.
 *   New reasons may appear: treat unknown ones by their category, the hundreds of the number.
 *
 * This file is generated; change src/ffi instead.
 */


#ifndef TLSVERIFY_H
#define TLSVERIFY_H

#include <stddef.h>
#include <stdint.h>
/** The version of this header. */
#define TV_VERSION "0.1.0"
#define TV_VERSION_MAJOR 0
#define TV_VERSION_MINOR 1
#define TV_VERSION_PATCH 0
/** The interface that this header describes; equal to tv_abi_version() of a library that fits. */
#define TV_ABI_VERSION 0

#if defined(_WIN32) && !defined(TV_STATIC)
#define TV_API __declspec(dllimport)
#else
#define TV_API
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
#define TV_MUST_USE [[nodiscard]]
#elif defined(__GNUC__)
#define TV_MUST_USE __attribute__((warn_unused_result))
#else
#define TV_MUST_USE
#endif

/**
 * Why a peer is refused. The hundreds are the category: 1 encoding, 2 time, 3 names, 4 path and trust, 5 keys and signatures,
 * 6 constraints and usages, 7 revocation, 8 transparency, 9 limits and hook.
 */
enum {
    /** No reason: the peer is accepted. */
    TV_REASON_NONE = 0,
    /** The certificate is not encoded as X.509 demands. */
    TV_REASON_MALFORMED_CERTIFICATE = 101,
    /** The certificate has a version that cannot be used here, or one that does not fit its contents. */
    TV_REASON_UNSUPPORTED_VERSION = 102,
    /** The serial number is not a positive number of at most 20 octets. */
    TV_REASON_BAD_SERIAL_NUMBER = 103,
    /** A date in the certificate is not encoded as X.509 demands. */
    TV_REASON_BAD_TIME = 104,
    /** The issuer or subject name is not encoded as X.509 demands. */
    TV_REASON_BAD_DISTINGUISHED_NAME = 105,
    /** An extension is not encoded as its definition demands. */
    TV_REASON_BAD_EXTENSION = 106,
    /** The certificate carries the same extension twice. */
    TV_REASON_DUPLICATE_EXTENSION = 107,
    /** The certificate names one signature algorithm inside and another outside. */
    TV_REASON_ALGORITHM_MISMATCH = 108,
    /** The public key is not encoded as its algorithm demands. */
    TV_REASON_BAD_PUBLIC_KEY = 109,
    /** The subject alternative names are not encoded as X.509 demands. */
    TV_REASON_BAD_SUBJECT_ALT_NAME = 110,
    /** The issuer name is empty. */
    TV_REASON_EMPTY_ISSUER = 111,
    /** The subject name of a CA certificate is empty. */
    TV_REASON_EMPTY_SUBJECT = 112,
    /** The certificate carries a unique identifier, which CAs must not issue. */
    TV_REASON_UNIQUE_IDENTIFIER = 113,
    /** The certificate carries more extensions than any honest one. */
    TV_REASON_TOO_MANY_EXTENSIONS = 114,
    /** The certificate is of version 1 or 2, which cannot say what it may be used for. */
    TV_REASON_OLD_VERSION = 115,
    /** The certificate has expired. */
    TV_REASON_EXPIRED = 201,
    /** The certificate is not valid yet. */
    TV_REASON_NOT_YET_VALID = 202,
    /** The certificate is valid for longer than public CAs may issue. */
    TV_REASON_VALIDITY_TOO_LONG = 204,
    /** The certificate is for another name. */
    TV_REASON_NAME_MISMATCH = 301,
    /** The certificate names no host at all in its subject alternative names. */
    TV_REASON_NO_SUBJECT_ALT_NAME = 302,
    /** The common name is not among the subject alternative names. */
    TV_REASON_COMMON_NAME_NOT_IN_SAN = 303,
    /** A DNS name or address in the certificate is not one that it may carry. */
    TV_REASON_BAD_DNS_NAME = 304,
    /** The issuer of the certificate is not known. */
    TV_REASON_UNKNOWN_ISSUER = 401,
    /** The certificate is self-signed and not trusted. */
    TV_REASON_SELF_SIGNED = 402,
    /** The server did not send a certificate between its own and the root. */
    TV_REASON_MISSING_INTERMEDIATE = 403,
    /** The chain ends at a root that is not trusted. */
    TV_REASON_UNTRUSTED_ROOT = 404,
    /** The certificate or its key has been distrusted. */
    TV_REASON_DISTRUSTED = 405,
    /** The root is distrusted for certificates issued after a date. */
    TV_REASON_DISTRUSTED_AFTER = 406,
    /** There are more intermediates between the end entity and the trust anchor than allowed. */
    TV_REASON_TOO_MANY_INTERMEDIATES = 407,
    /** The certificate is pinned, but for another host. */
    TV_REASON_PINNED_FOR_OTHER_HOST = 408,
    /** The signature on the certificate does not verify with its issuer's key. */
    TV_REASON_BAD_SIGNATURE = 501,
    /** The certificate is signed with a hash that can be forged. */
    TV_REASON_WEAK_SIGNATURE_HASH = 502,
    /** The certificate is signed with an algorithm that is not supported. */
    TV_REASON_UNSUPPORTED_SIGNATURE_ALGORITHM = 503,
    /** The public key is too weak. */
    TV_REASON_WEAK_KEY = 504,
    /** The public key is of a kind that is not supported. */
    TV_REASON_UNSUPPORTED_KEY = 505,
    /** The issuer's key is so weak that its signature proves nothing. */
    TV_REASON_WEAK_ISSUER_KEY = 506,
    /** The size of the RSA key is not a whole number of octets. */
    TV_REASON_ODD_KEY_SIZE = 507,
    /** A certificate that is not a CA has issued another one. */
    TV_REASON_NOT_A_CA = 601,
    /** There are more intermediates below a CA than it permits. */
    TV_REASON_PATH_LENGTH_EXCEEDED = 602,
    /** A CA certificate may not sign certificates, by its own key usage. */
    TV_REASON_NO_KEY_CERT_SIGN = 603,
    /** The certificate is not for this purpose. */
    TV_REASON_WRONG_EXTENDED_KEY_USAGE = 604,
    /** A name is outside the subtrees that an issuer permits. */
    TV_REASON_NAME_NOT_PERMITTED = 605,
    /** A name is inside a subtree that an issuer excludes. */
    TV_REASON_NAME_EXCLUDED = 606,
    /** The certificate carries a critical extension that is not understood. */
    TV_REASON_UNKNOWN_CRITICAL_EXTENSION = 607,
    /** The name constraints are not encoded as X.509 demands. */
    TV_REASON_BAD_NAME_CONSTRAINTS = 608,
    /** A name falls under a constraint of a kind that is not supported. */
    TV_REASON_UNSUPPORTED_NAME_CONSTRAINT = 609,
    /** An issuer demands a certificate policy, and none holds for the whole path. */
    TV_REASON_EXPLICIT_POLICY_REQUIRED = 610,
    /** The certificate policies or their mappings contradict RFC 5280. */
    TV_REASON_INVALID_POLICY = 611,
    /** A CA certificate is used as the server's own. */
    TV_REASON_CA_AS_END_ENTITY = 612,
    /** The key usage of the certificate does not allow it to be used in TLS. */
    TV_REASON_WRONG_KEY_USAGE = 613,
    /** The certificate lacks a key identifier that it must carry. */
    TV_REASON_MISSING_KEY_IDENTIFIER = 621,
    /** A key identifier has a form that it must not have. */
    TV_REASON_BAD_KEY_IDENTIFIER = 622,
    /** An extension is marked critical and must not be, or the other way round. */
    TV_REASON_BAD_CRITICALITY = 623,
    /** The certificate carries an extension that it must not carry. */
    TV_REASON_FORBIDDEN_EXTENSION = 624,
    /** The certificate lacks an extension that it must carry. */
    TV_REASON_MISSING_EXTENSION = 625,
    /** Basic constraints and key usage of the certificate contradict each other. */
    TV_REASON_INCONSISTENT_CA_FIELDS = 626,
    /** The certificate lists a key purpose that it must not list. */
    TV_REASON_FORBIDDEN_KEY_PURPOSE = 627,
    /** The authority information access extension is malformed. */
    TV_REASON_BAD_AUTHORITY_INFO_ACCESS = 628,
    /** The certificate has been revoked by its issuer. */
    TV_REASON_REVOKED = 701,
    /** No revocation list at hand tells whether the certificate has been revoked. */
    TV_REASON_REVOCATION_UNKNOWN = 702,
    /** The revocation list for the certificate is outdated, or is not valid yet. */
    TV_REASON_REVOCATION_LIST_NOT_CURRENT = 703,
    /** The revocation list for the certificate cannot be believed, or not be understood. */
    TV_REASON_REVOCATION_LIST_UNUSABLE = 704,
    /** Too many signatures would have to be checked to judge this chain. */
    TV_REASON_SIGNATURE_LIMIT = 901,
    /** Too many candidate paths would have to be tried to judge this chain. */
    TV_REASON_SEARCH_LIMIT = 902,
    /** Too many names would have to be compared to judge this chain. */
    TV_REASON_COMPARISON_LIMIT = 903,
    /** The application's hook has refused the peer. */
    TV_REASON_HOOK_REJECTED = 911,
    /** The application's hook gave an answer that has no meaning, which counts as a refusal. */
    TV_REASON_HOOK_BAD_ANSWER = 912,
    /** The application's hook has accepted the peer in spite of a failure. */
    TV_REASON_HOOK_OVERRIDE = 913,
    /** Validation is turned off, so nothing was judged. */
    TV_REASON_VALIDATION_OFF = 921
};
typedef int32_t tv_reason;

/**
 * A hook's ACCEPT may forgive a missing or untrusted issuer.
 */
#define TV_OVERRIDE_ISSUER 1

/**
 * A hook's ACCEPT may forgive another name.
 */
#define TV_OVERRIDE_NAME 2

/**
 * A hook's ACCEPT may forgive validity dates.
 */
#define TV_OVERRIDE_TIME 4

/**
 * A hook's ACCEPT may forgive rules on form, strength and usage.
 */
#define TV_OVERRIDE_POLICY 8

/**
 * A hook's ACCEPT may forgive everything but distrust and revocation, signatures that do not verify included. Dangerous: a hook of
 * stage `TV_HOOK_BEFORE` with these bits replaces the normal procedure outright.
 */
#define TV_OVERRIDE_ALL 4294967295

/**
 * How a call went. Zero is the only success, and no value is ever positive.
 *
 * Only `tv_verify_chain`, `tv_verify_chain_with` and `tv_verify_many` return the first four apart from `TV_OK`; ask `tv_may_proceed`
 * whether the connection may go on.
 *
 */
enum tv_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * The peer is verified, by a path, a pin or the hook; or the call has done what it says.
     */
    TV_OK = 0,
    /**
     * The peer is refused, but the context only warns, and the warning has been given. The connection may go on.
     */
    TV_WARNED = -1,
    /**
     * Validation is off and nothing was judged. The connection may go on.
     */
    TV_UNCHECKED = -2,
    /**
     * The peer is refused.
     */
    TV_REJECTED = -3,
    /**
     * A pointer is NULL that must not be.
     */
    TV_ERR_NULL_ARGUMENT = -16,
    /**
     * A number, a length or an enumeration value is out of range.
     */
    TV_ERR_BAD_ARGUMENT = -17,
    /**
     * The hostname is missing, or is neither a host name nor an IP address.
     */
    TV_ERR_BAD_HOSTNAME = -18,
    /**
     * The bytes are not what the call asks for: DER certificates one after another, PEM, or one revocation list.
     */
    TV_ERR_BAD_ENCODING = -19,
    /**
     * The first element of the chain is DER, but not a certificate.
     */
    TV_ERR_NOT_A_CERTIFICATE = -20,
    /**
     * The input is larger than the limit: 1 MiB for a chain, 32 MiB for a file of roots, 64 MiB for the revocation
     * lists of one verification.
     */
    TV_ERR_TOO_LARGE = -21,
    /**
     * The chain has more than 100 certificates, or there are more than 1,000 revocation lists.
     */
    TV_ERR_TOO_MANY = -22,
    /**
     * The root is not a CA certificate, or may not sign certificates.
     */
    TV_ERR_NOT_A_CA = -23,
    /**
     * A file cannot be opened or read.
     */
    TV_ERR_IO = -24,
    /**
     * The context trusts nothing at all: no roots, no pinned certificate, no hook.
     */
    TV_ERR_NO_ROOTS = -25,
    /**
     * The clock of this machine shows a time before 2020, so no date can be judged.
     */
    TV_ERR_CLOCK = -26,
    /**
     * A hook verifies inside itself more than one level deep.
     */
    TV_ERR_RECURSION = -27,
    /**
     * Out of memory. Kept for future use: the present library ends the process when memory runs out.
     */
    TV_ERR_NO_MEMORY = -28,
    /**
     * A bug in this library. The peer is refused.
     */
    TV_ERR_INTERNAL = -29,
    /**
     * The input is empty, or nothing usable was found in it.
     */
    TV_ERR_EMPTY = -30,
    /**
     * The root is a certificate of version 1 or 2, which cannot say that it is a CA.
     */
    TV_ERR_OLD_ROOT = -31,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tv_status tv_status;
#else
typedef int32_t tv_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What happens to a refusal. Zero is no mode.
 */
enum tv_mode
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * It is only a warning, on standard error or to the log function; the default. Distrusted keys, revoked certificates,
     * signatures that do not verify and broken encodings are refused all the same.
     */
    TV_MODE_WARN = 1,
    /**
     * It is a refusal.
     */
    TV_MODE_ENFORCE = 2,
    /**
     * Nothing is judged at all.
     */
    TV_MODE_OFF = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tv_mode tv_mode;
#else
typedef int32_t tv_mode;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How strictly certificates are judged.
 */
enum tv_rules
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Chains to bundled roots as browsers do, chains to local roots by the essentials of RFC 5280; the default.
     */
    TV_RULES_BROWSER = 1,
    /**
     * RFC 5280 to the letter.
     */
    TV_RULES_RFC5280 = 2,
    /**
     * RFC 5280 and the CA/B Forum Baseline Requirements, for every certificate, the anchor included.
     */
    TV_RULES_CABF = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tv_rules tv_rules;
#else
typedef int32_t tv_rules;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What the certificate is to be used for.
 */
enum tv_purpose
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * To authenticate a TLS server; the default. A hostname is needed.
     */
    TV_PURPOSE_SERVER = 1,
    /**
     * To authenticate a TLS client. The hostname may be NULL.
     */
    TV_PURPOSE_CLIENT = 2,
    /**
     * Anything: extended key usage is not looked at. The hostname may be NULL.
     */
    TV_PURPOSE_ANY = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tv_purpose tv_purpose;
#else
typedef int32_t tv_purpose;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * When a hook is asked.
 *
 */
enum tv_hook_stage
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Before anything is judged; `normal` is NULL.
     */
    TV_HOOK_BEFORE = 1,
    /**
     * With the normal result in hand.
     */
    TV_HOOK_AFTER = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tv_hook_stage tv_hook_stage;
#else
typedef int32_t tv_hook_stage;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What a hook answers. Any other value is a refusal.
 *
 */
enum tv_hook_answer
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * I don't know, run your normal procedure.
     */
    TV_HOOK_DEFER = 0,
    /**
     * Go on talking, as far as `may_override` reaches.
     */
    TV_HOOK_ACCEPT = 1,
    /**
     * Do not talk.
     */
    TV_HOOK_REJECT = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tv_hook_answer tv_hook_answer;
#else
typedef int32_t tv_hook_answer;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Who has decided.
 */
enum tv_source
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * There is no result.
     */
    TV_SOURCE_NONE = 0,
    /**
     * The path to a trust anchor, or its lack.
     */
    TV_SOURCE_PATH = 1,
    /**
     * A certificate added with `tv_add_cert`.
     */
    TV_SOURCE_PIN = 2,
    /**
     * The hook.
     */
    TV_SOURCE_HOOK = 3,
    /**
     * The mode: it has warned, or nothing was judged.
     */
    TV_SOURCE_MODE = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tv_source tv_source;
#else
typedef int32_t tv_source;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How much a finding weighs.
 */
enum tv_severity
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Said for completeness, such as another issuer that was tried.
     */
    TV_SEVERITY_NOTE = 1,
    /**
     * A failure that the hook has forgiven.
     */
    TV_SEVERITY_FORGIVEN = 2,
    /**
     * A failure.
     */
    TV_SEVERITY_FAILURE = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tv_severity tv_severity;
#else
typedef int32_t tv_severity;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How much a log line weighs.
 */
enum tv_log_level
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Something was passed over.
     */
    TV_LOG_LEVEL_WARNING = 1,
    /**
     * A peer would have been refused.
     */
    TV_LOG_LEVEL_REFUSAL = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum tv_log_level tv_log_level;
#else
typedef int32_t tv_log_level;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Settings under which peers are judged: trust, mode, rules, hooks. Reference counted.
 */
typedef struct tv_context tv_context;

/**
 * What is known about one verification beside the chain. It belongs to one thread until it is used.
 */
typedef struct tv_evidence tv_evidence;

/**
 * The outcome of one verification, with its reasons. What is read from it is valid until it is freed.
 */
typedef struct tv_result tv_result;

/**
 * One peer among many. What it points to is borrowed until the call returns.
 */
typedef struct {
    /**
     * The host, as for `tv_verify_chain`.
     */
    const char *hostname;
    /**
     * The chain, as for `tv_verify_chain`.
     */
    const uint8_t *der_chain;
    /**
     * Length of the chain in bytes.
     */
    size_t der_chain_len;
} tv_verify_item;

/**
 * Asked about one peer. `hostname` is NULL if the verification has none; `normal` is NULL in `TV_HOOK_BEFORE`.
 *
 * Everything it is shown is borrowed until it returns. It runs on the thread that verifies, with no lock held, perhaps on
 * several threads at once. It may call this library, also on the same context; verifying inside a hook works one level
 * deep. It must not leave by longjmp; a C++ exception that leaves it ends the process.
 */
typedef int32_t (*tv_hook_fn)(void *user_data,
                              const char *hostname,
                              const uint8_t *der_chain,
                              size_t der_chain_len,
                              const tv_result *normal);

/**
 * Destroys the data that belongs to a callback.
 */
typedef void (*tv_destroy_fn)(void *user_data);

/**
 * Takes one log line, without a line end. `level` is one of `TV_LOG_LEVEL_...`.
 */
typedef void (*tv_log_fn)(void *user_data, int32_t level, const char *text);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Makes a context: Mozilla roots, mode `TV_MODE_WARN`, rules `TV_RULES_BROWSER`, purpose `TV_PURPOSE_SERVER`.
 *
 * Free it with `tv_context_free`. NULL means an internal error.
 */
TV_API
tv_context *tv_context_new(void);

/**
 * Takes another reference to a context and returns the same pointer. Each reference needs its own `tv_context_free`.
 *
 * NULL gives NULL.
 */
TV_API
tv_context *tv_context_ref(tv_context *ctx);

/**
 * Makes an independent context with the same settings, hooks and log function included.
 *
 * Both share the memory of signature checks that have succeeded (`tv_set_cache_size`).
 * A hook's `destroy` runs when the last context that has the hook is gone. NULL gives NULL.
 */
TV_API tv_context *tv_context_clone(const tv_context *ctx);

/**
 * Gives one reference back; the last one frees the context. NULL is fine.
 *
 * It may be called inside a hook of this context: the context lives until the verification has ended.
 */
TV_API
void tv_context_free(tv_context *ctx);

/**
 * Sets what happens to a refusal. Prefer `tv_disable_validation` for turning validation off: it says what it does.
 */
TV_API
TV_MUST_USE
tv_status tv_set_mode(tv_context *ctx,
                      tv_mode mode);

/**
 * The mode of a context; 0 if `ctx` is NULL.
 */
TV_API tv_mode tv_get_mode(const tv_context *ctx);

/**
 * Turns everything on in one call: Mozilla roots and mode `TV_MODE_ENFORCE`. ("ValidateCerts")
 */
TV_API TV_MUST_USE tv_status tv_validate_certs(tv_context *ctx);

/**
 * Turns validation off: every verification returns `TV_UNCHECKED` and judges nothing. ("DisableValidation")
 *
 * The connection is then open to anybody who can reach it. To trust one certificate that cannot be verified, use `tv_add_cert`.
 */
TV_API
TV_MUST_USE
tv_status tv_disable_validation(tv_context *ctx);

/**
 * Sets how strictly certificates are judged.
 */
TV_API TV_MUST_USE tv_status tv_set_rules(tv_context *ctx, tv_rules rules);

/**
 * Sets what certificates are to be used for.
 */
TV_API TV_MUST_USE tv_status tv_set_purpose(tv_context *ctx, tv_purpose purpose);

/**
 * Sets how many intermediates a path may have between the end entity and the trust anchor. The default is 16.
 *
 * Intermediates that are self-issued, as when a CA changes its key, do not count. 0 means that an anchor has to have issued
 * the end entity, or a CA of the same name.
 */
TV_API
TV_MUST_USE
tv_status tv_set_max_intermediates(tv_context *ctx,
                                   uint32_t count);

/**
 * Sets whether a peer is refused of which the revocation lists at hand (`tv_evidence_add_crl`) do not tell that no certificate
 * of its path, the trust anchor aside, has been revoked.
 *
 * Unless this is called, such a peer is refused where lists were handed in, and only there: whoever hands in lists wants to know.
 * With 1, a verification to which no list was handed in is refused too, by `tv_verify_chain` and `tv_verify_many` for example.
 * With 0, lists only refuse what they call revoked, as browsers do. A pinned certificate (`tv_add_cert`) needs no list.
 */
TV_API
TV_MUST_USE
tv_status tv_refuse_unknown_revocation(tv_context *ctx,
                                       int32_t on);

/**
 * Sets how many bytes a context may use to remember signature checks that have succeeded, and parsed keys of CAs. The
 * default is 1 MiB; 0 turns it off.
 *
 * Only the fact that a key verifies a signature over some bytes is remembered, never a verdict, a date, a name or trust, so
 * no change of settings, roots or time makes it wrong. Contexts made with `tv_context_clone` share what is remembered
 * until one of them calls this function, which forgets. `TV_ERR_BAD_ARGUMENT` means more than 1 GiB.
 */
TV_API
TV_MUST_USE
tv_status tv_set_cache_size(tv_context *ctx,
                            size_t bytes);

/**
 * Trusts exactly this end entity certificate for `hostname`, or for any host if `hostname` is NULL. ("AddCert")
 *
 * It is compared byte for byte and needs no path, name or strength of its own, so self-signed, version 1 and other
 * certificates of devices work. Its dates are still enforced, and it is never an issuer of anything else.
 * `TV_ERR_BAD_ENCODING` means that `der` is not exactly one certificate.
 */
TV_API
TV_MUST_USE
tv_status tv_add_cert(tv_context *ctx,
                      const char *hostname,
                      const uint8_t *der,
                      size_t der_len);

/**
 * Adds one root certificate as a trust anchor, for verifications that start after this call. ("AddRoot")
 *
 * It must be a CA certificate (`TV_ERR_NOT_A_CA`) of version 3 (`TV_ERR_OLD_ROOT`). Its own signature is not checked; its
 * dates are, at each verification. Adding the same root twice is harmless. Chains to it are judged by the rules for local
 * roots, also if it is one of the Mozilla roots.
 */
TV_API
TV_MUST_USE
tv_status tv_add_root(tv_context *ctx,
                      const uint8_t *der,
                      size_t der_len);

/**
 * Turns the bundled Mozilla roots on (1) or off (0).
 */
TV_API TV_MUST_USE tv_status tv_use_mozilla_roots(tv_context *ctx, int32_t on);

/**
 * Trusts the roots of the operating system as they are now.
 *
 * `out_added` may be NULL; it receives how many certificates of the store are trusted by this call. Those that cannot be
 * trust anchors are passed over and reported to the log. `TV_ERR_EMPTY` means that the system has no usable root.
 * On Linux the environment variables SSL_CERT_FILE and SSL_CERT_DIR are honoured by this call, and by no other.
 */
TV_API
TV_MUST_USE
tv_status tv_add_system_roots(tv_context *ctx,
                              size_t *out_added);

/**
 * Trusts the CA certificates in PEM text; other blocks are passed over.
 *
 * `out_added` may be NULL; it receives how many certificates are trusted by this call. A certificate that cannot be a trust
 * anchor is passed over and reported to the log with its position. `TV_ERR_EMPTY` means that none could be used; nothing
 * has changed then.
 */
TV_API
TV_MUST_USE
tv_status tv_add_roots_pem(tv_context *ctx,
                           const uint8_t *pem,
                           size_t pem_len,
                           size_t *out_added);

/**
 * Trusts the CA certificates in a file: PEM text as for `tv_add_roots_pem`, or one DER certificate.
 *
 * `path` is in UTF-8. `TV_ERR_IO` means that the file cannot be read.
 */
TV_API
TV_MUST_USE
tv_status tv_add_roots_file(tv_context *ctx,
                            const char *path,
                            size_t *out_added);

/**
 * Adds intermediates that a peer may have left out, as concatenated DER. They are not trusted, only tried.
 */
TV_API
TV_MUST_USE
tv_status tv_add_intermediates(tv_context *ctx,
                               const uint8_t *der_chain,
                               size_t der_chain_len);

/**
 * Blocks a certificate, or every certificate with a key, by SHA-256 (32 bytes) of the certificate or of its
 * SubjectPublicKeyInfo, both in DER. Nothing overrides it: no mode, no pin, no hook.
 */
TV_API
TV_MUST_USE
tv_status tv_distrust(tv_context *ctx,
                      const uint8_t *sha256,
                      size_t sha256_len);

/**
 * Judges a peer: may the connection to `hostname` go on?
 *
 * `hostname` is a DNS name (ASCII or UTF-8) or an IPv4 or IPv6 address, without port or brackets. `der_chain` is the peer's
 * chain as it was sent: DER certificates one after another, the peer's own first, the others in any order, at most 100 and
 * 1 MiB. `out_result` may be NULL; otherwise it receives the result for `TV_OK`, `TV_WARNED`, `TV_UNCHECKED` and
 * `TV_REJECTED`, to be freed with `tv_result_free`, and NULL for every other status.
 *
 * `TV_ERR_...` means that nothing could be judged; the connection must not go on.
 */
TV_API
TV_MUST_USE
tv_status tv_verify_chain(const tv_context *ctx,
                          const char *hostname,
                          const uint8_t *der_chain,
                          size_t der_chain_len,
                          tv_result **out_result);

/**
 * Judges a peer with evidence: as `tv_verify_chain`, at the time and with the revocation lists that `evidence` has. `evidence`
 * may be NULL, and may be used again for other peers.
 */
TV_API
TV_MUST_USE
tv_status tv_verify_chain_with(const tv_context *ctx,
                               const char *hostname,
                               const uint8_t *der_chain,
                               size_t der_chain_len,
                               const tv_evidence *evidence,
                               tv_result **out_result);

/**
 * Whether a connection may go on after this status: 1 for `TV_OK`, `TV_WARNED` and `TV_UNCHECKED`, 0 for every other value.
 */
TV_API
int32_t tv_may_proceed(int32_t status);

/**
 * Makes empty evidence. Free it with `tv_evidence_free`. NULL means an internal error.
 */
TV_API tv_evidence *tv_evidence_new(void);

/**
 * Sets the time to judge at, in seconds since 1970-01-01 00:00:00 UTC, instead of the system's clock.
 */
TV_API
TV_MUST_USE
tv_status tv_evidence_set_time(tv_evidence *evidence,
                               int64_t unix_seconds);

/**
 * Adds one revocation list (CRL, RFC 5280) in DER, by which any certificate of a path but the trust anchor may be found revoked.
 *
 * Nothing is fetched: lists come from the program, which finds their address in the certificates. A list counts if the issuer of
 * the certificate has signed it, or a key that the issuer or a CA above it has certified under the issuer's name for signing
 * lists, by a certificate that is in the chain or was added with `tv_add_intermediates`; if it is current; if its scope has the
 * certificate; and if every critical extension is understood. Delta lists count together with the list that they add to. The
 * indirect list of another authority counts if the certificate names that authority (cRLIssuer) and if the authority's
 * certificate, in the chain or added too, leads to the same trust anchor. What is not used settles nothing, and a certificate
 * about which nothing is settled is refused, unless `tv_refuse_unknown_revocation` is off.
 *
 * The bytes are copied, and sorted so that large lists are searched quickly: keep the evidence for several verifications.
 * `TV_ERR_BAD_ENCODING` means that `der` is not exactly one list, `TV_ERR_TOO_LARGE` and `TV_ERR_TOO_MANY` that all lists together
 * would have more than 64 MiB or be more than 1,000. The evidence stays as it was then, and can be used.
 */
TV_API
TV_MUST_USE
tv_status tv_evidence_add_crl(tv_evidence *evidence,
                              const uint8_t *der,
                              size_t der_len);

/**
 * Frees evidence. NULL is fine.
 */
TV_API void tv_evidence_free(tv_evidence *evidence);

/**
 * Judges many peers, all with the settings that the context has when the call begins, each at the time of the system's clock.
 *
 * `items` and `out_statuses` have `count` elements. Each status is what `tv_verify_chain` returns for the item in its
 * place, and `TV_ERR_INTERNAL` before that. `TV_OK` means that every item is verified; otherwise the call returns the lowest
 * of the statuses. `TV_ERR_NULL_ARGUMENT` can also mean that `ctx` or an array is NULL, and nothing was judged.
 *
 * The work is shared out among `threads` threads, the caller's among them; 0 stands for as many as there are cores, 1 for
 * the caller's alone. This is the only function that starts threads, and they have ended when it returns. Hooks and the
 * log function run on any of them, perhaps on several at once; called from there, this function starts none.
 */
TV_API
TV_MUST_USE
tv_status tv_verify_many(const tv_context *ctx,
                         const tv_verify_item *items,
                         size_t count,
                         tv_status *out_statuses,
                         uint32_t threads);

/**
 * The status that the verification returned; `TV_ERR_NULL_ARGUMENT` for NULL.
 */
TV_API TV_MUST_USE tv_status tv_result_status(const tv_result *result);

/**
 * Why the peer is refused, or would be: one of `TV_REASON_...`, `TV_REASON_NONE` for a plain acceptance.
 */
TV_API
int32_t tv_result_reason(const tv_result *result);

/**
 * The certificate at fault: 0 the end entity, counting towards the anchor; -1 the chain as a whole, or no fault.
 */
TV_API
int32_t tv_result_depth(const tv_result *result);

/**
 * Who has decided: one of `TV_SOURCE_...`.
 */
TV_API int32_t tv_result_source(const tv_result *result);

/**
 * One sentence with the actual values, for people. Its wording may change.
 */
TV_API const char *tv_result_message(const tv_result *result);

/**
 * What to do about it; empty if nothing honest can be said.
 */
TV_API const char *tv_result_hint(const tv_result *result);

/**
 * How many certificates the best path has: the end entity, intermediates, and the trust anchor if one was reached.
 */
TV_API
size_t tv_result_path_count(const tv_result *result);

/**
 * The DER of one certificate of the path, 0 the end entity. `out_len` receives its length.
 *
 * NULL and 0 for an `index` that is too large. `out_len` may not be NULL; if it is, the answer is NULL.
 */
TV_API
const uint8_t *tv_result_path_der(const tv_result *result,
                                  size_t index,
                                  size_t *out_len);

/**
 * How many findings there are. The first one is the reason of the result, if it has one.
 */
TV_API size_t tv_result_finding_count(const tv_result *result);

/**
 * The reason of one finding; `TV_REASON_NONE` for an `index` that is too large.
 */
TV_API int32_t tv_result_finding_reason(const tv_result *result, size_t index);

/**
 * The depth of one finding; -1 for the chain as a whole and for an `index` that is too large.
 */
TV_API int32_t tv_result_finding_depth(const tv_result *result, size_t index);

/**
 * How much one finding weighs: one of `TV_SEVERITY_...`; 0 for an `index` that is too large.
 */
TV_API int32_t tv_result_finding_severity(const tv_result *result, size_t index);

/**
 * The sentence of one finding; empty for an `index` that is too large.
 */
TV_API const char *tv_result_finding_message(const tv_result *result, size_t index);

/**
 * What a person would call the certificate that one finding is about; empty for the chain as a whole and for an `index`
 * that is too large. Like all text from certificates it is escaped and cut short.
 */
TV_API
const char *tv_result_finding_subject(const tv_result *result,
                                      size_t index);

/**
 * SHA-256 of the certificate that one finding is about: 32 octets. NULL for the chain as a whole and for an `index` that
 * is too large.
 */
TV_API
const uint8_t *tv_result_finding_sha256(const tv_result *result,
                                        size_t index);

/**
 * What was expected in place of what one finding is about; empty if that cannot be said in a few words, and for an `index`
 * that is too large.
 */
TV_API
const char *tv_result_finding_expected(const tv_result *result,
                                       size_t index);

/**
 * What was found in its place; empty if that cannot be said in a few words, and for an `index` that is too large.
 */
TV_API
const char *tv_result_finding_found(const tv_result *result,
                                    size_t index);

/**
 * The hint of one finding; empty if there is none and for an `index` that is too large.
 */
TV_API const char *tv_result_finding_hint(const tv_result *result, size_t index);

/**
 * The whole report as one JSON object.
 */
TV_API const char *tv_result_json(const tv_result *result);

/**
 * The whole report as plain text: the path as a tree, with the reasons and hints; at most 100 columns wide.
 */
TV_API
const char *tv_result_text(const tv_result *result);

/**
 * Frees a result. NULL is fine.
 */
TV_API void tv_result_free(tv_result *result);

/**
 * Sets the hook of one stage, in place of the former one; NULL removes it.
 *
 * `may_override` says what an ACCEPT may forgive: `TV_OVERRIDE_...` bits, or 0 for a hook that can only refuse. Failures of
 * other kinds refuse the peer all the same, and nothing forgives distrust. `user_data` is handed to the hook as it is.
 * `destroy` may be NULL; it runs exactly once, when the last verification that uses the hook has ended, on whatever thread
 * that is. If the call fails, or `hook` is NULL, `user_data` stays the caller's and `destroy` does not run.
 */
TV_API
TV_MUST_USE
tv_status tv_set_hook(tv_context *ctx,
                      tv_hook_stage stage,
                      uint32_t may_override,
                      tv_hook_fn hook,
                      void *user_data,
                      tv_destroy_fn destroy);

/**
 * Sends warnings to a function instead of standard error; NULL sends them to standard error again.
 *
 * `user_data` and `destroy` are as for `tv_set_hook`. The function runs on the thread that verifies or configures, with no
 * lock held, perhaps on several threads at once.
 */
TV_API
TV_MUST_USE
tv_status tv_set_log(tv_context *ctx,
                     tv_log_fn log,
                     void *user_data,
                     tv_destroy_fn destroy);

/**
 * The version of the library, such as "0.1.0".
 */
TV_API const char *tv_version(void);

/**
 * The version of the interface; equal to `TV_ABI_VERSION` of a header that fits.
 */
TV_API uint32_t tv_abi_version(void);

/**
 * Date and number of the bundled Mozilla roots, such as "2026-10-23, 118 roots".
 */
TV_API const char *tv_roots_version(void);

/**
 * One sentence about a status, for people; for a refusal, `tv_result_message` knows more. Empty for a number that is no status.
 */
TV_API
const char *tv_status_message(int32_t status);

/**
 * The stable name of a reason, such as "EXPIRED"; "NONE" for `TV_REASON_NONE`, "UNKNOWN" for a number that is no reason.
 */
TV_API
const char *tv_reason_name(int32_t reason);

/**
 * One sentence about a reason, without the values of a case; empty for a number that is no reason.
 */
TV_API const char *tv_reason_message(int32_t reason);

/**
 * OpenSSL's `X509_V_ERR_...` value (3.0 or later) for a reason; 0 (`X509_V_OK`) for `TV_REASON_NONE` and for notes that are no
 * failure; 1 (`X509_V_ERR_UNSPECIFIED`) for a number that is no reason.
 */
TV_API
int32_t tv_reason_x509_v_err(int32_t reason);

/**
 * The TLS alert (RFC 8446 section 6.2) for a reason, such as 45 (certificate_expired); 0 for `TV_REASON_NONE` and for notes
 * that are no failure; 46 (certificate_unknown) for a number that is no reason.
 */
TV_API
int32_t tv_reason_tls_alert(int32_t reason);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TLSVERIFY_H */
