'use strict';

// The C functions, as tlsverify.h declares them. Nothing here is for programs.

const koffi = require('koffi');

const NAMES = { darwin: 'libtlsverify.0.dylib', win32: 'tlsverify.dll' };
const path = process.env.TLSVERIFY_LIBRARY || NAMES[process.platform] || 'libtlsverify.so.0';
const library = load();

for (const name of ['tv_context', 'tv_evidence', 'tv_result']) {
  koffi.opaque(name);
}
for (const name of ['tv_status', 'tv_mode', 'tv_rules', 'tv_purpose', 'tv_hook_stage']) {
  koffi.alias(name, 'int32_t');
}
koffi.pointer('tv_hook_fn', koffi.proto(
  'int32_t tv_hook(void *user_data, const char *hostname, const uint8_t *der_chain, size_t der_chain_len, const tv_result *normal)',
));
koffi.pointer('tv_destroy_fn', koffi.proto('void tv_destroy(void *user_data)'));
koffi.pointer('tv_log_fn', koffi.proto('void tv_log(void *user_data, int32_t level, const char *text)'));

// Word for word from tlsverify_ffi.h but for _Out_, which koffi wants.
const PROTOTYPES = [
  'tv_context *tv_context_new(void);',
  'tv_context *tv_context_clone(const tv_context *ctx);',
  'void tv_context_free(tv_context *ctx);',
  'tv_status tv_set_mode(tv_context *ctx, tv_mode mode);',
  'tv_mode tv_get_mode(const tv_context *ctx);',
  'tv_status tv_validate_certs(tv_context *ctx);',
  'tv_status tv_disable_validation(tv_context *ctx);',
  'tv_status tv_set_rules(tv_context *ctx, tv_rules rules);',
  'tv_status tv_set_purpose(tv_context *ctx, tv_purpose purpose);',
  'tv_status tv_set_max_intermediates(tv_context *ctx, uint32_t count);',
  'tv_status tv_refuse_unknown_revocation(tv_context *ctx, int32_t on);',
  'tv_status tv_add_cert(tv_context *ctx, const char *hostname, const uint8_t *der, size_t der_len);',
  'tv_status tv_add_root(tv_context *ctx, const uint8_t *der, size_t der_len);',
  'tv_status tv_use_mozilla_roots(tv_context *ctx, int32_t on);',
  'tv_status tv_add_system_roots(tv_context *ctx, size_t *out_added);',
  'tv_status tv_add_roots_pem(tv_context *ctx, const uint8_t *pem, size_t pem_len, size_t *out_added);',
  'tv_status tv_add_roots_file(tv_context *ctx, const char *path, size_t *out_added);',
  'tv_status tv_add_intermediates(tv_context *ctx, const uint8_t *der_chain, size_t der_chain_len);',
  'tv_status tv_distrust(tv_context *ctx, const uint8_t *sha256, size_t sha256_len);',
  'tv_status tv_verify_chain_with(const tv_context *ctx, const char *hostname, const uint8_t *der_chain, size_t der_chain_len, const tv_evidence *evidence, _Out_ tv_result **out_result);',
  'int32_t tv_may_proceed(int32_t status);',
  'tv_evidence *tv_evidence_new(void);',
  'tv_status tv_evidence_set_time(tv_evidence *evidence, int64_t unix_seconds);',
  'tv_status tv_evidence_add_crl(tv_evidence *evidence, const uint8_t *der, size_t der_len);',
  'void tv_evidence_free(tv_evidence *evidence);',
  'tv_status tv_result_status(const tv_result *result);',
  'int32_t tv_result_reason(const tv_result *result);',
  'int32_t tv_result_depth(const tv_result *result);',
  'int32_t tv_result_source(const tv_result *result);',
  'const char *tv_result_message(const tv_result *result);',
  'const char *tv_result_hint(const tv_result *result);',
  'size_t tv_result_path_count(const tv_result *result);',
  'const uint8_t *tv_result_path_der(const tv_result *result, size_t index, _Out_ size_t *out_len);',
  'const char *tv_result_json(const tv_result *result);',
  'const char *tv_result_text(const tv_result *result);',
  'void tv_result_free(tv_result *result);',
  'tv_status tv_set_hook(tv_context *ctx, tv_hook_stage stage, uint32_t may_override, tv_hook_fn hook, void *user_data, tv_destroy_fn destroy);',
  'tv_status tv_set_log(tv_context *ctx, tv_log_fn log, void *user_data, tv_destroy_fn destroy);',
  'const char *tv_version(void);',
  'uint32_t tv_abi_version(void);',
  'const char *tv_roots_version(void);',
  'const char *tv_status_message(int32_t status);',
  'const char *tv_reason_name(int32_t reason);',
];

const functions = {};
for (const prototype of PROTOTYPES) {
  const [, name] = prototype.match(/(tv_\w+)\(/);
  functions[name] = library.func(prototype);
}
if (functions.tv_abi_version() !== 0) {
  throw new Error(`${path} speaks ABI ${functions.tv_abi_version()}, not 0`);
}

function load() {
  try {
    return koffi.load(path);
  } catch (cause) {
    throw new Error(`${path} cannot be loaded: ${cause.message}`, { cause });
  }
}

/** The bytes that a pointer from the library points to. */
function bytes(pointer, length) {
  return Buffer.from(koffi.decode(pointer, koffi.array('uint8_t', Number(length), 'Typed')));
}

module.exports = { ...functions, bytes };
