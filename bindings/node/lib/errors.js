'use strict';

const library = require('./library');

/** A call that could not be carried out: a bad argument, a certificate that cannot be read, and so on. */
class TlsVerifyError extends Error {
  constructor(call, status) {
    super(`${call} failed with status ${status}: ${library.tv_status_message(status)}`);
    this.name = 'TlsVerifyError';
    this.code = 'ERR_TLSVERIFY';
    this.status = status;
  }
}

/** The peer is refused. */
class VerificationError extends Error {
  constructor(result) {
    const hint = result.hint === '' ? '' : ` hint: ${result.hint}`;
    const reason = `${result.reasonName} (${result.reason}) at depth ${result.depth}`;
    super(`certificate verify failed: ${reason}: ${result.message}${hint}`);
    this.name = 'VerificationError';
    this.code = 'ERR_TLSVERIFY_REFUSED';
    this.reason = result.reason;
    this.reasonName = result.reasonName;
    this.depth = result.depth;
    this.hint = result.hint;
    this.result = result;
  }
}

module.exports = { TlsVerifyError, VerificationError };
