import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { canEnter, chooseAccount } from '../../../../../cli/runtimes/process/postgres/account.ts';

const ROOT = 'root:x:0:0:root:/root:/bin/bash';
const NOBODY = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin';
const POSTGRES = 'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash';

describe('whom PostgreSQL runs as', () => {
  it('is its own user where there is one, else nobody', () => {
    expect(chooseAccount([ROOT, NOBODY, POSTGRES].join('\n'))).toEqual({ uid: 101, gid: 104 });
    expect(chooseAccount([ROOT, NOBODY].join('\n'))).toEqual({ uid: 65534, gid: 65534 });
  });

  it('is never root', () => {
    expect(() => chooseAccount('postgres:x:0:0:::')).toThrow(expect.objectContaining({ code: 'no_postgres_account' }));
  });

  it('can enter what is open to it all the way', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aurora-reach-'));
    const inner = join(folder, 'inner');
    const [somebody, owner] = [
      { uid: 54321, gid: 54321 },
      { uid: process.getuid?.() ?? 0, gid: 54321 },
    ];
    try {
      await mkdir(inner, { mode: 0o755 });
      expect(await canEnter(inner, owner)).toBe(true);
      expect(await canEnter(inner, somebody)).toBe(false);
      await chmod(folder, 0o711);
      expect(await canEnter(inner, somebody)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
