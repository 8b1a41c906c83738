'use strict';

// Certificates in the forms that Node has them in: DER, PEM, or X509Certificate.

const { X509Certificate } = require('node:crypto');

function isPem(certificate) {
  if (certificate instanceof X509Certificate) {
    return false;
  }
  return Buffer.from(certificate).includes('-----BEGIN');
}

function der(certificate) {
  if (certificate instanceof X509Certificate) {
    return certificate.raw;
  }
  return isPem(certificate) ? new X509Certificate(certificate).raw : Buffer.from(certificate);
}

/** Many certificates as C takes them: DER, one after another. */
function concatenated(chain) {
  return Buffer.concat(Array.from(chain, der));
}

/** Cuts concatenated DER apart. */
function split(chain) {
  const certificates = [];
  for (let start = 0; start < chain.length;) {
    const end = start + lengthAt(chain, start);
    certificates.push(chain.subarray(start, end));
    start = end;
  }
  return certificates;
}

// The length of the DER value at `start`, header included.
function lengthAt(chain, start) {
  const first = chain[start + 1] ?? 0;
  if (first < 0x80) {
    return 2 + first;
  }
  const octets = first & 0x7f;
  let length = 0;
  for (const octet of chain.subarray(start + 2, start + 2 + octets)) {
    length = length * 256 + octet;
  }
  return 2 + octets + length;
}

module.exports = { isPem, der, concatenated, split };
