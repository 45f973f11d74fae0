import fp from 'fastify-plugin';
import { forgetAnswers } from '../../cqrs/index.ts';
import { forgetHandled } from '../../inbox/index.ts';
import { onOneReplica } from '../on-one-replica.ts';

const EVERY_MS = 60 * 60 * 1000;

/** Once an hour, forgets what is kept for repetitions only: answers under idempotency keys, ids of handled events. */
export const housekeepingPlugin = fp(
  async (app) => {
    const work = async () => {
      const answers = await forgetAnswers(app.database);
      const events = await forgetHandled(app.database);
      app.log.debug({ answers, events }, 'tidied up');
    };
    // The first time at a moment of its own: services that started together need not tidy together.
    onOneReplica(app, { what: 'tidy up', firstMs: Math.random() * EVERY_MS, everyMs: EVERY_MS, work });
  },
  { name: 'housekeeping', dependencies: ['database'] },
);
