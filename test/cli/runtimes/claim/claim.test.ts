import { once } from 'node:events';
import { mkdir, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claimControl, disclaimControl } from '../../../../cli/runtimes/claim/claim.ts';
import { readLink, socketPath } from '../../../../cli/runtimes/claim/path.ts';

let root: string;
let link: string;
const servers: Server[] = [];
const { XDG_RUNTIME_DIR } = process.env;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'aurora-claim-')));
  link = join(root, 'control.sock');
});

afterEach(async () => {
  if (XDG_RUNTIME_DIR === undefined) delete process.env.XDG_RUNTIME_DIR;
  else process.env.XDG_RUNTIME_DIR = XDG_RUNTIME_DIR;
  for (const server of servers.splice(0)) if (server.listening) await once(server.close(), 'close');
  await rm(root, { recursive: true });
});

function server(): Server {
  const made = createServer((socket) => socket.destroy());
  servers.push(made);
  return made;
}

describe('the claim of a checkout', () => {
  it('is one process at a time', async () => {
    const first = server();
    expect(await claimControl(root, link, first)).toBe(true);
    expect(await claimControl(root, link, server())).toBe(false);
    disclaimControl(link);
    await once(first.close(), 'close');
    expect(await claimControl(root, link, server())).toBe(true);
  });

  it('is of one of many that want it at once', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimControl(root, link, server())));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('stands on a socket that only this user can reach, with a short path, and a link to it', async () => {
    expect(await claimControl(root, link, server())).toBe(true);
    const path = socketPath(root);
    expect(readLink(link)).toBe(path);
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
    expect((await stat(join(path, '..'))).mode & 0o077).toBe(0);
  });

  it('is respected from terminals with other variables', async () => {
    expect(await claimControl(root, link, server())).toBe(true);
    process.env.XDG_RUNTIME_DIR = root;
    expect(await claimControl(root, link, server())).toBe(false);
  });

  it('is refused on a folder that others may write to', async () => {
    process.env.XDG_RUNTIME_DIR = root;
    await mkdir(join(root, 'aurora'), { mode: 0o755 });
    await expect(claimControl(root, link, server())).rejects.toMatchObject({ code: 'unsafe_folder' });
  });
});
