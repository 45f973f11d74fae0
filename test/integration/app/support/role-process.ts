import { startService } from '../../../../shared/app/index.ts';
import { inboxSubscription } from '../../../../shared/inbox/index.ts';

/** A service that writes each event that it handles into the table `ledger`, in the transaction of its inbox. */
await startService({
  fleet: 'test',
  name: 'ledger-service',
  title: 'Ledger service',
  needs: { database: true, broker: true, configService: true },
  routes: async () => undefined,
  subscriptions: (app) => [
    inboxSubscription({
      consumer: 'ledger-service',
      types: [process.env.EVENT_TYPE ?? ''],
      database: app.database,
      log: app.log,
      handle: async (event, transaction) => {
        const values = [app.environment.instanceId, event.subject, Number(event.sequence)];
        await transaction.query({ name: 'note', text: 'INSERT INTO ledger VALUES ($1, $2, $3)' }, values);
      },
    }),
  ],
});
