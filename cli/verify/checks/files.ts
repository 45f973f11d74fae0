import { createHash, randomBytes } from 'node:crypto';
import type { Check, Target } from '../contract.ts';
import { gatewayUrl, type Place, running } from '../entry.ts';
import { CheckFailed } from '../outcome.ts';

/** A file's life as clients see it: uploaded, read, downloaded without a token, deleted, gone. */
export function fileChecks(place: Place): Check[] {
  const gateway = gatewayUrl(place);
  return running(place, 'file').map(({ service, url }) => ({
    area: 'journeys',
    claim: 'files can be uploaded, read, downloaded by a signed URL and deleted',
    service: service.name,
    writes: true,
    run: (each) => live(`${gateway ?? url}/api/v1/files`, each),
  }));
}

async function live(collection: string, { http, cleanup, token: sign }: Target): Promise<void> {
  const token = await sign('files:read', 'files:write');
  const content = `Written by aurora verify, ${randomBytes(6).toString('hex')}.`;
  const form = new FormData();
  form.set('file', new Blob([content]), 'verify.txt');
  const { body } = await http.expect(201, collection, { method: 'POST', token, body: form });
  const { id, sha256 } = body as { id: string; sha256: string };
  const url = `${collection}/${id}`;
  try {
    requireEqual('the fingerprint', sha256, createHash('sha256').update(content).digest('hex'));
    await http.expect(200, url, { token });
    const signed = await http.expect(200, `${url}/download-url?expiresIn=60`, { token });
    const download = (signed.body as { url: string }).url;
    requireEqual('what was downloaded', (await http.expect(200, download)).body, content);
    await http.expect(403, download.replace(/expires=[0-9]+/, 'expires=9999999999'));
  } catch (error) {
    // What failed first says more than whether this succeeds.
    await cleanup.ask(url, { method: 'DELETE', token }).catch(() => undefined);
    throw error;
  }
  await http.expect(204, url, { method: 'DELETE', token });
  await http.expect(404, url, { token });
}

function requireEqual(what: string, found: unknown, expected: string): void {
  if (found === expected) return;
  throw new CheckFailed(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}
