import { MatchersV3 } from '@pact-foundation/pact';
import { sourceBehind } from '../app/plugins/settings.ts';
import { LiveSettings, type PublishedSettings } from '../settings/index.ts';
import { log, withClient } from './client-at.ts';
import type { ConfigAsker } from './config-asker.ts';
import type { Asked, ConsumerPact } from './consumer.ts';
import { ETAG } from './etag.ts';

const { fromProviderState, integer, regex } = MatchersV3;
const WAIT_SECONDS = 30;

/** Settings are read, and read once more when they have changed; what has not changed is not sent again. */
export async function followsSettings(pact: ConsumerPact, { service, provider }: ConfigAsker): Promise<void> {
  const settings: Asked = {
    description: 'its settings',
    states: [{ state: 'settings are there', params: { service } }],
    request: { method: 'GET', path: `/api/v1/config/${service}` },
    response: {
      status: 200,
      headers: { etag: ETAG },
      body: {
        values: {
          logLevel: regex(/^(trace|debug|info|warn|error)$/, 'info'),
          timeoutMs: integer(2000),
          retries: integer(2),
        },
      },
    },
  };
  const read = (asked: Asked, etag: string | undefined, waitSeconds: number) =>
    pact.asks(asked, (url) =>
      withClient(provider, url, (client) =>
        sourceBehind(client, service).fetch({ etag, waitSeconds, signal: new AbortController().signal }),
      ),
    );
  accept(await read(settings, undefined, 0));
  const headers = { 'if-none-match': '"none"', prefer: `wait=${WAIT_SECONDS}` };
  const changed = { ...settings, description: 'its settings once they are others' };
  accept(await read({ ...changed, request: { ...changed.request, headers } }, '"none"', WAIT_SECONDS));
  const same: Asked = {
    ...settings,
    description: 'its settings, which it has already',
    request: { ...settings.request, headers: { 'if-none-match': fromProviderState('${etag}', '"1"') } },
    response: { status: 304 },
  };
  if ((await read(same, '"1"', 0)) !== undefined) throw new Error('what has not changed was sent again');
}

function accept(published: PublishedSettings | undefined): void {
  const live = new LiveSettings({ initial: {}, log });
  if (!published || !live.accept(published)) throw new Error('these are no settings of a service');
}
