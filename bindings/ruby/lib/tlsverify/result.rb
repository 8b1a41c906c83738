# frozen_string_literal: true

require 'openssl'

module TLSVerify
  # The outcome of one verification. It cannot change.
  class Result
    STATUSES = { 0 => :ok, -1 => :warned, -2 => :unchecked, -3 => :rejected }.freeze
    SOURCES = %i[none path pin hook mode].freeze

    # :ok, :warned, :unchecked, :rejected, or :error if nothing could be judged.
    attr_reader :status
    # The tv_status.
    attr_reader :status_number
    # The stable name of the reason, "NONE" if there is none.
    attr_reader :reason
    attr_reader :reason_number
    # The certificate at fault: 0 the end entity, -1 the chain as a whole.
    attr_reader :depth
    # Who decided: :path, :pin, :hook or :mode.
    attr_reader :source
    # One sentence with the actual values.
    attr_reader :message
    # What to do about it; empty if nothing honest can be said.
    attr_reader :hint
    # The report as a tree.
    attr_reader :text
    # The report as JSON text.
    attr_reader :json
    # The path, end entity first, as DER.
    attr_reader :path

    # Reads a tv_result, which the caller frees.
    def initialize(status, pointer)
      @status_number = status
      @status = STATUSES.fetch(status, :error)
      @reason_number = Library.tv_result_reason(pointer)
      @reason = Library.text(Library.tv_reason_name(@reason_number))
      @depth = Library.tv_result_depth(pointer)
      @source = SOURCES.fetch(Library.tv_result_source(pointer), :none)
      @message = Library.text(Library.tv_result_message(pointer))
      @hint = Library.text(Library.tv_result_hint(pointer))
      @text = Library.text(Library.tv_result_text(pointer))
      @json = Library.text(Library.tv_result_json(pointer))
      @path = read_path(pointer)
      freeze
    end

    # Whether the connection may go on.
    def may_proceed?
      Library.tv_may_proceed(status_number) == 1
    end

    # OpenSSL's X509_V_ERR number for the reason.
    def x509_v_err
      Library.tv_reason_x509_v_err(reason_number)
    end

    private

    def read_path(pointer)
      Array.new(Library.tv_result_path_count(pointer)) do |index|
        length = Fiddle::Pointer.malloc(Fiddle::SIZEOF_SIZE_T, Fiddle::RUBY_FREE)
        der = Library.tv_result_path_der(pointer, index, length)
        der[0, length[0, Fiddle::SIZEOF_SIZE_T].unpack1('J')]
      end
    end
  end

  # The peer is refused. An SSLError, so that code which rescues those goes on to work.
  class VerificationError < OpenSSL::SSL::SSLError
    # The Result.
    attr_reader :result

    def initialize(result)
      @result = result
      hint = result.hint.empty? ? '' : " hint: #{result.hint}"
      super("certificate verify failed: #{result.reason} (#{result.reason_number}) at depth #{result.depth}: " \
            "#{result.message}#{hint}")
    end

    def reason = result.reason

    def hint = result.hint
  end
end
