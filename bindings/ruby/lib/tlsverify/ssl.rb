# frozen_string_literal: true

require 'openssl'
require 'ipaddr'
require 'socket'

module TLSVerify
  # Verification inside Ruby's own OpenSSL connections.
  module SSL
    # Decides for one host. Give it to OpenSSL::SSL::SSLContext#verify_callback or Net::HTTP#verify_callback, with
    # verify_mode VERIFY_PEER; OpenSSL's own opinion is then not asked for.
    #
    # OpenSSL calls it for each certificate and each error, the end entity last. It decides whenever the end entity is
    # reached, so that there is no way around it, and lets everything else pass until then.
    class VerifyCallback
      # The last Result, if there was a decision.
      attr_reader :result

      def initialize(context, host)
        raise ArgumentError, 'no host to verify' if host.nil? || host.empty?

        @context = context
        @host = host
      end

      def call(_preverified, store)
        return true unless store.error_depth.zero?

        @result = nil
        @result = @context.verify(store.chain, @host)
        store.error = @result.may_proceed? ? OpenSSL::X509::V_OK : @result.x509_v_err
        @result.may_proceed?
      rescue StandardError
        store.error = OpenSSL::X509::V_ERR_APPLICATION_VERIFICATION
        false
      end

      # Ruby's OpenSSL wants something that responds to call; Net::HTTP wants a proc.
      def to_proc
        method(:call).to_proc
      end
    end

    module_function

    # An OpenSSL::SSL::SSLContext that verifies one host. Sessions are not resumed: a resumed one shows no chain.
    def context(context, host)
      ssl = OpenSSL::SSL::SSLContext.new
      ssl.verify_mode = OpenSSL::SSL::VERIFY_PEER
      # The name is checked by the library.
      ssl.verify_hostname = false
      ssl.session_cache_mode = OpenSSL::SSL::SSLContext::SESSION_CACHE_OFF
      ssl.verify_callback = VerifyCallback.new(context, host)
      ssl
    end

    # Connects and verifies: returns an OpenSSL::SSL::SSLSocket, or raises a VerificationError.
    # `socket` is a connected socket to use instead of a new one.
    def connect(host, port, context:, socket: nil)
      ssl = context(context, host)
      tcp = socket || TCPSocket.new(host, port)
      connection = OpenSSL::SSL::SSLSocket.new(tcp, ssl)
      connection.sync_close = true
      connection.hostname = host unless address?(host)
      shake_hands(connection)
      # Nothing goes out unless there was a decision for this very connection.
      raise OpenSSL::SSL::SSLError, 'the peer was not verified' unless ssl.verify_callback.result

      connection
    rescue OpenSSL::SSL::SSLError
      tcp&.close
      result = ssl&.verify_callback&.result
      raise VerificationError, result if result && !result.may_proceed?

      raise
    end

    # As SSLSocket#connect. But Ruby's OpenSSL forgets the end of a thread that comes in a verify callback, and the thread would go on:
    # so it comes between the steps.
    def shake_hands(connection)
      loop do
        wanted = Thread.handle_interrupt(Object => :never) { connection.connect_nonblock(exception: false) }
        case wanted
        when :wait_readable then IO.select([connection.io])
        when :wait_writable then IO.select(nil, [connection.io])
        else break
        end
      end
    end

    # Cuts concatenated DER certificates apart.
    def split(der)
      certificates = []
      until der.empty?
        length = header_length(der) + contents_length(der)
        certificates << der.byteslice(0, length)
        der = der.byteslice(length..)
      end
      certificates
    end

    def address?(host)
      IPAddr.new(host) && true
    rescue IPAddr::Error
      false
    end

    def header_length(der)
      first = der.getbyte(1)
      first < 0x80 ? 2 : 2 + (first & 0x7f)
    end

    def contents_length(der)
      first = der.getbyte(1)
      first < 0x80 ? first : der.byteslice(2, first & 0x7f).unpack('C*').inject(0) { |sum, octet| (sum << 8) | octet }
    end
    private_class_method :address?, :header_length, :contents_length
  end
end
