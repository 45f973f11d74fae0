import { createHash } from 'node:crypto';
import type { Check, Target } from '../contract.ts';
import { gatewayUrl, type Place, running } from '../entry.ts';
import { lend, newMark } from '../lend.ts';
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

async function live(collection: string, target: Target): Promise<void> {
  const { http } = target;
  const token = await target.token('files:read', 'files:write');
  const mark = newMark();
  const content = `Written by aurora verify, ${mark}.`;
  const form = new FormData();
  form.set('file', new Blob([content]), `${mark}.txt`);
  await lend(target, { collection, token, body: form, mark }, async ({ url, body }) => {
    const { sha256 } = body as { sha256: string };
    requireEqual('the fingerprint', sha256, createHash('sha256').update(content).digest('hex'));
    await http.expect(200, url, { token });
    const signed = await http.expect(200, `${url}/download-url?expiresIn=60`, { token });
    const download = (signed.body as { url: string }).url;
    requireEqual('what was downloaded', (await http.expect(200, download)).body, content);
    await http.expect(403, download.replace(/expires=[0-9]+/, 'expires=9999999999'));
  });
}

function requireEqual(what: string, found: unknown, expected: string): void {
  if (found === expected) return;
  throw new CheckFailed(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}
