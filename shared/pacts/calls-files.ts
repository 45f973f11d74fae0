import { MatchersV3 } from '@pact-foundation/pact';
import { type Called, type CalledEntity, callsEntity } from './calls-entity.ts';
import type { ConsumerPact } from './consumer.ts';

const { datetime, regex } = MatchersV3;

interface CalledFiles extends Called {
  downloadUrl(id: string): Promise<{ readonly url: string }>;
}

/** Files as the typed client calls them; their contents pass by unseen, through URLs that need no agreement but that they are there. */
export async function callsFiles(
  pact: ConsumerPact,
  called: CalledEntity,
  clientAt: (url: string) => CalledFiles,
): Promise<void> {
  await callsEntity(pact, called, clientAt);
  const { id, path, states } = called.made;
  await pact.asks(
    {
      description: 'a URL to download a file',
      states,
      request: { method: 'GET', path: `${path}/${id}/download-url` },
      response: {
        status: 200,
        body: {
          url: regex(/^https?:\/\/\S+$/, 'http://127.0.0.1:8000/download'),
          expiresAt: datetime("yyyy-MM-dd'T'HH:mm:ss.SSSX", '2026-01-01T08:00:00.000Z'),
        },
      },
    },
    (url) => clientAt(url).downloadUrl(id),
  );
}
