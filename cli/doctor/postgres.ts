import { join } from 'node:path';
import { execa } from 'execa';
import { nativeFolder } from '../runtimes/process/postgres/binaries.ts';
import { type Check, fail, ok } from './check.ts';

/** Whether the PostgreSQL that npm brought runs on this machine; nobody needs it where a server is given. */
export const postgres: Check = {
  name: 'postgresql',
  async look() {
    if (process.env.DATABASE_URL) return ok('given by DATABASE_URL');
    try {
      const { stdout } = await execa(join(await nativeFolder(), 'bin', 'postgres'), ['--version']);
      return ok(stdout);
    } catch (error) {
      return fail((error as Error).message.split('\n', 1).join(), 'npm ci, or give a server with DATABASE_URL');
    }
  },
};
