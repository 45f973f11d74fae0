import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { loadFleet } from '../../../cli/config/load.ts';
import { selectRuntime } from '../../../cli/runtimes/select.ts';
import { connectBroker, createEvent } from '../../../shared/events/index.ts';
import { aurora } from '../../support/aurora.ts';
import { startBrowser } from '../../support/browser.ts';
import { startDashboard } from '../../support/dashboard.ts';
import { readableLog } from '../../support/log.ts';
import type { FleetCopy } from '../support/fleet-copy.ts';
import { withPalette } from './with-palette.ts';

const SIZE = { viewport: { width: 1280, height: 720 }, deviceScaleFactor: 1.5 };
/** So that lines over time have something to show. */
const TRAFFIC_MS = 60_000;
const FOLLOWED = 'my-first';

/** Pictures of the dashboard of a running fleet with some traffic: names, and what is in them as PNG. */
export async function* picturesOfDashboard(fleet: FleetCopy): AsyncGenerator<readonly [string, Buffer]> {
  await using dashboard = await startDashboard({ root: fleet.root, env: {} });
  await using browser = await startBrowser();
  const page = await browser.newPage({ ...SIZE, colorScheme: 'dark' });
  const take = async (name: string) => {
    // Where nothing is pressed, nothing is marked as pressed.
    await page.mouse.move(0, 0);
    return [`dashboard-${name}.png`, withPalette(await page.screenshot())] as const;
  };
  const show = (hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

  await page.goto(dashboard.url);
  await using _traffic = await startTraffic(fleet);
  await pause(TRAFFIC_MS);
  await page.locator('.edge.ok').first().waitFor({ state: 'attached' });
  yield await take('overview');

  await show('#/services/subject-service?minutes=5');
  await page.locator('.chart canvas').first().waitFor();
  await pause(2_000);
  yield await take('service');

  await show('#/logs');
  await page.locator('.virtual .row').nth(12).click();
  await page.getByRole('complementary', { name: 'Line' }).waitFor();
  yield await take('logs');

  await show(`#/traces/${FOLLOWED}`);
  await page.locator('.span.consumer').first().click();
  await page.getByRole('complementary', { name: 'Span' }).waitFor();
  yield await take('trace');

  await publishUnknown(fleet);
  await show('#/events');
  await page.locator('.parked summary').first().click();
  yield await take('events');

  await show('#/api/POST%20%2Fapi%2Fv1%2Fsubjects');
  await fillIn(page);
  yield await take('api');

  // With a problem: what could not be handled is still there.
  await page.emulateMedia({ colorScheme: 'light' });
  await show('#/overview');
  await page.locator('.problems li').first().waitFor();
  yield await take('overview-light');
}

async function fillIn(page: Page): Promise<void> {
  const body = JSON.stringify({ code: 'BIO-101', name: 'Biology', credits: 5 }, null, 2);
  await page.getByLabel('Body').fill(body);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('region', { name: 'Answer' }).waitFor();
}

/** What people do all day: read, now and then write; once by an id that is followed. */
async function startTraffic({ root, localise }: FleetCopy): Promise<AsyncDisposable> {
  const { stdout } = await aurora(['token'], { cwd: root });
  const call = async (method: string, path: string, body?: unknown, id?: string): Promise<{ id: string }> => {
    const answer = await fetch(localise(`http://127.0.0.1:8000/api/v1/${path}`), {
      method,
      headers: {
        authorization: `Bearer ${stdout.trim()}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(id && { 'x-correlation-id': id }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as { id: string };
  };
  const subject = await call('POST', 'subjects', { code: 'CHE-201', name: 'Chemistry', credits: 6 });
  const syllabus = { title: 'Matter', academicYear: '2026/2027', subjectId: subject.id };
  await call('POST', 'syllabi', syllabus);
  await call('PATCH', `subjects/${subject.id}`, { name: 'Chemistry I' }, FOLLOWED);
  let [over, count] = [false, 0];
  const ask = async (): Promise<void> => {
    while (!over) {
      count++;
      await call('GET', ['syllabi?limit=5', 'subjects?limit=5', 'syllabi?sort=title', 'files'][count % 4] ?? 'files');
      if (count % 9 === 0) await call('PATCH', `subjects/${subject.id}`, { name: `Chemistry ${count}` });
      if (count % 13 === 0) await call('POST', 'syllabi', { ...syllabus, title: `Matter ${count}` });
      // More by day than by night.
      await pause(40 + 30 * Math.sin(Date.now() / 9_000));
    }
  };
  const ended = Promise.all([ask(), ask()]);
  return {
    async [Symbol.asyncDispose]() {
      over = true;
      await ended;
    },
  };
}

/** An event of a version that nobody knows, which is parked at once. */
async function publishUnknown({ root }: FleetCopy): Promise<void> {
  const model = await loadFleet({ file: join(root, 'aurora.config.yaml') });
  const { runtime } = await selectRuntime(model, 'process');
  const origin = { fleet: model.name, service: 'subject-service', entity: 'subject', verb: 'updated' };
  const data = { code: 'CHE-201', name: 'Chemistry', credits: 6 };
  const event = createEvent({
    ...origin,
    aggregateId: crypto.randomUUID(),
    aggregateVersion: 7,
    schemaVersion: 9,
    data,
  });
  await runtime.withBroker(model, async ({ url }) => {
    const broker = await connectBroker({ url, fleet: model.name, service: 'pictures', log: readableLog().log });
    try {
      await broker.publish([event]);
    } finally {
      await broker.close();
    }
  });
}
