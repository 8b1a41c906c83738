'use strict';

// With `servers`: talks to every test server and prints what came of it, a line each: `server ID OK`, or
// `server ID REJECTED REASON DEPTH MESSAGE`. With `checks`: prints `check NAME` for every further check that holds.
//
//     node --expose-gc test/runtime.js SERVERS.json servers|checks

const { X509Certificate } = require('node:crypto');
const { readFileSync } = require('node:fs');
const https = require('node:https');
const net = require('node:net');
const { PassThrough } = require('node:stream');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const { fetch, Agent: UndiciAgent } = require('undici');

const tlsverify = require('../lib/index.js');

const { Agent, Context, VerificationError, connect, connector, resultOf } = tlsverify;

const told = JSON.parse(readFileSync(isMainThread ? process.argv[2] : workerData, 'utf8'));
const servers = Object.fromEntries(told.servers.map((server) => [server.id, server]));
const good = servers['good-tls13'];
const bad = servers['wrong-name-tls13'];
const chain = [readFileSync(good.chain), readFileSync(told.intermediate)];
const lookup = (name, options, done) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4));

function newContext(mode) {
  return new Context({ mode }).useMozillaRoots(false).addRoot(readFileSync(told.root));
}

function always(answer) {
  return () => answer;
}

function request(host) {
  return `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
}

// The body that the server sends, or the error. The request is written at once, long before the verdict.
function talk(server, context, host = server.host, options = {}) {
  return new Promise((resolve) => {
    const socket = connect({ host, port: server.port, lookup, context, ...options });
    let text = '';
    socket.setEncoding('utf8').on('data', (data) => {
      text += data;
    });
    socket.on('error', resolve);
    socket.on('end', () => resolve(text.split('\r\n\r\n')[1]));
    socket.write(request(host));
  });
}

// The same through https.get and an Agent.
function get(server, context, host = server.host) {
  return new Promise((resolve) => {
    const agent = new Agent({ context, lookup, keepAlive: true });
    const sent = https.get({ host, port: server.port, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (data) => {
        text += data;
      });
      response.on('end', () => {
        agent.destroy();
        resolve(text);
      });
    });
    sent.on('error', resolve);
  });
}

function check(name, holds) {
  if (!holds) {
    console.error(`failed: ${name}`);
    process.exit(1);
  }
  console.log(`check ${name}`);
}

function isRefused(outcome, reasonName) {
  return outcome instanceof VerificationError && outcome.reasonName === reasonName && outcome.hint === outcome.result.hint;
}

function throws(action, text) {
  try {
    action();
  } catch (error) {
    return error.message.includes(text);
  }
  return false;
}

async function sayServers() {
  const context = newContext();
  for (const server of told.servers.filter((one) => !one.needs_client_certificate)) {
    const outcomes = [await talk(server, context), await get(server, context)];
    if (outcomes.every((outcome) => outcome === 'hello\n')) {
      console.log(`server ${server.id} OK`);
      continue;
    }
    const [first, second] = outcomes.map((error) => `${error.reasonName} ${error.depth} ${error.message}`);
    // The times that messages give differ.
    const digits = /\d/g;
    if (first.replace(digits, '') !== second.replace(digits, '')) {
      throw new Error(`two outcomes: ${first}; ${second}`);
    }
    console.log(`server ${server.id} REJECTED ${first}`);
  }
}

async function makeChecks() {
  const context = newContext();
  check('by-address', (await talk(good, context, '127.0.0.1')) === 'hello\n');
  check('by-address-through-an-agent', (await get(good, context, '127.0.0.1')) === 'hello\n');
  await checkHooks();
  await checkTrust(context);
  await checkLifetimes();
  await checkSockets(context);
  await checkClients(context);
  check('bad-root', throws(() => context.addRoot('not a certificate'), 'DER'));
  const time = new Date('2000-01-01');
  check('other-time', context.verify(chain, 'good.test', { time }).reasonName === 'NOT_YET_VALID');
  const answers = await Promise.all([1, 2, 3, 4].map(inThread));
  check('threads', answers.every((answer) => answer === 'ok'));
}

async function checkHooks() {
  check('hook-rejects', isRefused(await talk(good, newContext().setHook(always('reject'))), 'HOOK_REJECTED'));
  check('hook-defers', (await talk(good, newContext().setHook(always('defer')))) === 'hello\n');
  const forgiving = newContext().setHook(always('accept'), { mayOverride: ['name'] });
  check('hook-accepts', (await talk(bad, forgiving)) === 'hello\n');
  check('hook-may-not-accept', isRefused(await talk(bad, newContext().setHook(always('accept'))), 'NAME_MISMATCH'));

  const warnings = [];
  process.on('warning', (warning) => warnings.push(warning.message));
  const failures = { stage: 'before', mayOverride: ['all'] };
  const throwing = newContext().setHook(() => {
    throw new Error('no opinion');
  }, failures);
  check('hook-exception', isRefused(await talk(good, throwing), 'HOOK_REJECTED'));
  check('hook-exception-is-reported', warnings.some((text) => text.includes('no opinion')));
  const odd = newContext().setHook(() => {
    throw { toString: () => { throw new Error('twice'); } };
  }, failures);
  check('hook-odd-exception', isRefused(await talk(good, odd), 'HOOK_REJECTED'));
  const promising = newContext().setHook(async () => 'accept', failures);
  check('hook-promise', isRefused(await talk(good, promising), 'HOOK_BAD_ANSWER'));

  let seen;
  await talk(good, newContext().setHook((host, certificates, normal) => {
    seen = [host, certificates.map((der) => new X509Certificate(der).fingerprint256), normal.status];
    return 'defer';
  }));
  const wanted = chain.map((pem) => new X509Certificate(pem).fingerprint256);
  check('hook-sees', JSON.stringify(seen) === JSON.stringify(['good.test', wanted, 'ok']));
}

async function checkTrust(context) {
  const lines = [];
  const warning = newContext('warn').setLog((level, text) => lines.push(text));
  check('warns', (await talk(bad, warning)) === 'hello\n' && lines.length === 1 && lines[0].includes('NAME_MISMATCH'));

  const selfSigned = servers['self-signed-tls12'];
  const certificate = readFileSync(selfSigned.chain);
  check('pinned', (await talk(selfSigned, newContext().addCert('good.test', certificate))) === 'hello\n');
  const elsewhere = newContext().addCert('other.test', certificate);
  check('pinned-for-another-host', isRefused(await talk(selfSigned, elsewhere), 'SELF_SIGNED'));
  const copy = context.clone().disableValidation();
  check('copy-is-apart', context.mode === 'enforce' && copy.mode === 'off');
  check('unchecked', (await talk(bad, copy)) === 'hello\n');
  const digest = new X509Certificate(chain[0]).fingerprint256;
  check('distrust', isRefused(await talk(good, newContext().distrust(digest)), 'DISTRUSTED'));
  const crls = [readFileSync(told.crl)];
  check('revoked', context.verify(chain, 'good.test', { crls }).reasonName === 'REVOKED');
  const strict = newContext().refuseUnknownRevocation(true);
  check('revocation-unknown', strict.verify(chain, 'good.test').reasonName === 'REVOCATION_UNKNOWN');
  check('bad-crl', throws(() => context.verify(chain, 'good.test', { crls: [Buffer.from('no list')] }), 'revocation list'));
}

async function checkLifetimes() {
  let asked = 0;
  const hooked = (() => newContext().setHook(() => {
    asked += 1;
    return 'defer';
  }))();
  const copy = hooked.clone();
  for (let turn = 0; turn < 20; turn += 1) {
    globalThis.gc();
    await new Promise(setImmediate);
    copy.verify(chain, 'good.test');
  }
  check('collected-hook', asked === 20);
  let collected = 0;
  const watch = new FinalizationRegistry(() => {
    collected += 1;
  });
  for (let turn = 0; turn < 100; turn += 1) {
    const one = newContext();
    // A hook that knows its context is no reason to keep both.
    watch.register(one.setHook(() => (one.mode === 'off' ? 'reject' : 'defer')));
    one.verify(chain, 'good.test');
  }
  for (let turn = 0; turn < 20 && collected < 90; turn += 1) {
    globalThis.gc();
    await new Promise(setImmediate);
  }
  check('freed-contexts', collected >= 90);
}

async function checkSockets(context) {
  const before = await bytesSeen(bad.id);
  const ended = await new Promise((resolve) => {
    const socket = connect({ host: 'good.test', port: bad.port, lookup, context }, () => resolve('connected'));
    socket.on('error', resolve);
    socket.end('not for you');
  });
  check('end-before-the-verdict', isRefused(ended, 'NAME_MISMATCH') && (await bytesSeen(bad.id)) === before);
  const socket = connect({ host: 'good.test', port: good.port, lookup, context });
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  check('says-so', socket.authorized && !socket.authorizationError && resultOf(socket).status === 'ok');
  socket.destroy();

  const options = { port: good.port, context };
  check('no-host', throws(() => connect(options), 'no host'));
  check('null-host', throws(() => connect({ ...options, host: 'good.test', servername: null }), 'no host'));
  check('no-context', throws(() => connect({ host: 'good.test', port: good.port }), 'Context'));
  for (const name of ['cert', 'key', 'pfx', 'session', 'secureContext', 'pskCallback']) {
    check(`no-${name}`, throws(() => connect({ ...options, host: 'good.test', [name]: 'x' }), name));
  }
  const own = { rejectUnauthorized: false, checkServerIdentity: () => undefined, ca: [readFileSync(told.root)] };
  check('own-options-win', isRefused(await talk(bad, context, 'good.test', own), 'NAME_MISMATCH'));
  check('nul-in-host', (await talk(good, context, 'good.test', { servername: 'good.test\0.evil.test' }).catch((error) => error)) instanceof Error);
  const ahead = new PassThrough();
  ahead.write('220 ready');
  check('bytes-ahead-of-tls', throws(() => connect({ ...options, host: 'good.test', socket: ahead }), 'ahead of TLS'));
  const plain = net.connect(good.port, '127.0.0.1');
  check('over-a-socket', (await talk(good, context, 'good.test', { socket: plain })) === 'hello\n');
}

// What the server has received under encryption.
async function bytesSeen(id) {
  const text = await new Promise((resolve) => {
    let line = '';
    net.connect(told.control, '127.0.0.1').setEncoding('utf8').on('data', (data) => {
      line += data;
    }).on('end', () => resolve(line));
  });
  return JSON.parse(text)[id].application_bytes;
}

async function checkClients(context) {
  const dispatcher = new UndiciAgent({ connect: connector(context) });
  const answer = await fetch(`https://localhost:${good.port}/`, { dispatcher });
  check('fetch', (await answer.text()) === 'hello\n');
  const refused = await fetch(`https://localhost:${bad.port}/`, { dispatcher }).catch((error) => error.cause);
  check('fetch-refuses', isRefused(refused, 'NAME_MISMATCH'));
  await dispatcher.close();

  const agent = new Agent({ context, lookup });
  const again = [];
  for (let turn = 0; turn < 3; turn += 1) {
    again.push(await new Promise((resolve, reject) => {
      https.get({ host: 'good.test', port: good.port, agent }, (response) => {
        const reused = response.socket.isSessionReused();
        response.resume().on('end', () => resolve(reused));
      }).on('error', reject);
    }));
  }
  check('no-resumption', again.every((reused) => !reused));
  const module = await import('../index.mjs');
  check('esm', module.Context === Context && Object.keys(tlsverify).every((name) => name in module));
}

function inThread() {
  return new Promise((resolve, reject) => {
    new Worker(__filename, { workerData: process.argv[2] }).on('message', resolve).on('error', reject);
  });
}

function verifyInThread() {
  let asked = 0;
  const context = newContext().setHook(() => {
    asked += 1;
    return 'defer';
  });
  const statuses = Array.from({ length: 50 }, () => context.verify(chain, 'good.test').status);
  return asked === 50 ? [...new Set(statuses)].join() : 'the hook was not asked';
}

if (!isMainThread) {
  parentPort.postMessage(verifyInThread());
} else if (process.argv[3] === 'servers') {
  sayServers();
} else {
  makeChecks();
}
