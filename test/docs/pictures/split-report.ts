import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { splitFleet } from '../../integration/split/support/split-fleet.ts';
import { startBrowser } from '../../support/browser.ts';

/** Two dots a pixel. */
const SIZE = { viewport: { width: 1080, height: 1180 }, deviceScaleFactor: 2 };

/** A picture of the report on a monolith that was split, as PNG. */
export async function pictureOfSplitReport(): Promise<Buffer> {
  await using fleet = await splitFleet('mariadb', 40_000);
  const report = join(fleet.clone.root, 'report.html');
  for (const args of [[], ['verify', '--html', report]]) {
    const { exitCode, stderr } = await fleet.split(...args);
    if (exitCode !== 0) throw new Error(stderr);
  }
  await using browser = await startBrowser();
  const page = await browser.newPage({ ...SIZE, colorScheme: 'light' });
  await page.goto(pathToFileURL(report).href);
  // Awaited here: the browser ends with this function.
  return await page.screenshot();
}
