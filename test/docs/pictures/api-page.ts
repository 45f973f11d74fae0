import { aurora } from '../../support/aurora.ts';
import { startBrowser } from '../../support/browser.ts';
import type { FleetCopy } from '../support/fleet-copy.ts';

/** Two dots a pixel. */
const SIZE = { viewport: { width: 960, height: 900 }, deviceScaleFactor: 2 };

/** A picture of the gateway's /docs of a running fleet, as PNG, once a person has created something there. */
export async function pictureOfApiPage({ root, localise }: FleetCopy): Promise<Buffer> {
  const { stdout: token } = await aurora(['token'], { cwd: root });
  await using browser = await startBrowser();
  const page = await browser.newPage(SIZE);
  await page.goto(localise('http://127.0.0.1:8000/docs'));
  await page.getByLabel('Token').fill(token.trim());
  const call = page.locator('section > details').filter({ hasText: 'Create a subject' });
  await call.locator('summary').click();
  await call.getByLabel('Body').fill(JSON.stringify({ code: 'BIO-101', name: 'Biology', credits: 5 }, null, 2));
  await call.getByRole('button', { name: 'Send' }).click();
  await call.locator('pre.good').waitFor();
  // Awaited here: the browser ends with this function.
  return await page.screenshot();
}
