import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AuroraError } from '../errors.ts';
import { lockFile } from '../lock-file.ts';

const LOCK = '.aurora/run/generate.lock';

/**
 * One run at a time writes a fleet's files, and what it read of them is so until it ends.
 * @throws AuroraError `generate_running` while another run holds it
 */
export function lockFleet(root: string): Disposable {
  const lock = join(root, LOCK);
  // `.aurora` itself also holds what git knows, and is as open as the checkout.
  mkdirSync(dirname(dirname(lock)), { recursive: true });
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
  return lockFile(lock, running);
}

function running(pid: number): AuroraError {
  return new AuroraError('generate_running', 'Another aurora is generating in this folder.', {
    exit: 'failed',
    details: [`process ${pid} holds ${LOCK}`],
    next: 'wait for it to end, then type the command again',
    facts: { pid },
  });
}
