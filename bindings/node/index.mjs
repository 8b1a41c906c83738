import tlsverify from './lib/index.js';

export const {
  Agent,
  Context,
  Result,
  TlsVerifyError,
  VerificationError,
  connect,
  connector,
  resultOf,
  rootsVersion,
  version,
} = tlsverify;
export default tlsverify;
