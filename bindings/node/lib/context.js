'use strict';

const callbacks = require('./callbacks');
const certificates = require('./certificate');
const { TlsVerifyError, VerificationError } = require('./errors');
const library = require('./library');
const { Result } = require('./result');

const MODES = { warn: 1, enforce: 2, off: 3 };
const RULES = { browser: 1, rfc5280: 2, cabf: 3 };
const PURPOSES = { server: 1, client: 2, any: 3 };
const STAGES = { before: 1, after: 2 };
const OVERRIDES = { issuer: 1, name: 2, time: 4, policy: 8, all: 0xffffffff };

const unused = new FinalizationRegistry((handle) => library.tv_context_free(handle));
// Contexts that verify just now: they and their hooks must not be collected.
const running = new Set();

function value(values, name) {
  if (!Object.hasOwn(values, name)) {
    throw new RangeError(`${String(name)} is none of ${Object.keys(values).join(', ')}`);
  }
  return values[name];
}

// A string for C has no NUL inside: what follows one would be lost.
function text(string) {
  if (typeof string !== 'string' || string.includes('\0')) {
    throw new TypeError('not a string, or one with a NUL inside');
  }
  return string;
}

function check(call, status) {
  if (status !== 0) {
    throw new TlsVerifyError(call, status);
  }
}

/** Trust and strictness. What is changed is seen by the next verification. */
class Context {
  #handle;
  // What the library may call, by stage.
  #kept = new Map();
  // What the verifications that are running may call beside that.
  #replaced = [];
  #running = 0;

  constructor({ mode = 'enforce' } = {}) {
    this.#adopt(library.tv_context_new());
    this.setMode(mode);
  }

  clone() {
    const copy = new Context();
    unused.unregister(copy);
    library.tv_context_free(copy.#handle);
    copy.#adopt(library.tv_context_clone(this.#handle));
    copy.#kept = new Map(this.#kept);
    return copy;
  }

  get mode() {
    const number = library.tv_get_mode(this.#handle);
    return Object.keys(MODES).find((name) => MODES[name] === number);
  }

  setMode(mode) {
    return this.#call('tv_set_mode', value(MODES, mode));
  }

  setRules(rules) {
    return this.#call('tv_set_rules', value(RULES, rules));
  }

  setPurpose(purpose) {
    return this.#call('tv_set_purpose', value(PURPOSES, purpose));
  }

  setMaxIntermediates(count) {
    return this.#call('tv_set_max_intermediates', count);
  }

  refuseUnknownRevocation(on) {
    return this.#call('tv_refuse_unknown_revocation', on ? 1 : 0);
  }

  validateCerts() {
    return this.#call('tv_validate_certs');
  }

  disableValidation() {
    return this.#call('tv_disable_validation');
  }

  useMozillaRoots(on) {
    return this.#call('tv_use_mozilla_roots', on ? 1 : 0);
  }

  addRoot(certificate) {
    if (certificates.isPem(certificate)) {
      const pem = Buffer.from(certificate);
      return this.#call('tv_add_roots_pem', pem, pem.length, null);
    }
    const der = certificates.der(certificate);
    return this.#call('tv_add_root', der, der.length);
  }

  addRootsFile(path) {
    return this.#call('tv_add_roots_file', text(path), null);
  }

  addSystemRoots() {
    return this.#call('tv_add_system_roots', null);
  }

  addCert(host, certificate) {
    const der = certificates.der(certificate);
    return this.#call('tv_add_cert', host === null ? null : text(host), der, der.length);
  }

  addIntermediates(chain) {
    const der = certificates.concatenated(chain);
    return this.#call('tv_add_intermediates', der, der.length);
  }

  distrust(sha256) {
    const digest = typeof sha256 === 'string' ? Buffer.from(sha256.replaceAll(':', ''), 'hex') : Buffer.from(sha256);
    return this.#call('tv_distrust', digest, digest.length);
  }

  setHook(hook, { stage = 'after', mayOverride = [] } = {}) {
    if (typeof hook !== 'function') {
      throw new TypeError('a hook is a function');
    }
    const bits = mayOverride.reduce((sum, name) => (sum | value(OVERRIDES, name)) >>> 0, 0);
    this.#call('tv_set_hook', value(STAGES, stage), bits, callbacks.ask, callbacks.register(hook), null);
    return this.#keep(stage, hook);
  }

  removeHook(stage = 'after') {
    return this.#call('tv_set_hook', value(STAGES, stage), 0, null, null, null);
  }

  setLog(log) {
    if (log === null) {
      return this.#call('tv_set_log', null, null, null);
    }
    this.#call('tv_set_log', callbacks.write, callbacks.register(log), null);
    return this.#keep('log', log);
  }

  verify(chain, host, { time = null, crls = [] } = {}) {
    const der = certificates.concatenated(chain);
    const name = host === null ? null : text(host);
    const slot = [null];
    let evidence = null;
    running.add(this);
    this.#running += 1;
    try {
      if (time !== null) {
        evidence = library.tv_evidence_new();
        const seconds = Math.floor(time.getTime() / 1000);
        check('tv_evidence_set_time', library.tv_evidence_set_time(evidence, seconds));
      }
      for (const crl of crls) {
        evidence ??= library.tv_evidence_new();
        check('tv_evidence_add_crl', library.tv_evidence_add_crl(evidence, crl, crl.length));
      }
      const status = library.tv_verify_chain_with(this.#handle, name, der, der.length, evidence, slot);
      if (slot[0] === null) {
        throw new TlsVerifyError('tv_verify_chain_with', status);
      }
      return new Result(slot[0]);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) {
        this.#replaced = [];
        running.delete(this);
      }
      library.tv_result_free(slot[0]);
      library.tv_evidence_free(evidence);
    }
  }

  check(chain, host, options) {
    const result = this.verify(chain, host, options);
    if (!result.mayProceed) {
      throw new VerificationError(result);
    }
    return result;
  }

  #keep(purpose, callable) {
    if (this.#running > 0) {
      this.#replaced.push(this.#kept.get(purpose));
    }
    this.#kept.set(purpose, callable);
    return this;
  }

  #adopt(handle) {
    if (handle === null) {
      throw new Error('no context can be made');
    }
    this.#handle = handle;
    unused.register(this, handle, this);
  }

  #call(name, ...args) {
    running.add(this);
    try {
      check(name, library[name](this.#handle, ...args));
    } finally {
      if (this.#running === 0) {
        running.delete(this);
      }
    }
    return this;
  }
}

module.exports = { Context };
