'use strict';

// What the library calls. There is one C function for each purpose, and the `user_data` says whose call it is. Whoever registers a
// function keeps it; it is only looked up here.
//
// No exception may pass through C: whatever is thrown is caught here, and is no accept.

const koffi = require('koffi');

const { split } = require('./certificate');
const library = require('./library');
const { Result } = require('./result');

const ANSWERS = new Map([['defer', 0], ['accept', 1], ['reject', 2]]);
const BAD_ANSWER = -1;

const known = new Map();
const gone = new FinalizationRegistry((key) => known.delete(key));
let last = 0n;

function find(userData) {
  return known.get(BigInt(userData)).deref();
}

function report(who, thrown, consequence) {
  let shown = 'what cannot be shown';
  try {
    shown = String(thrown);
  } catch {
    // Thrown things can throw as well.
  }
  process.emitWarning(`${who} threw ${shown}${consequence}`, { code: 'TLSVERIFY_CALLBACK' });
}

const ask = koffi.register((userData, host, chain, length, normal) => {
  try {
    const certificates = split(library.bytes(chain, length));
    const answer = find(userData)(host, certificates, normal === null ? null : new Result(normal));
    return ANSWERS.get(answer) ?? BAD_ANSWER;
  } catch (thrown) {
    report('the hook', thrown, '; the peer is refused');
    return ANSWERS.get('reject');
  }
}, 'tv_hook_fn');

const write = koffi.register((userData, level, text) => {
  try {
    find(userData)(level, text);
  } catch (thrown) {
    report('the log function', thrown, '');
  }
}, 'tv_log_fn');

/** Makes a function findable; returns its `user_data`. */
function register(callable) {
  last += 1n;
  known.set(last, new WeakRef(callable));
  gone.register(callable, last);
  return last;
}

module.exports = { ask, write, register };
