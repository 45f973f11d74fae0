#!/usr/bin/env node
// The entry of the CLI, and the one place that prints an error and sets the exit code.
// Plain JavaScript that Node 16 can still read: an old Node has to get as far as the message below.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldest = [22, 19];
const [major, minor] = process.versions.node.split('.').map(Number);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const argv = process.argv.slice(2);

// A reader that has seen enough (`aurora logs | head`) is no error. Where nobody sees the progress any more, the work goes on.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
process.stderr.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  // Before there is a fleet there is no launcher that would bring a Node; npm can.
  if (argv[0] === 'init' && !process.env.AURORA_BROUGHT_NODE) {
    process.stderr.write(`Aurora needs Node ${oldest.join('.')} or newer: npm brings one (once) …\n`);
    const brought = ['exec', '--yes', '--loglevel=error', '--package=node@24', '--', 'node', ...process.argv.slice(1)];
    const env = Object.assign({}, process.env, { AURORA_BROUGHT_NODE: '1' });
    const { status, error } = spawnSync('npm', brought, { stdio: 'inherit', env });
    if (!error) process.exit(status === null ? 130 : status);
  }
  process.stderr.write(
    `error: Aurora needs Node ${oldest.join('.')} or newer, this is ${process.versions.node} (${process.execPath}).\n` +
      '  next: in a clone or a fleet run ./bin/aurora, which brings its own Node; elsewhere install a newer one\n',
  );
  process.exit(5);
}

// Answered before anything is imported: prompts and scripts ask for it often.
if (argv[0] === '--version' || argv[0] === '-v') {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
  process.exit();
}

// The package ships compiled: Node strips no types below node_modules.
const compiled = !existsSync(join(root, 'cli', 'main.ts'));
const load = (name) => import(compiled ? `../dist/cli/${name}.js` : `../cli/${name}.ts`);

// Beside the code it is made from: who may not change the code may not change the cache either.
module.enableCompileCache(
  compiled ? join(root, '..', '.cache', 'aurora') : join(root, 'node_modules', '.cache', 'aurora'),
);

/** A pipe takes 64 KiB; what a slow reader has not taken yet would be lost with the process. */
function written() {
  return Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
}

let failing = false;

async function fail(error) {
  // What goes wrong while this is told, its own code being gone for instance, cannot be told.
  if (failing) process.exit(70);
  failing = true;
  const { report } = await load('report');
  const { stdout, stderr, exitCode } = report(error, argv);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  await written();
  process.exit(exitCode);
}

process.on('uncaughtException', fail);
try {
  const { main } = await load('main');
  await main(argv);
  await written();
  process.exit();
} catch (error) {
  await fail(error);
}
