'use strict';

const library = require('./library');

const STATUSES = new Map([[0, 'ok'], [-1, 'warned'], [-2, 'unchecked'], [-3, 'rejected']]);
const SOURCES = ['none', 'path', 'pin', 'hook', 'mode'];

/** The outcome of one verification. It cannot change. */
class Result {
  /** Reads a tv_result, which the caller frees. */
  constructor(pointer) {
    const status = library.tv_result_status(pointer);
    this.status = STATUSES.get(status) ?? 'error';
    this.mayProceed = library.tv_may_proceed(status) === 1;
    this.reason = library.tv_result_reason(pointer);
    this.reasonName = library.tv_reason_name(this.reason);
    this.depth = library.tv_result_depth(pointer);
    this.source = SOURCES[library.tv_result_source(pointer)] ?? 'none';
    this.message = library.tv_result_message(pointer);
    this.hint = library.tv_result_hint(pointer);
    this.text = library.tv_result_text(pointer);
    this.json = library.tv_result_json(pointer);
    this.path = readPath(pointer);
    Object.freeze(this);
  }
}

function readPath(pointer) {
  const path = [];
  const length = [0];
  for (let index = 0; index < library.tv_result_path_count(pointer); index++) {
    const der = library.tv_result_path_der(pointer, index, length);
    path.push(library.bytes(der, length[0]));
  }
  return Object.freeze(path);
}

module.exports = { Result };
