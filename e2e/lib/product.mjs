// The product under test: the built binary's own demo, in a folder and on a port of its own, gone when we are.

import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const READY_WITHIN = 120_000;
const STOPPED_WITHIN = 5_000;

// The kernel closes our end of the pipe however we end; then the product is told to stop and its folder goes.
const KEEPER = `
exec 3<&0
folder=$1
shift
"$@" </dev/null 3<&- &
product=$!
{ read -r nothing <&3; kill $product; } &
watcher=$!
wait $product 2>/dev/null
ended=$?
kill $watcher 2>/dev/null
rm -rf "$folder"
exit $ended
`;

/** Starts `BINARY demo` and waits for its line that says "ready". Returns its address, its folder and a way to stop it. */
export async function start(binary) {
  const directory = await mkdtemp(join(tmpdir(), 'scrutineer-demo-'));
  const port = await freePort();
  const words = ['-c', KEEPER, 'sh', directory, binary, 'demo', '--port', String(port), '--directory', directory];
  const keeper = spawn('sh', words, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const ended = new Promise((resolve) => keeper.once('close', (code) => resolve(code)));
  const stop = async () => {
    keeper.stdin.end();
    const patience = setTimeout(() => process.kill(-keeper.pid, 'SIGKILL'), STOPPED_WITHIN);
    await ended;
    clearTimeout(patience);
  };
  try {
    await ready(keeper, ended);
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { base: `http://127.0.0.1:${port}`, binary, directory, stop };
}

async function ready(keeper, ended) {
  let patience;
  const line = new Promise((resolve) => {
    createInterface({ input: keeper.stdout }).on('line', (said) => /\bready\b/i.test(said) && resolve());
  });
  const early = ended.then((code) => Promise.reject(new Error(`the demo ended with ${code} before it was ready`)));
  const late = new Promise((_, reject) => {
    patience = setTimeout(() => reject(new Error(`the demo was not ready in ${READY_WITHIN / 1000} s`)), READY_WITHIN);
  });
  try {
    await Promise.race([line, early, late]);
  } finally {
    clearTimeout(patience);
    early.catch(() => {});
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
