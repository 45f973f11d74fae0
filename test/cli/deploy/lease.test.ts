import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { currentLease, takeLease } from '../../../cli/deploy/lease.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aurora-lease-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ADA = { owner: 'ada@host', reason: 'deploy of orders' };
const lock = () => join(folder, 'lock');

describe('the lease of who deploys', () => {
  it('says who, why and since when, until it is given back', () => {
    {
      using _lease = takeLease(folder, ADA);
      expect(currentLease(folder)).toMatchObject({ ...ADA, pid: process.pid });
      expect(() => takeLease(folder, { owner: 'bob@host', reason: 'rollback' })).toThrow(
        expect.objectContaining({
          code: 'deploy_locked',
          message: 'ada@host is at work here: deploy of orders.',
          next: 'aurora deploy status',
        }),
      );
    }
    expect(currentLease(folder)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over from a process that was killed', async () => {
    const holder = join(folder, 'holder.mjs');
    const module = new URL('../../../cli/deploy/lease.ts', import.meta.url).href;
    writeFileSync(
      holder,
      `import { takeLease } from ${JSON.stringify(module)};
takeLease(${JSON.stringify(folder)}, { owner: 'bob@host', reason: 'a deploy' });
setInterval(() => {}, 1000);
process.send('taken');`,
    );
    const child = fork(holder);
    await once(child, 'message');
    expect(currentLease(folder)).toMatchObject({ owner: 'bob@host', pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(currentLease(folder)).toBeNull();
    using _lease = takeLease(folder, ADA);
    expect(currentLease(folder)).toMatchObject(ADA);
  });

  it('holds on another host for as long as it says, and no longer', () => {
    const other = {
      ...ADA,
      owner: 'eve@elsewhere',
      since: '2026-01-01T00:00:00.000Z',
      host: 'elsewhere',
      pid: 1,
      identity: 'x',
    };
    writeFileSync(lock(), JSON.stringify({ ...other, until: Date.now() + 60_000 }));
    expect(() => takeLease(folder, ADA)).toThrow('eve@elsewhere is at work here');
    writeFileSync(lock(), JSON.stringify({ ...other, until: Date.now() - 1 }));
    using _lease = takeLease(folder, ADA);
    expect(currentLease(folder)).toMatchObject(ADA);
  });

  it('is not given back by who does not have it any more', () => {
    const lease = takeLease(folder, ADA);
    const bob = { ...JSON.parse(readFileSync(lock(), 'utf8')), owner: 'bob@host', since: 'later' };
    writeFileSync(lock(), JSON.stringify(bob));
    lease[Symbol.dispose]();
    expect(existsSync(lock())).toBe(true);
  });
});
