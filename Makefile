# Builds, shows, checks and installs libtlsverify. `make help` lists the targets.
# Plain make and POSIX sh: nothing here needs GNU make.

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
BINDIR ?= $(PREFIX)/bin
DESTDIR ?=

CARGO ?= cargo
CC ?= cc
# release, or dev for a quick build without optimisation.
PROFILE ?= release
# For example: make CARGO_FLAGS='--locked --no-default-features --features ring,capi'
CARGO_FLAGS ?= --locked

SETTINGS = CARGO='$(CARGO)' CC='$(CC)' PROFILE='$(PROFILE)' CARGO_FLAGS='$(CARGO_FLAGS)' \
	DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)' LIBDIR='$(LIBDIR)' INCLUDEDIR='$(INCLUDEDIR)' BINDIR='$(BINDIR)'

build:
	@$(SETTINGS) sh packaging/build.sh

demo: build
	@$(SETTINGS) sh packaging/demo.sh

check:
	@$(SETTINGS) sh packaging/check.sh

install: build
	@$(SETTINGS) sh packaging/install.sh install

uninstall:
	@$(SETTINGS) sh packaging/install.sh uninstall

bench:
	@$(SETTINGS) sh packaging/need.sh '$(CARGO)' '$(CC)'
	$(CARGO) bench $(CARGO_FLAGS) --bench verify

bench-peers: build
	@$(SETTINGS) sh packaging/bench-peers.sh

bench-plots: build
	@TV_BLESS=1 $(SETTINGS) sh packaging/bench-peers.sh

# Not a part of make check; FUZZ_TARGET='names verify' chooses targets. See fuzz/README.md.
fuzz:
	@CARGO='$(CARGO)' sh fuzz/run.sh

clean:
	$(CARGO) clean

help:
	@echo "make build      the shared and the static library, in target/release"
	@echo "make demo       builds a C program and judges real chains with it, good and bad ones"
	@echo "make check      every test and every lint"
	@echo "make install    into DESTDIR, PREFIX (/usr/local), LIBDIR, INCLUDEDIR, BINDIR"
	@echo "make uninstall  removes what install put there"
	@echo "make bench      the benchmarks"
	@echo "make bench-peers  ours beside OpenSSL, GnuTLS, Go, pyca/cryptography and rustls-webpki"
	@echo "make bench-plots  the same, written to docs/performance.md with its pictures"
	@echo "make fuzz       tries odd inputs: FUZZ_SECONDS (60) for each target, or FUZZ_TARGET alone"
	@echo "make clean      removes target"

.PHONY: build demo check install uninstall bench bench-peers bench-plots fuzz clean help
