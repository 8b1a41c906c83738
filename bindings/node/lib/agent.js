'use strict';

const https = require('node:https');

const { connect } = require('./connect');

/** An https.Agent whose connections are verified. */
class Agent extends https.Agent {
  #context;

  constructor({ context, ...options }) {
    // Sessions are not resumed: a resumed one shows no certificates.
    super({ ...options, maxCachedSessions: 0 });
    this.#context = context;
  }

  createConnection(options) {
    const { servername, ...rest } = options;
    // Node gives an empty server name for an address.
    const name = servername ? { servername } : {};
    return connect({ ...rest, ...name, session: undefined, context: this.#context });
  }
}

/** A function for the option `connect` of undici's Agent, Pool and Client; `timeout` in milliseconds. */
function connector(context, { timeout = 10_000 } = {}) {
  return ({ hostname, port, servername, localAddress, httpSocket }, done) => {
    let socket;
    try {
      socket = connect({
        context,
        host: hostname.replace(/^\[(.*)\]$/, '$1'),
        port: Number(port || 443),
        ...(servername ? { servername } : {}),
        localAddress: localAddress ?? undefined,
        socket: httpSocket,
        ALPNProtocols: ['http/1.1'],
      });
    } catch (error) {
      done(error, null);
      return;
    }
    const late = new Error(`no verified connection to ${hostname} within ${timeout} ms`);
    const timer = setTimeout(() => socket.destroy(late), timeout);
    socket.once('close', () => clearTimeout(timer));
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      socket.off('error', done);
      done(null, socket);
    });
    socket.once('error', done);
  };
}

module.exports = { Agent, connector };
