// The primary's side of the channel to one worker: forked by the test, which is that worker.
import type { Member } from '../../../../shared/app/workers/member.ts';
import type { FromWorker } from '../../../../shared/app/workers/messages.ts';
import { Switchboard } from '../../../../shared/app/workers/switchboard.ts';

const switchboard = new Switchboard(1);
const worker = { id: 1, tell: (message: unknown) => void process.send?.(message) } as unknown as Member;
process.on('message', (message) => switchboard.hear(message as FromWorker, worker));
process.once('disconnect', () => process.exit());
