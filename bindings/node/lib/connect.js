'use strict';

// TLS on Node's own sockets, where the library decides instead of OpenSSL.
//
// Node has no callback inside the handshake. It says that a handshake is over (the event `secure`) before it lets anything
// through that was written in the meantime; the verdict falls there, and a refused socket is destroyed on the spot.

const net = require('node:net');
const tls = require('node:tls');

const { Context } = require('./context');

// What would go out to, or come from, a peer that nobody has verified yet.
const UNFIT = {
  cert: 'a client certificate would go out before the server is verified',
  key: 'a client certificate would go out before the server is verified',
  pfx: 'a client certificate would go out before the server is verified',
  secureContext: 'it could hold a client certificate, which would go out before the server is verified',
  pskCallback: 'a peer with a shared key shows no certificate',
  session: 'a session that is resumed shows no certificates',
};

const MAX_CERTIFICATES = 100;

const results = new WeakMap();

/** The Result for a socket that has been verified, else undefined. */
function resultOf(socket) {
  return results.get(socket);
}

/** Connects and verifies, in the manner of tls.connect: see index.d.ts. */
function connect(options, listener) {
  const { context, ...rest } = options;
  if (!(context instanceof Context)) {
    throw new TypeError('options.context is not a Context');
  }
  refuseUnfit(rest);
  const host = hostOf(rest);
  const socket = tls.connect({
    ...rest,
    servername: net.isIP(host) ? '' : host,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    // Node's own roots are of no use here.
    ca: [],
  });
  // Nothing that is written goes as far as TLS before the verdict.
  socket.cork();
  interpose(socket, () => judge(socket, context, host));
  socket.prependOnceListener('secureConnect', () => announce(socket));
  if (listener) {
    socket.once('secureConnect', listener);
  }
  return socket;
}

function refuseUnfit(options) {
  for (const [name, why] of Object.entries(UNFIT)) {
    if (options[name] !== undefined && options[name] !== null) {
      throw new TypeError(`options.${name} is refused: ${why}`);
    }
  }
  // Bytes that came before TLS would be taken for bytes that came through it.
  if (options.socket?.readableLength > 0) {
    throw new Error('the peer has sent bytes ahead of TLS');
  }
}

function hostOf(options) {
  const host = options.servername === undefined ? options.host : options.servername;
  if (typeof host !== 'string' || host === '') {
    throw new TypeError('no host to verify: options.servername, or options.host, has to be a name or an address');
  }
  return host;
}

// Whatever Node does at the end of a handshake, it does only if `isGood` says so, and that each time, since TLS 1.2 knows
// renegotiation. What it does includes the event `secureConnect`.
function interpose(socket, isGood) {
  const listeners = socket.listeners('secure');
  if (listeners.length === 0) {
    socket.destroy();
    throw new Error('this version of Node does not say when a handshake is over');
  }
  socket.removeAllListeners('secure');
  socket.on('secure', () => {
    if (isGood()) {
      listeners.forEach((listener) => listener.call(socket));
    }
  });
}

function judge(socket, context, host) {
  results.delete(socket);
  try {
    if (socket.isSessionReused()) {
      throw new Error('the peer was not verified: its session was resumed, which shows no certificates');
    }
    results.set(socket, context.check(chainOf(socket), host));
    return true;
  } catch (error) {
    socket.destroy(error);
    return false;
  }
}

// The end entity and the certificates from which Node has built its way upwards.
function chainOf(socket) {
  const chain = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate && chain.length < MAX_CERTIFICATES) {
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  if (chain.length === 0) {
    throw new Error('the peer was not verified: it has sent no certificate');
  }
  return chain;
}

// Says what tls.connect says, about our verdict.
function announce(socket) {
  const result = results.get(socket);
  if (!result) {
    socket.destroy(new Error('the peer was not verified'));
    return;
  }
  socket.uncork();
  socket.authorized = result.status === 'ok';
  socket.authorizationError = socket.authorized ? null : result.reasonName;
}

module.exports = { connect, resultOf };
