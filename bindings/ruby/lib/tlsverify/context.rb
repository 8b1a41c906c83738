# frozen_string_literal: true

module TLSVerify
  # Trust and strictness. Every method may be called from any thread; a change is seen by the next verification.
  class Context
    MODES = { warn: 1, enforce: 2, off: 3 }.freeze
    RULES = { browser: 1, rfc5280: 2, cabf: 3 }.freeze
    PURPOSES = { server: 1, client: 2, any: 3 }.freeze
    STAGES = { before: 1, after: 2 }.freeze
    ANSWERS = { defer: 0, accept: 1, reject: 2 }.freeze
    OVERRIDES = { issuer: 1, name: 2, time: 4, policy: 8, all: 0xffff_ffff }.freeze

    # A new context trusts the Mozilla roots. `mode` is :warn (the library's default), :enforce or :off.
    def initialize(mode: :enforce)
      handle = Library.tv_context_new
      raise NoMemoryError, 'tv_context_new' if handle.null?

      adopt(handle)
      self.mode = mode
    end

    def initialize_copy(original)
      super
      adopt(Library.tv_context_clone(original.handle))
      # The clone calls the same hooks and the same log.
      @closures = original.closures.dup
    end

    def mode = MODES.key(Library.tv_get_mode(handle))

    def mode=(mode)
      call(:tv_set_mode, MODES.fetch(mode))
    end

    def rules=(rules)
      call(:tv_set_rules, RULES.fetch(rules))
    end

    def purpose=(purpose)
      call(:tv_set_purpose, PURPOSES.fetch(purpose))
    end

    def max_intermediates=(count)
      call(:tv_set_max_intermediates, count)
    end

    # Whether a peer is refused unless `crls` tell that no certificate of its path, the root aside, is revoked;
    # unless called, where `crls` are handed in.
    def refuse_unknown_revocation(on) = call(:tv_refuse_unknown_revocation, on ? 1 : 0)

    # The proposal's ValidateCerts: Mozilla roots, and refusal.
    def validate_certs = call(:tv_validate_certs)

    # The proposal's DisableValidation: nothing is judged any more.
    def disable_validation = call(:tv_disable_validation)

    def use_mozilla_roots(on) = call(:tv_use_mozilla_roots, on ? 1 : 0)

    # Trusts one CA certificate: an OpenSSL::X509::Certificate, DER, or PEM with any number of them.
    def add_root(certificate)
      pem, der = pem_or_der(certificate)
      pem ? call(:tv_add_roots_pem, pem, pem.bytesize, nil) : call(:tv_add_root, der, der.bytesize)
    end

    def add_roots_file(path) = call(:tv_add_roots_file, c_string(path.to_s), nil)

    def add_system_roots = call(:tv_add_system_roots, nil)

    # Trusts exactly this end entity for `host`, or for any host if that is nil.
    def add_cert(host, certificate)
      der = OpenSSL::X509::Certificate.new(certificate).to_der
      call(:tv_add_cert, host && c_string(host), der, der.bytesize)
    end

    # Untrusted helpers that servers may have left out: an array of certificates.
    def add_intermediates(certificates)
      der = chain_der(certificates)
      call(:tv_add_intermediates, der, der.bytesize)
    end

    # Blocks a certificate or a key by its SHA-256, as 32 octets or as hexadecimal digits.
    def distrust(sha256)
      digest = sha256.bytesize == 32 ? sha256 : [sha256.delete(':')].pack('H*')
      call(:tv_distrust, digest, digest.bytesize)
    end

    # Asks the block about every peer: it is given the host (or nil), an array of DER certificates, and at stage :after the
    # Result of the normal procedure. It answers :accept, :reject or :defer ("I don't know, run your normal procedure").
    # `may_override` says what an :accept may forgive. Whatever else it returns, and an exception, is a rejection, and so is
    # leaving the block by break, throw or return. Thread#kill takes effect when the verification has ended.
    def set_hook(stage = :after, may_override: [], &block)
      raise ArgumentError, 'a hook is a block' unless block

      bits = Array(may_override).sum { |name| OVERRIDES.fetch(name) }
      types = [Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP, Fiddle::TYPE_SIZE_T, Fiddle::TYPE_VOIDP]
      closure = Fiddle::Closure::BlockCaller.new(Fiddle::TYPE_INT, types) do |_, host, chain, length, normal|
        answer(block, host, chain[0, length], normal)
      end
      @closures << closure
      call(:tv_set_hook, STAGES.fetch(stage), bits, closure, nil, nil)
    end

    def remove_hook(stage = :after)
      call(:tv_set_hook, STAGES.fetch(stage), 0, nil, nil, nil)
    end

    # Gives every log line to the block, with its level: 1 a warning, 2 a refusal. They go to standard error otherwise.
    def set_log(&block)
      closure = block && Fiddle::Closure::BlockCaller.new(
        Fiddle::TYPE_VOID, [Fiddle::TYPE_VOIDP, Fiddle::TYPE_INT, Fiddle::TYPE_VOIDP]
      ) { |_, level, text| quietly { block.call(level, Library.text(text)) } }
      @closures << closure if closure
      call(:tv_set_log, closure, nil, nil)
    end

    # Judges a chain: an array of certificates as the peer sent them (OpenSSL::X509::Certificate or DER), end entity first.
    # `time` is a Time to judge at, and `crls` are revocation lists (OpenSSL::X509::CRL or DER). Returns a Result; raises Error if
    # nothing could be judged.
    def verify(chain, host, time: nil, crls: [])
      der = chain_der(chain)
      with_evidence(time, crls) do |evidence|
        slot = Fiddle::Pointer.malloc(Fiddle::SIZEOF_VOIDP, Fiddle::RUBY_FREE)
        status = undisturbed { Library.tv_verify_chain_with(handle, host && c_string(host), der, der.bytesize, evidence, slot) }
        result = slot.ptr
        raise Error.new('tv_verify_chain_with', status) if result.null?

        begin
          Result.new(status, result)
        ensure
          Library.tv_result_free(result)
        end
      end
    end

    # The same, but a refusal is raised as a VerificationError.
    def verify!(chain, host, time: nil, crls: [])
      result = verify(chain, host, time: time, crls: crls)
      raise VerificationError, result unless result.may_proceed?

      result
    end

    protected

    attr_reader :handle, :closures

    private

    def adopt(handle)
      @handle = handle
      # What the library may call. A hook that was replaced stays, since a verification may still be running with it.
      @closures = []
      # It is freed when the pointer is collected.
      handle.free = Library['tv_context_free']
    end

    def call(name, *arguments)
      Library.check(name, undisturbed { Library.public_send(name, handle, *arguments) })
      self
    end

    # A string for C has no NUL inside: what follows one would be lost.
    def c_string(text)
      raise ArgumentError, 'the string contains a NUL' if text.include?("\0")

      "#{text}\0"
    end

    def chain_der(certificates)
      Array(certificates).map { |one| one.respond_to?(:to_der) ? one.to_der : one.b }.join
    end

    def pem_or_der(certificate)
      return [nil, certificate.to_der] if certificate.respond_to?(:to_der)

      certificate.b.include?('-----BEGIN') ? [certificate, nil] : [nil, certificate]
    end

    def with_evidence(time, crls)
      return yield(nil) unless time || crls.any?

      evidence = Library.tv_evidence_new
      Library.check('tv_evidence_set_time', Library.tv_evidence_set_time(evidence, time.to_i)) if time
      crls.each do |crl|
        der = crl.respond_to?(:to_der) ? crl.to_der : crl.b
        Library.check('tv_evidence_add_crl', Library.tv_evidence_add_crl(evidence, der, der.bytesize))
      end
      yield evidence
    ensure
      Library.tv_evidence_free(evidence) if evidence
    end

    # Runs a call of the library, which must not be left in any other way than by its end: neither an exception from another
    # thread nor the end of this one comes in between.
    def undisturbed(&call) = Thread.handle_interrupt(Object => :never, &call)

    # The hook's answer as C wants it. Nothing must pass through the library, neither an exception nor a jump, and none is an accept.
    def answer(block, host, chain, normal)
      answer = nil
      host = host.null? ? nil : Library.text(host)
      normal = normal.null? ? nil : Result.new(Library.tv_result_status(normal), normal)
      answer = ANSWERS.fetch(disturbed { block.call(host, SSL.split(chain), normal) }, -1)
    rescue Exception => e # rubocop:disable Lint/RescueException
      answer = refuse("raised #{e.class}: #{e.message}")
    ensure
      return answer || refuse('was left without an answer') # rubocop:disable Lint/EnsureReturn
    end

    def refuse(what)
      quietly { warn("tlsverify: the hook #{what}; the peer is refused") }
      ANSWERS[:reject]
    end

    # A timeout inside a hook has to work.
    def disturbed(&call) = Thread.handle_interrupt(Exception => :immediate, &call)

    def quietly
      disturbed { yield }
    rescue Exception # rubocop:disable Lint/RescueException
      nil
    ensure
      return # rubocop:disable Lint/EnsureReturn
    end
  end
end

require_relative 'ssl'
