import { createServer } from 'node:net';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { claimControl, disclaimControl } from '../claim/claim.ts';
import { ensureRunFolder, layoutOf } from '../layout.ts';

/**
 * Holds the fleet's folder while something in it is changed: of two at once each would undo what the other does. Freed by the kernel
 * with this process.
 * @throws AuroraError `busy`
 */
export async function withClaim<T>(fleet: Fleet, work: () => Promise<T>): Promise<T> {
  const layout = layoutOf(fleet.root);
  ensureRunFolder(layout);
  // Whoever asks for a supervisor's state finds that there is none.
  const server = createServer((socket) => socket.destroy());
  if (!(await claimControl(layout.root, layout.control, server))) {
    throw new AuroraError('busy', 'Something else is changing this fleet, or it runs on the process runtime.', {
      exit: 'machine',
      details: ['Another aurora up or down works in this folder, or the fleet runs as processes already.'],
      next: 'aurora status; then wait for the other one, or: aurora down --runtime process',
    });
  }
  try {
    return await work();
  } finally {
    disclaimControl(layout.control);
    server.close();
  }
}
