'use strict';

// How a program ends while the library may still call it: prints `end`, and what was found after that.
//
//     node --expose-gc test/ending.js SERVERS.json WAY

const { readFileSync } = require('node:fs');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const { Context } = require('../lib/index.js');

const [path, way] = isMainThread ? process.argv.slice(2) : workerData;
const told = JSON.parse(readFileSync(path, 'utf8'));
const good = told.servers.find((server) => server.id === 'good-tls13');
const chain = [readFileSync(good.chain), readFileSync(told.intermediate)];
const context = new Context().useMozillaRoots(false).addRoot(readFileSync(told.root));
const verify = () => context.verify(chain, 'good.test');

// A thread that has asked its hook once.
function start() {
  const worker = new Worker(__filename, { workerData: [path, way] });
  return new Promise((resolve) => {
    worker.once('message', () => resolve(worker));
  });
}

// Apart from where it is replaced, so that nothing else holds the hook.
function setFormerHook() {
  context.setHook(() => {
    process.stdout.write('former ');
    return 'defer';
  });
}

async function main() {
  switch (way) {
    case 'asked-late':
      context.setHook(() => 'defer').setLog(() => {});
      process.on('exit', () => console.log('exit', verify().status));
      break;
    case 'exit-in-hook':
      context.setHook(() => process.exit(3));
      verify();
      break;
    case 'replaced-while-running':
      // The verification that is running keeps the hook that it has begun with.
      setFormerHook();
      await new Promise(setImmediate);
      context.setHook(() => {
        context.setHook(() => 'reject');
        global.gc();
        return 'defer';
      }, { stage: 'before' });
      console.log(verify().status);
      console.log(context.removeHook('before').verify(chain, 'good.test').status);
      break;
    case 'threads-that-have-hooks': {
      const workers = await Promise.all([start(), start(), start()]);
      await workers[0].terminate();
      // The others are there to the end.
      break;
    }
    case 'thread-exits-in-hook': {
      const worker = await start();
      worker.postMessage('exit');
      await new Promise((resolve) => {
        worker.once('exit', (code) => resolve(console.log('thread', code)));
      });
      console.log('main', context.setHook(() => 'defer').verify(chain, 'good.test').status);
      break;
    }
    default:
      throw new Error(way);
  }
  console.log('end');
  process.exit();
}

function thread() {
  let isAsked = false;
  context.setHook(() => {
    isAsked = true;
    return 'defer';
  });
  verify();
  parentPort.on('message', () => {
    context.setHook(() => process.exit(5));
    verify();
  });
  parentPort.postMessage(isAsked);
}

if (isMainThread) {
  main();
} else {
  thread();
}
