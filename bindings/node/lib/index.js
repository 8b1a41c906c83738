'use strict';

const { Agent, connector } = require('./agent');
const { connect, resultOf } = require('./connect');
const { Context } = require('./context');
const { TlsVerifyError, VerificationError } = require('./errors');
const library = require('./library');
const { Result } = require('./result');

module.exports = {
  Agent,
  Context,
  Result,
  TlsVerifyError,
  VerificationError,
  connect,
  connector,
  resultOf,
  rootsVersion: library.tv_roots_version(),
  version: library.tv_version(),
};
