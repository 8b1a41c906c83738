# frozen_string_literal: true

# With `servers`: talks to every test server and prints what came of it, a line each: `server ID OK`, or
# `server ID REJECTED REASON DEPTH MESSAGE`. With `checks`: prints `check NAME` for every further check that holds.
#
#   ruby -Ilib test/runtime.rb SERVERS.json servers|checks

require 'json'
require 'net/http'
require 'stringio'
require 'tlsverify'

SERVERS = JSON.parse(File.read(ARGV.fetch(0)))
ROOT = File.read(SERVERS['root'])

def server(id) = SERVERS['servers'].find { |one| one['id'] == id }

def new_context(mode = :enforce)
  TLSVerify::Context.new(mode: mode).use_mozilla_roots(false).add_root(ROOT)
end

# The body that the server sends, or the VerificationError.
def talk(server, context, host = server['host'])
  tcp = TCPSocket.new('127.0.0.1', server['port'])
  connection = TLSVerify::SSL.connect(host, server['port'], context: context, socket: tcp)
  connection.write("GET / HTTP/1.1\r\nHost: #{host}\r\nConnection: close\r\n\r\n")
  body = connection.read.split("\r\n\r\n", 2).last
  connection.close
  body
rescue TLSVerify::VerificationError => e
  e
end

def check(name, holds)
  abort("failed: #{name}") unless holds
  puts "check #{name}"
end

context = new_context
if ARGV.fetch(1) == 'servers'
  SERVERS['servers'].reject { |one| one['needs_client_certificate'] }.each do |server|
    outcome = talk(server, context)
    case outcome
    when "hello\n" then puts "server #{server['id']} OK"
    when TLSVerify::VerificationError
      result = outcome.result
      puts "server #{server['id']} REJECTED #{result.reason} #{result.depth} #{outcome.message}"
    else abort("#{server['id']}: #{outcome.inspect}")
    end
  end
  exit
end

good = server('good-tls13')
bad = server('wrong-name-tls13')
refused = ->(outcome, reason) { outcome.is_a?(TLSVerify::VerificationError) && outcome.reason == reason }

check 'by-address', talk(good, context, '127.0.0.1') == "hello\n"
check 'hook-rejects', refused.(talk(good, new_context.set_hook { :reject }), 'HOOK_REJECTED')
check 'hook-defers', talk(good, new_context.set_hook { :defer }) == "hello\n"
check 'hook-accepts', talk(bad, new_context.set_hook(may_override: [:name]) { :accept }) == "hello\n"
check 'hook-may-not-accept', refused.(talk(bad, new_context.set_hook { :accept }), 'NAME_MISMATCH')
$stderr = StringIO.new
check 'hook-exception', refused.(talk(good, new_context.set_hook(may_override: :all) { raise 'no' }), 'HOOK_REJECTED')
check 'hook-exception-is-reported', $stderr.string.include?('no')
$stderr = STDERR
check 'hook-nonsense', refused.(talk(good, new_context.set_hook(may_override: :all) { true }), 'HOOK_BAD_ANSWER')
seen = nil
talk(good, new_context.set_hook { |host, chain, normal| seen = [host, chain.size, normal.status]; :defer })
check 'hook-sees', seen == ['good.test', 2, :ok]

lines = []
warning = new_context(:warn).set_log { |level, text| lines << [level, text] }
check 'warns', talk(bad, warning) == "hello\n" && lines.size == 1 && lines[0][1].include?('NAME_MISMATCH')

self_signed = server('self-signed-tls12')
pinned = new_context.add_cert('good.test', File.read(self_signed['chain']))
check 'pinned', talk(self_signed, pinned) == "hello\n"
check 'pinned-for-another-host',
      refused.(talk(self_signed, new_context.add_cert('other.test', File.read(self_signed['chain']))), 'SELF_SIGNED')

copy = context.dup
copy.mode = :off
check 'copy-is-apart', context.mode == :enforce && copy.mode == :off

digest = OpenSSL::Digest::SHA256.hexdigest(OpenSSL::X509::Certificate.new(File.read(good['chain'])).to_der)
check 'distrust', refused.(talk(good, new_context.distrust(digest)), 'DISTRUSTED')

crl = File.binread(SERVERS['crl'])
sent = [OpenSSL::X509::Certificate.new(File.read(good['chain'])), OpenSSL::X509::Certificate.new(File.read(SERVERS['intermediate']))]
check 'revoked', context.verify(sent, 'good.test', crls: [crl]).reason == 'REVOKED'
check 'revoked-openssl', context.verify(sent, 'good.test', crls: [OpenSSL::X509::CRL.new(crl)]).reason == 'REVOKED'
strict = new_context.refuse_unknown_revocation(true)
check 'revocation-unknown', strict.verify(sent, 'good.test').reason == 'REVOCATION_UNKNOWN'
begin
  context.verify(sent, 'good.test', crls: ['no list'])
rescue TLSVerify::Error
  check 'bad-crl', true
end

GC.stress = true
hooked = new_context.set_hook { :defer }
chain = [OpenSSL::X509::Certificate.new(File.read(good['chain'])), OpenSSL::X509::Certificate.new(File.read(SERVERS['intermediate']))]
GC.start
check 'collected-hook', hooked.verify(chain, 'good.test').status == :ok
GC.stress = false

many = Array.new(8) { Thread.new { Array.new(50) { context.verify(chain, 'good.test').status } } }
check 'threads', many.flat_map(&:value).uniq == [:ok]

http = Net::HTTP.new('127.0.0.1', good['port'])
http.use_ssl = true
http.verify_mode = OpenSSL::SSL::VERIFY_PEER
http.verify_hostname = false
http.verify_callback = TLSVerify::SSL::VerifyCallback.new(context, '127.0.0.1').to_proc
check 'net-http', http.get('/').body == "hello\n"

begin
  context.add_root('not a certificate')
rescue TLSVerify::Error
  check 'bad-root', true
end
