import { createHash, randomBytes } from 'node:crypto';
import { expectStatus } from '../ask.ts';
import { type Check, CheckFailed, type Subject } from '../contract.ts';

/** A file's life through the gateway: uploaded, read, downloaded without a token, deleted, gone. */
export function fileChecks({ fleet, entry }: Subject): Check[] {
  const service = fleet.services.find(({ kind }) => kind === 'file');
  if (!service) return [];
  return [
    {
      area: 'journeys',
      claim: 'files can be uploaded, read, downloaded by a signed URL and deleted',
      service: service.name,
      writes: true,
      run: ({ token }) => live(`${entry}/api/v1/files`, token),
    },
  ];
}

async function live(collection: string, sign: Subject['token']): Promise<void> {
  const token = await sign('files:read', 'files:write');
  const content = `Written by aurora verify, ${randomBytes(6).toString('hex')}.`;
  const body = new FormData();
  body.set('file', new Blob([content]), 'verify.txt');
  const uploaded = await expectStatus(201, collection, { method: 'POST', token, body });
  const { id, sha256 } = uploaded.body as { id: string; sha256: string };
  const url = `${collection}/${id}`;
  try {
    requireEqual('the fingerprint', sha256, createHash('sha256').update(content).digest('hex'));
    await expectStatus(200, url, { token });
    const signed = await expectStatus(200, `${url}/download-url?expiresIn=60`, { token });
    const download = (signed.body as { url: string }).url;
    requireEqual('what was downloaded', (await expectStatus(200, download)).body, content);
    await expectStatus(403, download.replace(/signature=./, 'signature=_'));
  } finally {
    await expectStatus(204, url, { method: 'DELETE', token });
  }
  await expectStatus(404, url, { token });
}

function requireEqual(what: string, found: unknown, expected: string): void {
  if (found === expected) return;
  throw new CheckFailed(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}
