import fp from 'fastify-plugin';
import { forgetAnswers } from '../../cqrs/index.ts';
import { forgetHandled } from '../../inbox/index.ts';

const EVERY_MS = 60 * 60 * 1000;

/** Once an hour, forgets what is kept for repetitions only: answers under idempotency keys, ids of handled events. */
export const housekeepingPlugin = fp(
  async (app) => {
    const tidy = async () => {
      try {
        const answers = await forgetAnswers(app.database);
        const events = await forgetHandled(app.database);
        app.log.debug({ answers, events }, 'tidied up');
      } catch (err) {
        app.log.warn({ err }, 'could not tidy up');
      }
    };
    // The first time at a moment of its own: replicas that started together need not tidy together.
    const timer = setTimeout(() => {
      timers.push(setInterval(tidy, EVERY_MS).unref());
      void tidy();
    }, Math.random() * EVERY_MS).unref();
    const timers: NodeJS.Timeout[] = [timer];
    app.addHook('preClose', (done) => {
      for (const each of timers) clearInterval(each);
      done();
    });
  },
  { name: 'housekeeping', dependencies: ['database'] },
);
