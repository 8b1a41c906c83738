import type { X509Certificate } from 'node:crypto';
import type { Agent as HttpsAgent, AgentOptions as HttpsAgentOptions } from 'node:https';
import type { ConnectionOptions, TLSSocket } from 'node:tls';

/** A certificate in DER or PEM, or Node's own. */
export type Certificate = Uint8Array | string | X509Certificate;

/** What happens to a refusal. */
export type Mode = 'warn' | 'enforce' | 'off';
/** How strictly certificates are judged. */
export type Rules = 'browser' | 'rfc5280' | 'cabf';
/** What certificates are to be used for. */
export type Purpose = 'server' | 'client' | 'any';
/** When a hook is asked: before anything is judged, or with the normal result in hand. */
export type Stage = 'before' | 'after';
/** What a hook says; `defer` means: I don't know, run your normal procedure. */
export type Answer = 'defer' | 'accept' | 'reject';
/** What a hook's `accept` may forgive. `all` is everything but distrust and revocation, signatures that do not verify included. */
export type Override = 'issuer' | 'name' | 'time' | 'policy' | 'all';

/** Asked about every peer: its host, its certificates in DER, and at stage `after` the result of the normal procedure. */
export type Hook = (host: string | null, chain: Buffer[], normal: Result | null) => Answer;

/** The outcome of one verification. It cannot change. */
export class Result {
  private constructor();
  readonly status: 'ok' | 'warned' | 'unchecked' | 'rejected' | 'error';
  /** Whether the connection may go on. */
  readonly mayProceed: boolean;
  /** The stable number of the reason, 0 if there is none. */
  readonly reason: number;
  /** Its stable name, such as `EXPIRED`; `NONE` if there is none. */
  readonly reasonName: string;
  /** The certificate at fault: 0 the end entity, counting towards the trust anchor; -1 the chain as a whole. */
  readonly depth: number;
  /** Who has decided. */
  readonly source: 'none' | 'path' | 'pin' | 'hook' | 'mode';
  /** One sentence with the actual values. */
  readonly message: string;
  /** What to do about it; empty if nothing honest can be said. */
  readonly hint: string;
  /** The report as a tree. */
  readonly text: string;
  /** The report as JSON text. */
  readonly json: string;
  /** The path in DER, end entity first. */
  readonly path: readonly Buffer[];
}

/** A call that could not be carried out: a bad argument, a certificate that cannot be read, and so on. */
export class TlsVerifyError extends Error {
  private constructor();
  readonly code: 'ERR_TLSVERIFY';
  /** The `tv_status`. */
  readonly status: number;
}

/** The peer is refused. */
export class VerificationError extends Error {
  private constructor();
  readonly code: 'ERR_TLSVERIFY_REFUSED';
  readonly reason: number;
  readonly reasonName: string;
  readonly depth: number;
  readonly hint: string;
  readonly result: Result;
}

/** What is known about one verification beside the chain: when to judge, and revocation lists in DER. */
export interface Evidence {
  time?: Date | null;
  crls?: Iterable<Uint8Array>;
}

/** Trust and strictness. What is changed is seen by the next verification. Whatever cannot be carried out throws. */
export class Context {
  /** A new context trusts the Mozilla roots and refuses what it cannot verify. */
  constructor(options?: { mode?: Mode });
  /** An independent context with the same settings, hooks and log function. */
  clone(): Context;
  readonly mode: Mode;
  setMode(mode: Mode): this;
  setRules(rules: Rules): this;
  setPurpose(purpose: Purpose): this;
  setMaxIntermediates(count: number): this;
  /** Whether a peer is refused unless revocation lists tell that no certificate of its path, the root aside, is revoked; unless
   * called, where lists are handed in. */
  refuseUnknownRevocation(on: boolean): this;
  /** The proposal's ValidateCerts: Mozilla roots, and refusal. */
  validateCerts(): this;
  /** The proposal's DisableValidation: nothing is judged any more. */
  disableValidation(): this;
  useMozillaRoots(on: boolean): this;
  /** Trusts one CA certificate, or every one in PEM text. */
  addRoot(certificate: Certificate): this;
  /** Trusts the CA certificates in a file: PEM, or one in DER. */
  addRootsFile(path: string): this;
  addSystemRoots(): this;
  /** Trusts exactly this end entity for `host`, or for any host if that is null. */
  addCert(host: string | null, certificate: Certificate): this;
  /** Untrusted helpers that servers may have left out. */
  addIntermediates(certificates: Iterable<Certificate>): this;
  /** Blocks a certificate or a key by its SHA-256: 32 octets, or hexadecimal digits. */
  distrust(sha256: Uint8Array | string): this;
  /** Whatever a hook returns beside an answer, and an exception, is a rejection. */
  setHook(hook: Hook, options?: { stage?: Stage; mayOverride?: Override[] }): this;
  removeHook(stage?: Stage): this;
  /** Gives log lines to a function; null gives them to standard error. Levels: 1 a warning, 2 a refusal. */
  setLog(log: ((level: number, text: string) => void) | null): this;
  /**
   * Judges a chain as the peer sent it, its own certificate first; `crls` are revocation lists in DER. Throws a TlsVerifyError if
   * nothing could be judged.
   */
  verify(chain: Iterable<Certificate>, host: string | null, options?: Evidence): Result;
  /** The same, but a refusal is thrown as a VerificationError. */
  check(chain: Iterable<Certificate>, host: string | null, options?: Evidence): Result;
}

/** Options of `tls.connect` that would get around the verdict, or give something away before it, are refused. */
type Refused = 'cert' | 'key' | 'pfx' | 'secureContext' | 'pskCallback' | 'session';
/** Options that have no effect here. */
type Unused = 'ca' | 'rejectUnauthorized' | 'checkServerIdentity';

export type ConnectOptions = Omit<ConnectionOptions, Refused | Unused> & { context: Context };

/**
 * Connects and verifies, as `tls.connect` does. The host is `servername`, else `host`; without one it throws. A refusal is an
 * `error` event with a VerificationError; `secureConnect` follows a good verdict only, and nothing is sent before.
 */
export function connect(options: ConnectOptions, listener?: () => void): TLSSocket;

/** The Result for a socket that has been verified. */
export function resultOf(socket: object): Result | undefined;

/** An https.Agent whose connections are verified. */
export class Agent extends HttpsAgent {
  constructor(options: Omit<HttpsAgentOptions, Refused | Unused> & { context: Context });
}

/** A function for the option `connect` of undici's Agent, Pool and Client; `timeout` in milliseconds, 10,000 if left out. */
export function connector(context: Context, options?: { timeout?: number }): (options: any, done: (error: any, socket: any) => void) => void;

/** The library's version. */
export const version: string;
/** The date and number of the bundled roots. */
export const rootsVersion: string;
