# frozen_string_literal: true

# May I go on talking to this TLS peer, and if not, why? A thin layer over libtlsverify.
#
#   context = TLSVerify::Context.new(mode: :enforce)
#   socket = TLSVerify::SSL.connect('www.example.org', 443, context: context)
#
# The library is found by the name libtlsverify.so.0, or by the path in TLSVERIFY_LIBRARY.
module TLSVerify
  # A call that could not be carried out: a bad argument, a certificate that cannot be read, and so on.
  class Error < StandardError
    # The tv_status.
    attr_reader :status

    def initialize(call, status)
      @status = status
      super("#{call} failed with status #{status}")
    end
  end
end

require_relative 'tlsverify/library'
require_relative 'tlsverify/result'
require_relative 'tlsverify/context'
