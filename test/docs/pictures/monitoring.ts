import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, until } from '../../../shared/testing/index.ts';
import { aurora } from '../../support/aurora.ts';
import { startBrowser } from '../../support/browser.ts';
import { startPrometheus } from '../../support/prometheus.ts';
import type { FleetCopy } from '../support/fleet-copy.ts';

/** Two dots a pixel. */
const SIZE = { viewport: { width: 1080, height: 760 }, deviceScaleFactor: 2 };
const DOWN = 'file-service';

/** A picture of the alerts of a Prometheus that watches the running fleet, one service of which it does not find, as PNG. */
export async function pictureOfMonitoring({ root }: FleetCopy): Promise<Buffer> {
  const { exitCode, stderr } = await aurora(['export', 'prometheus', '--out', 'monitoring', '--isolated'], {
    cwd: root,
  });
  if (exitCode !== 0) throw new Error(stderr);
  const file = join(root, 'monitoring', 'prometheus.yml');
  const written = await readFile(file, 'utf8');
  // Where nobody is.
  const changed = written
    .replace(new RegExp(`127\\.0\\.0\\.1:\\d+(?=\\n +labels:\\n +service: ${DOWN})`), '127.0.0.1:1')
    .replaceAll('15s', '3s');
  await writeFile(file, changed.replace('scrape_timeout: 10s', 'scrape_timeout: 3s'));
  await using prometheus = await startPrometheus(file, await freePort());
  await until(() => firing(prometheus.url), { withinMs: 180_000 });
  await using browser = await startBrowser();
  const page = await browser.newPage({ ...SIZE, colorScheme: 'light' });
  // Debian's package has the older of its pages alone.
  await page.goto(`${prometheus.url}/classic/alerts`);
  await page.getByRole('button', { name: 'Show annotations' }).click();
  await page.getByText('ServiceDown').first().click();
  await page.getByText(`${DOWN} is down`).first().scrollIntoViewIfNeeded();
  // Awaited here: the browser ends with this function.
  return await page.screenshot();
}

async function firing(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: 'ALERTS{alertstate="firing"}' })}`);
  const { data } = (await answer.json()) as { data: { result: { metric: { service: string } }[] } };
  return data.result.map(({ metric }) => metric.service).join() === DOWN;
}
