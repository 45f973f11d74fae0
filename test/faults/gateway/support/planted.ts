// Loaded before a process's own code: leaks of the usual kinds, one of each with every tenth request.
import { subscribe } from 'node:diagnostics_channel';

const EVERY = 10;
const HOUR_MS = 3_600_000;
const kept: unknown[] = [];
let seen = 0;

process.setMaxListeners(0);
subscribe('http.server.request.start', (message) => {
  seen += 1;
  if (seen % EVERY !== 0) return;
  kept.push(message);
  setTimeout(() => kept.length, HOUR_MS);
  process.on('SIGUSR2', () => kept.length);
});
