# frozen_string_literal: true

require 'fiddle'
require 'fiddle/import'

module TLSVerify
  # The C functions, as tlsverify.h declares them. Nothing here is for programs.
  module Library
    extend Fiddle::Importer
    dlload ENV['TLSVERIFY_LIBRARY'] || 'libtlsverify.so.0'
    typealias 'int32_t', 'int'
    typealias 'uint32_t', 'unsigned int'
    typealias 'int64_t', 'long long'

    extern 'const char *tv_version()'
    extern 'const char *tv_roots_version()'
    extern 'uint32_t tv_abi_version()'
    extern 'void *tv_context_new()'
    extern 'void *tv_context_clone(void *)'
    extern 'void tv_context_free(void *)'
    extern 'int32_t tv_set_mode(void *, int32_t)'
    extern 'int32_t tv_get_mode(void *)'
    extern 'int32_t tv_validate_certs(void *)'
    extern 'int32_t tv_disable_validation(void *)'
    extern 'int32_t tv_set_rules(void *, int32_t)'
    extern 'int32_t tv_set_purpose(void *, int32_t)'
    extern 'int32_t tv_set_max_intermediates(void *, uint32_t)'
    extern 'int32_t tv_refuse_unknown_revocation(void *, int32_t)'
    extern 'int32_t tv_add_cert(void *, void *, void *, size_t)'
    extern 'int32_t tv_add_root(void *, void *, size_t)'
    extern 'int32_t tv_use_mozilla_roots(void *, int32_t)'
    extern 'int32_t tv_add_system_roots(void *, void *)'
    extern 'int32_t tv_add_roots_pem(void *, void *, size_t, void *)'
    extern 'int32_t tv_add_roots_file(void *, void *, void *)'
    extern 'int32_t tv_add_intermediates(void *, void *, size_t)'
    extern 'int32_t tv_distrust(void *, void *, size_t)'
    extern 'int32_t tv_set_hook(void *, int32_t, uint32_t, void *, void *, void *)'
    extern 'int32_t tv_set_log(void *, void *, void *, void *)'
    extern 'int32_t tv_verify_chain_with(void *, void *, void *, size_t, void *, void *)'
    extern 'int32_t tv_may_proceed(int32_t)'
    extern 'void *tv_evidence_new()'
    extern 'int32_t tv_evidence_set_time(void *, int64_t)'
    extern 'int32_t tv_evidence_add_crl(void *, const char *, size_t)'
    extern 'void tv_evidence_free(void *)'
    extern 'int32_t tv_result_status(void *)'
    extern 'int32_t tv_result_reason(void *)'
    extern 'int32_t tv_result_depth(void *)'
    extern 'int32_t tv_result_source(void *)'
    extern 'const char *tv_result_message(void *)'
    extern 'const char *tv_result_hint(void *)'
    extern 'const char *tv_result_text(void *)'
    extern 'const char *tv_result_json(void *)'
    extern 'size_t tv_result_path_count(void *)'
    extern 'void *tv_result_path_der(void *, size_t, void *)'
    extern 'void tv_result_free(void *)'
    extern 'const char *tv_reason_name(int32_t)'
    extern 'int32_t tv_reason_x509_v_err(int32_t)'

    # A string that the library owns, as UTF-8.
    def self.text(pointer)
      pointer.to_s.force_encoding(Encoding::UTF_8)
    end

    # Raises unless the status is TV_OK.
    def self.check(call, status)
      raise Error.new(call, status) unless status.zero?
    end
  end

  # The library's version.
  VERSION = Library.text(Library.tv_version)
  # The date and number of the bundled roots.
  ROOTS_VERSION = Library.text(Library.tv_roots_version)

  raise LoadError, "libtlsverify speaks ABI #{Library.tv_abi_version}, not 0" unless Library.tv_abi_version.zero?
end
