import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet, Monitoring } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { layoutOf } from './layout.ts';
import { readSecret, writeSecret } from './secret-file.ts';

/** Where alerts of a fleet go: what somebody has set as a secret, else what the config says. Undefined: nowhere. */
export async function webhookOf(fleet: Fleet, { webhook }: Monitoring): Promise<string | undefined> {
  return (await readSecret(fileOf(fleet))) ?? webhook;
}

/** Since when the fleet has been told of one; undefined: it has not. */
export async function webhookSetAt(fleet: Fleet): Promise<Date | undefined> {
  const found = await stat(fileOf(fleet)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return found?.mtime;
}

/**
 * Keeps it where only its owner may read; the next `up` puts it into force.
 * @param text empty: there is none any more
 * @throws AuroraError `bad_webhook`, which quotes nothing of it
 */
export async function setAlertWebhook(fleet: Fleet, text: string): Promise<void> {
  const url = text.trim();
  if (url === '') return rm(fileOf(fleet), { force: true });
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new AuroraError('bad_webhook', 'What came in on stdin is no URL of a webhook.', {
      exit: 'usage',
      details: ['It begins with https:// or http://.'],
      next: "printf 'https://alerts.example.org/…' | aurora secret set alert-webhook",
    });
  }
  await writeSecret(fileOf(fleet), url);
}

function fileOf({ root }: Fleet): string {
  return join(layoutOf(root).secrets, 'alert-webhook');
}
