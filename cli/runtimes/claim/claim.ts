import { once } from 'node:events';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AuroraError } from '../../errors.ts';
import { ensureSocketFolder, readLink, socketPath } from './path.ts';

/**
 * Makes `server` the one that answers for a checkout, on its control socket; false if another one does already.
 * Whoever has the claim may start, end and change what belongs to the fleet. The kernel gives it up with the process.
 *
 * @param link the link in the checkout's run folder, by which others find the socket
 */
export async function claimControl(root: string, link: string, server: Server): Promise<boolean> {
  const pointed = readLink(link);
  if (pointed !== null && (await answers(pointed))) return false;

  const path = socketPath(root);
  ensureSocketFolder(dirname(path));
  while (!(await listens(server, path))) {
    if (await answers(path)) return false;
    await removeDead(path);
  }
  // Another terminal may have other variables, and so another path: of two links only one can be made.
  const winner = pointTo(link, path);
  if (winner === path) return true;
  if (await answers(winner)) {
    server.close();
    return false;
  }
  rmSync(link, { force: true });
  pointTo(link, path);
  return true;
}

/** Takes the link away, so that nobody looks for a socket any more; the server's own `close` removes the socket. */
export function disclaimControl(link: string): void {
  rmSync(link, { force: true });
}

async function listens(server: Server, path: string): Promise<boolean> {
  server.listen(path);
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}

/** Whether a process listens there. Refused once is no answer: between its `bind` and its `listen` it would refuse as well. */
async function answers(path: string): Promise<boolean> {
  if (await connects(path)) return true;
  await delay(25);
  return connects(path);
}

async function connects(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNREFUSED' || code === 'ENOENT') return false;
    if (code !== 'EACCES') throw error;
    throw new AuroraError('not_permitted', `The fleet of this folder belongs to another user (${path}).`, {
      exit: 'machine',
      next: 'run this as the user who started it',
    });
  } finally {
    socket.destroy();
  }
}

/**
 * Removes the socket that a killed supervisor has left. Moved aside and asked once more first: in the meantime another process
 * may have cleared it away and taken its place, and gets that back.
 */
async function removeDead(path: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (await connects(aside)) renameSync(aside, path);
  else rmSync(aside, { force: true });
}

/** Where the link points when it is there: to `path`, or to where another process has pointed it. */
function pointTo(link: string, path: string): string {
  const existing = readLink(link);
  if (existing === path) return path;
  try {
    if (existing === null) symlinkSync(path, link);
    return existing ?? path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readLink(link) ?? path;
  }
}
