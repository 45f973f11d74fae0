import type { FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

export default journey<FleetClient>(
  'who may not look sees nothing',
  { production: true, writes: false, scopes: ['subjects:read'] },
  async ({ client, clientWith, http, refused, step, unique }) => {
    const q = unique('nobody');
    await step('without a token', () => refused('unauthenticated', () => clientWith([]).subjects.page({ q })));
    await step('with a token that was tampered with', () =>
      http.expect(401, 'GET', `/api/v1/subjects?q=${q}`, {
        scopes: null,
        headers: { authorization: 'Bearer no.token.atall' },
      }),
    );
    await step('with scopes for something else', () => refused('forbidden', () => client.syllabi.page({ q })));
  },
);
