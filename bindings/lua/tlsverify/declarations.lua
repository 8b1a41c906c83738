-- The declarations of tlsverify_ffi.h. This file is generated; change src/ffi instead.
return [[
/*
 * The declarations of tlsverify.h without preprocessor lines, for foreign function interfaces that read C: cffi, PHP, LuaJIT.
 * tlsverify.h says what they mean. This file is generated; change src/ffi instead.
 */
enum {
    TV_ABI_VERSION = 0,
    TV_OVERRIDE_ISSUER = 1,
    TV_OVERRIDE_NAME = 2,
    TV_OVERRIDE_TIME = 4,
    TV_OVERRIDE_POLICY = 8,
    TV_OVERRIDE_ALL = 4294967295,
};

enum {
    TV_REASON_NONE = 0,
    TV_REASON_MALFORMED_CERTIFICATE = 101,
    TV_REASON_UNSUPPORTED_VERSION = 102,
    TV_REASON_BAD_SERIAL_NUMBER = 103,
    TV_REASON_BAD_TIME = 104,
    TV_REASON_BAD_DISTINGUISHED_NAME = 105,
    TV_REASON_BAD_EXTENSION = 106,
    TV_REASON_DUPLICATE_EXTENSION = 107,
    TV_REASON_ALGORITHM_MISMATCH = 108,
    TV_REASON_BAD_PUBLIC_KEY = 109,
    TV_REASON_BAD_SUBJECT_ALT_NAME = 110,
    TV_REASON_EMPTY_ISSUER = 111,
    TV_REASON_EMPTY_SUBJECT = 112,
    TV_REASON_UNIQUE_IDENTIFIER = 113,
    TV_REASON_TOO_MANY_EXTENSIONS = 114,
    TV_REASON_OLD_VERSION = 115,
    TV_REASON_EXPIRED = 201,
    TV_REASON_NOT_YET_VALID = 202,
    TV_REASON_VALIDITY_TOO_LONG = 204,
    TV_REASON_NAME_MISMATCH = 301,
    TV_REASON_NO_SUBJECT_ALT_NAME = 302,
    TV_REASON_COMMON_NAME_NOT_IN_SAN = 303,
    TV_REASON_BAD_DNS_NAME = 304,
    TV_REASON_UNKNOWN_ISSUER = 401,
    TV_REASON_SELF_SIGNED = 402,
    TV_REASON_MISSING_INTERMEDIATE = 403,
    TV_REASON_UNTRUSTED_ROOT = 404,
    TV_REASON_DISTRUSTED = 405,
    TV_REASON_DISTRUSTED_AFTER = 406,
    TV_REASON_TOO_MANY_INTERMEDIATES = 407,
    TV_REASON_PINNED_FOR_OTHER_HOST = 408,
    TV_REASON_BAD_SIGNATURE = 501,
    TV_REASON_WEAK_SIGNATURE_HASH = 502,
    TV_REASON_UNSUPPORTED_SIGNATURE_ALGORITHM = 503,
    TV_REASON_WEAK_KEY = 504,
    TV_REASON_UNSUPPORTED_KEY = 505,
    TV_REASON_WEAK_ISSUER_KEY = 506,
    TV_REASON_ODD_KEY_SIZE = 507,
    TV_REASON_NOT_A_CA = 601,
    TV_REASON_PATH_LENGTH_EXCEEDED = 602,
    TV_REASON_NO_KEY_CERT_SIGN = 603,
    TV_REASON_WRONG_EXTENDED_KEY_USAGE = 604,
    TV_REASON_NAME_NOT_PERMITTED = 605,
    TV_REASON_NAME_EXCLUDED = 606,
    TV_REASON_UNKNOWN_CRITICAL_EXTENSION = 607,
    TV_REASON_BAD_NAME_CONSTRAINTS = 608,
    TV_REASON_UNSUPPORTED_NAME_CONSTRAINT = 609,
    TV_REASON_EXPLICIT_POLICY_REQUIRED = 610,
    TV_REASON_INVALID_POLICY = 611,
    TV_REASON_CA_AS_END_ENTITY = 612,
    TV_REASON_WRONG_KEY_USAGE = 613,
    TV_REASON_MISSING_KEY_IDENTIFIER = 621,
    TV_REASON_BAD_KEY_IDENTIFIER = 622,
    TV_REASON_BAD_CRITICALITY = 623,
    TV_REASON_FORBIDDEN_EXTENSION = 624,
    TV_REASON_MISSING_EXTENSION = 625,
    TV_REASON_INCONSISTENT_CA_FIELDS = 626,
    TV_REASON_FORBIDDEN_KEY_PURPOSE = 627,
    TV_REASON_BAD_AUTHORITY_INFO_ACCESS = 628,
    TV_REASON_REVOKED = 701,
    TV_REASON_REVOCATION_UNKNOWN = 702,
    TV_REASON_REVOCATION_LIST_NOT_CURRENT = 703,
    TV_REASON_REVOCATION_LIST_UNUSABLE = 704,
    TV_REASON_SIGNATURE_LIMIT = 901,
    TV_REASON_SEARCH_LIMIT = 902,
    TV_REASON_COMPARISON_LIMIT = 903,
    TV_REASON_HOOK_REJECTED = 911,
    TV_REASON_HOOK_BAD_ANSWER = 912,
    TV_REASON_HOOK_OVERRIDE = 913,
    TV_REASON_VALIDATION_OFF = 921,
};
typedef int32_t tv_reason;

enum tv_status {
    TV_OK = 0,
    TV_WARNED = -1,
    TV_UNCHECKED = -2,
    TV_REJECTED = -3,
    TV_ERR_NULL_ARGUMENT = -16,
    TV_ERR_BAD_ARGUMENT = -17,
    TV_ERR_BAD_HOSTNAME = -18,
    TV_ERR_BAD_ENCODING = -19,
    TV_ERR_NOT_A_CERTIFICATE = -20,
    TV_ERR_TOO_LARGE = -21,
    TV_ERR_TOO_MANY = -22,
    TV_ERR_NOT_A_CA = -23,
    TV_ERR_IO = -24,
    TV_ERR_NO_ROOTS = -25,
    TV_ERR_CLOCK = -26,
    TV_ERR_RECURSION = -27,
    TV_ERR_NO_MEMORY = -28,
    TV_ERR_INTERNAL = -29,
    TV_ERR_EMPTY = -30,
    TV_ERR_OLD_ROOT = -31,
};
typedef int32_t tv_status;
enum tv_mode {
    TV_MODE_WARN = 1,
    TV_MODE_ENFORCE = 2,
    TV_MODE_OFF = 3,
};
typedef int32_t tv_mode;
enum tv_rules {
    TV_RULES_BROWSER = 1,
    TV_RULES_RFC5280 = 2,
    TV_RULES_CABF = 3,
};
typedef int32_t tv_rules;
enum tv_purpose {
    TV_PURPOSE_SERVER = 1,
    TV_PURPOSE_CLIENT = 2,
    TV_PURPOSE_ANY = 3,
};
typedef int32_t tv_purpose;
enum tv_hook_stage {
    TV_HOOK_BEFORE = 1,
    TV_HOOK_AFTER = 2,
};
typedef int32_t tv_hook_stage;
enum tv_hook_answer {
    TV_HOOK_DEFER = 0,
    TV_HOOK_ACCEPT = 1,
    TV_HOOK_REJECT = 2,
};
typedef int32_t tv_hook_answer;
enum tv_source {
    TV_SOURCE_NONE = 0,
    TV_SOURCE_PATH = 1,
    TV_SOURCE_PIN = 2,
    TV_SOURCE_HOOK = 3,
    TV_SOURCE_MODE = 4,
};
typedef int32_t tv_source;
enum tv_severity {
    TV_SEVERITY_NOTE = 1,
    TV_SEVERITY_FORGIVEN = 2,
    TV_SEVERITY_FAILURE = 3,
};
typedef int32_t tv_severity;
enum tv_log_level {
    TV_LOG_LEVEL_WARNING = 1,
    TV_LOG_LEVEL_REFUSAL = 2,
};
typedef int32_t tv_log_level;
typedef struct tv_context tv_context;
typedef struct tv_evidence tv_evidence;
typedef struct tv_result tv_result;
typedef struct {
    const char *hostname;
    const uint8_t *der_chain;
    size_t der_chain_len;
} tv_verify_item;
typedef int32_t (*tv_hook_fn)(void *user_data, const char *hostname, const uint8_t *der_chain, size_t der_chain_len, const tv_result *normal);
typedef void (*tv_destroy_fn)(void *user_data);
typedef void (*tv_log_fn)(void *user_data, int32_t level, const char *text);
tv_context *tv_context_new(void);
tv_context *tv_context_ref(tv_context *ctx);
tv_context *tv_context_clone(const tv_context *ctx);
void tv_context_free(tv_context *ctx);
tv_status tv_set_mode(tv_context *ctx, tv_mode mode);
tv_mode tv_get_mode(const tv_context *ctx);
tv_status tv_validate_certs(tv_context *ctx);
tv_status tv_disable_validation(tv_context *ctx);
tv_status tv_set_rules(tv_context *ctx, tv_rules rules);
tv_status tv_set_purpose(tv_context *ctx, tv_purpose purpose);
tv_status tv_set_max_intermediates(tv_context *ctx, uint32_t count);
tv_status tv_refuse_unknown_revocation(tv_context *ctx, int32_t on);
tv_status tv_set_cache_size(tv_context *ctx, size_t bytes);
tv_status tv_add_cert(tv_context *ctx, const char *hostname, const uint8_t *der, size_t der_len);
tv_status tv_add_root(tv_context *ctx, const uint8_t *der, size_t der_len);
tv_status tv_use_mozilla_roots(tv_context *ctx, int32_t on);
tv_status tv_add_system_roots(tv_context *ctx, size_t *out_added);
tv_status tv_add_roots_pem(tv_context *ctx, const uint8_t *pem, size_t pem_len, size_t *out_added);
tv_status tv_add_roots_file(tv_context *ctx, const char *path, size_t *out_added);
tv_status tv_add_intermediates(tv_context *ctx, const uint8_t *der_chain, size_t der_chain_len);
tv_status tv_distrust(tv_context *ctx, const uint8_t *sha256, size_t sha256_len);
tv_status tv_verify_chain(const tv_context *ctx, const char *hostname, const uint8_t *der_chain, size_t der_chain_len, tv_result **out_result);
tv_status tv_verify_chain_with(const tv_context *ctx, const char *hostname, const uint8_t *der_chain, size_t der_chain_len, const tv_evidence *evidence, tv_result **out_result);
int32_t tv_may_proceed(int32_t status);
tv_evidence *tv_evidence_new(void);
tv_status tv_evidence_set_time(tv_evidence *evidence, int64_t unix_seconds);
tv_status tv_evidence_add_crl(tv_evidence *evidence, const uint8_t *der, size_t der_len);
void tv_evidence_free(tv_evidence *evidence);
tv_status tv_verify_many(const tv_context *ctx, const tv_verify_item *items, size_t count, tv_status *out_statuses, uint32_t threads);
tv_status tv_result_status(const tv_result *result);
int32_t tv_result_reason(const tv_result *result);
int32_t tv_result_depth(const tv_result *result);
int32_t tv_result_source(const tv_result *result);
const char *tv_result_message(const tv_result *result);
const char *tv_result_hint(const tv_result *result);
size_t tv_result_path_count(const tv_result *result);
const uint8_t *tv_result_path_der(const tv_result *result, size_t index, size_t *out_len);
size_t tv_result_finding_count(const tv_result *result);
int32_t tv_result_finding_reason(const tv_result *result, size_t index);
int32_t tv_result_finding_depth(const tv_result *result, size_t index);
int32_t tv_result_finding_severity(const tv_result *result, size_t index);
const char *tv_result_finding_message(const tv_result *result, size_t index);
const char *tv_result_finding_subject(const tv_result *result, size_t index);
const uint8_t *tv_result_finding_sha256(const tv_result *result, size_t index);
const char *tv_result_finding_expected(const tv_result *result, size_t index);
const char *tv_result_finding_found(const tv_result *result, size_t index);
const char *tv_result_finding_hint(const tv_result *result, size_t index);
const char *tv_result_json(const tv_result *result);
const char *tv_result_text(const tv_result *result);
void tv_result_free(tv_result *result);
tv_status tv_set_hook(tv_context *ctx, tv_hook_stage stage, uint32_t may_override, tv_hook_fn hook, void *user_data, tv_destroy_fn destroy);
tv_status tv_set_log(tv_context *ctx, tv_log_fn log, void *user_data, tv_destroy_fn destroy);
const char *tv_version(void);
uint32_t tv_abi_version(void);
const char *tv_roots_version(void);
const char *tv_status_message(int32_t status);
const char *tv_reason_name(int32_t reason);
const char *tv_reason_message(int32_t reason);
int32_t tv_reason_x509_v_err(int32_t reason);
int32_t tv_reason_tls_alert(int32_t reason);
]]
