# frozen_string_literal: true

Gem::Specification.new do |spec|
  spec.name = 'tlsverify'
  spec.version = '0.1.0'
  spec.summary = 'TLS certificate verification by libtlsverify: one verdict, and a reason that says what to do'
  spec.authors = ['The libtlsverify authors']
  spec.licenses = ['Apache-2.0', 'MIT']
  spec.homepage = 'https://github.com/libtlsverify/libtlsverify'
  spec.required_ruby_version = '>= 3.0'
  spec.files = Dir['lib/**/*.rb'] + ['README.md']
  # fiddle comes with every Ruby; as a dependency it would be fetched and compiled.
end
