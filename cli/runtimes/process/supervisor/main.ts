// The supervisor of one fleet: `main.ts <fleet> <root>`. It is in memory for as long as the fleet runs, so it imports little.
import { existsSync } from 'node:fs';
import { claimControl, disclaimControl } from '../../claim/claim.ts';
import { layoutOf, logFile } from '../../layout.ts';
import { ProcessRecord } from '../record.ts';
import { Guardian } from './guardian.ts';
import { Holders } from './holders.ts';
import { Journal } from './journal.ts';
import { LOG_LIMITS, rotateLogs } from './rotation.ts';
import { createControlServer, type Handlers } from './server.ts';
import { statusOf } from './status.ts';
import { Supervisor } from './supervisor.ts';

const LOOK_AFTER_EVERY_MS = 2_000;

const [fleet = '', root = ''] = process.argv.slice(2);
const layout = layoutOf(root);

const journal = new Journal(logFile(layout.logs, 'supervisor'));
const guardian = new Guardian();
const supervisor = new Supervisor({ guardian, record: new ProcessRecord(layout.record), layout }, journal);
const holders = new Holders(() => stop(false, 'nobody holds it any more'));

let stopping = false;
let unwatch: (() => void) | undefined;

const handlers: Handlers = {
  'GET /status': () => statusOf(fleet, supervisor),
  'GET /desired': () => supervisor.desired,
  'GET /alone': () => holders.alone,
  'POST /load': (load) => supervisor.load(load),
  'POST /postgres': (spec) => supervisor.startPostgres(spec),
  'POST /start': ({ name }) => supervisor.start(name),
  'POST /replace': ({ name, spec }) => supervisor.replace(name, spec),
  'POST /stop-service': ({ name }) => supervisor.stopService(name),
  'POST /remove': ({ name }) => supervisor.remove(name),
  'POST /keep': () => holders.keep(),
  'POST /watch': async (spec) => {
    const { watch } = await import('./watch.ts');
    unwatch?.();
    unwatch = watch(spec, supervisor, journal.tell);
  },
  'POST /stop': ({ force, because }) => stop(force, because),
};
const server = createControlServer({ handlers, supervisor, journal, holders });

if (!(await claimControl(root, layout.control, server))) {
  process.stdout.write('taken\n');
  process.exit();
}

// Whoever started this holds the other end: a starter that is killed before it has said what it wants leaves nothing.
process.stdin.resume().once('end', holders.hold());
process.stdout.on('error', () => undefined);
process.stdout.write('claimed\n');

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(false, `it got ${signal}`));
process.on('SIGHUP', () => undefined);

setInterval(() => {
  if (existsSync(layout.logs)) rotateLogs(layout.logs, LOG_LIMITS);
  else stop(false, 'its folder is gone');
}, LOOK_AFTER_EVERY_MS);

function stop(force: boolean, because: string): void {
  if (!stopping) journal.tell({ type: 'stopping', because });
  else if (!force) return;
  stopping = true;
  unwatch?.();
  // Where there is nothing to end, what was just told is still on its way to those who listen.
  void supervisor.stop(force).then(() => setImmediate(leave));
}

function leave(): void {
  disclaimControl(layout.control);
  server.close();
  server.closeAllConnections();
  guardian.dismiss();
  process.exit();
}
