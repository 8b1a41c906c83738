# frozen_string_literal: true

# How a program ends while the library may still call it: prints `end`, and what was found after that.
#
#   ruby -Ilib test/ending.rb SERVERS.json WAY

require 'json'
require 'tlsverify'

told = JSON.parse(File.read(ARGV.fetch(0)))
good = told['servers'].find { |server| server['id'] == 'good-tls13' }
chain = [good['chain'], told['intermediate']].map { |path| OpenSSL::X509::Certificate.new(File.read(path)) }
context = TLSVerify::Context.new.use_mozilla_roots(false).add_root(File.read(told['root']))
verify = -> { context.verify(chain, 'good.test') }
connect = lambda do
  tcp = TCPSocket.new('127.0.0.1', good['port'])
  TLSVerify::SSL.connect('good.test', good['port'], context: context, socket: tcp).close
end

case ARGV.fetch(1)
when 'asked-late'
  context.set_hook { :defer }
  context.set_log { nil }
  at_exit { puts "at_exit #{verify.().status}" }
  $kept = Object.new
  ObjectSpace.define_finalizer($kept, proc { puts "finalizer #{verify.().status}" })
when 'under-threads'
  context.set_hook { sleep 0.01 and :defer }
  [verify, connect].cycle(4) { |work| Thread.new { loop { work.() } } }
  sleep 0.3
when 'exit-in-hook'
  # An exception like any other: the peer is refused.
  context.set_hook { exit 3 }
  puts verify.().reason
when 'killed-in-hook'
  # Each thread ends when the library has, and is asked no more; the next verification finds everything in order.
  asked = Queue.new
  killed = Queue.new
  context.set_hook { (asked << true) && killed.pop && :defer }
  20.times do
    thread = Thread.new { verify.() and puts 'it goes on' }
    asked.pop
    thread.kill
    killed << true
    thread.join
  end
  context.remove_hook
  puts verify.().status
when 'jump-out-of-hook'
  # More often than hooks may be nested, were the library left.
  jumps = [-> { throw :out, :accept }, proc { next throw(:out) }]
  20.times do |turn|
    context.set_hook(may_override: :all) { jumps[turn % 2].call }
    puts catch(:out) { verify.() }.reason if turn < 2
  end
  context.set_hook(may_override: :all) { break :accept }
  puts verify.().reason
  context.remove_hook
  puts verify.().status
when 'timeout-in-hook'
  require 'timeout'
  context.set_hook { Timeout.timeout(0.05) { sleep } rescue :defer }
  puts verify.().status
end
puts 'end'
