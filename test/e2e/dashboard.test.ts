import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import type { Browser, Locator, Page } from 'playwright-core';
import { loadFleet } from '../../cli/config/load.ts';
import { selectRuntime } from '../../cli/runtimes/select.ts';
import { until } from '../../shared/testing/index.ts';
import { type Visit, visit } from '../dashboard/support/visit.ts';
import { browserMissing, startBrowser } from '../support/browser.ts';
import { type StartedDashboard, startDashboard } from '../support/dashboard.ts';
import { type RealFleet, startRealFleet } from '../support/real-fleet.ts';

const title = `the dashboard of a fleet${browserMissing === undefined ? '' : `: ${browserMissing}`}`;
// Each waits for several things, of which each may take its time.
jest.setTimeout(180_000);
const PATIENT = { timeout: 30_000 };
const BROKEN = "throw new Error('broken by its test');\n";

(browserMissing === undefined ? describe : describe.skip)(title, () => {
  let fleet: RealFleet;
  let dashboard: StartedDashboard;
  let browser: Browser;
  let visited: Visit;
  let page: Page;
  let traffic: AsyncDisposable;
  let subject: { id: string };
  const seen: string[] = [];

  beforeAll(async () => {
    fleet = await startRealFleet({ retryMs: 100 });
    dashboard = await startDashboard(fleet.clone);
    browser = await startBrowser();
    subject = (await fleet.call('POST', '/api/v1/subjects', { body: { code: 'SEEN', name: 'Seen' } })).body;
    traffic = startTraffic(fleet);
    visited = await visit(browser, dashboard.url);
    page = visited.page;
    page.setDefaultTimeout(PATIENT.timeout);
  }, 300_000);
  afterAll(async () => {
    await traffic?.[Symbol.asyncDispose]();
    await browser?.close();
    await dashboard?.[Symbol.asyncDispose]();
    await fleet?.[Symbol.asyncDispose]();
    // What is meant to be two seconds is told, not required: machines that run tests are busy.
    if (seen.length > 0) process.stderr.write(`shown after: ${seen.join(', ')}\n`);
  }, 60_000);

  /** Does something, and measures until the page shows it. */
  const shown = async (what: string, does: () => Promise<unknown>, by: () => Promise<unknown>): Promise<void> => {
    await does();
    const began = performance.now();
    await by();
    seen.push(`${what} ${Math.round(performance.now() - began)} ms`);
  };
  const problem = (about: string, text: RegExp) =>
    page
      .locator('.problems li')
      .filter({ has: page.locator('.about a', { hasText: about }) })
      .filter({ hasText: text });
  const gone = (problems: Locator) => until(async () => (await problems.count()) === 0, { withinMs: PATIENT.timeout });
  const node = (name: string, tone: string) => page.locator(`.node.${tone}[data-node="${name}"]`);
  const well = async (): Promise<void> => {
    for (const { name } of fleet.status.services) await node(name, 'good').waitFor();
  };
  const show = (hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

  it('shows who speaks to whom, and how much', async () => {
    await well();
    await page.locator('.edge.ok[aria-label^="clients to api-gateway"] .flow').waitFor({ state: 'attached' });
    await page.locator('.edge.ok[aria-label^="api-gateway to subject-service"] .flow').waitFor({ state: 'attached' });
    const paint = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    seen.push(`the page itself ${Math.round(Number(paint))} ms`);
  });

  it('follows a request from its line in the log to its trace', async () => {
    await fleet.call('PATCH', `/api/v1/subjects/${subject.id}`, {
      body: { name: 'Followed' },
      headers: { 'x-correlation-id': 'followed-by-the-page' },
    });
    await show('#/logs?correlationId=followed-by-the-page');
    const line = page.getByRole('option').filter({ hasText: 'PATCH' }).filter({ hasText: 'subject-service' });
    await line.first().click();
    await page.getByRole('complementary', { name: 'Line' }).getByRole('link', { name: 'Trace' }).click();
    await page.locator('.span.server', { hasText: 'api-gateway' }).waitFor();
    await page.locator('.span.consumer', { hasText: 'syllabus-service' }).waitFor();
    await page.keyboard.press('o');
  });

  it('shows a service that was killed, and that it is back', async () => {
    const pid = await fleet.pidOf('file-service');
    await shown(
      'a killed service',
      async () => process.kill(pid, 'SIGKILL'),
      () =>
        problem('file-service', /is down|ended and was started again/)
          .first()
          .waitFor(),
    );
    await node('file-service', 'good').waitFor();
  });

  it('shows a message that nobody could handle, and replays it', async () => {
    await using database = await databaseOf(fleet, 'syllabus-service');
    await database.query('ALTER TABLE reference_copies RENAME TO taken_away');
    await shown(
      'a parked message (with its second try, after 100 ms)',
      () => fleet.call('PATCH', `/api/v1/subjects/${subject.id}`, { body: { name: 'Parked' } }),
      () => problem('syllabus-service.references', /parked 1 event/).waitFor(),
    );
    await database.query('ALTER TABLE taken_away RENAME TO reference_copies');
    await page.locator('.problems a', { hasText: 'syllabus-service.references' }).click();
    const parked = page.getByRole('region', { name: 'Parked by syllabus-service.references' });
    await parked.locator('summary').click();
    expect(await parked.locator('pre').innerText()).toContain('"name": "Parked"');
    await parked.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
    await page.getByText('1 message was given back to syllabus-service.references.').waitFor();
    await parked.getByText('Nothing is parked').waitFor();
    await page.keyboard.press('o');
    await gone(problem('syllabus-service.references', /parked/));
  });

  it('shows a database that does not answer, and that it does again', async () => {
    const frozen = await postgresOf(fleet);
    await shown(
      'a database that hangs',
      async () => signal(frozen, 'SIGSTOP'),
      () => problem('subject-service', /./).first().waitFor(),
    ).finally(() => signal(frozen, 'SIGCONT'));
    await gone(problem('subject-service', /./));
    await well();
  });

  it('shows the rest while half of the fleet is down, and brings it back', async () => {
    const broken = ['subject-service', 'file-service'];
    const files = broken.map((name) => `services/${name}/src/main.ts`);
    for (const file of files) await fleet.clone.edit(file, /^/, BROKEN);
    const pids = await Promise.all(broken.map((name) => fleet.pidOf(name)));
    await shown(
      'half of the fleet',
      async () => signal(pids, 'SIGKILL'),
      () => Promise.all(broken.map((name) => page.locator(`.node[data-node="${name}"]:not(.good)`).waitFor())),
    );
    await page.reload();
    await node('config-service', 'good').waitFor();
    for (const name of broken) await problem(name, /./).first().waitFor();
    await show('#/logs?service=subject-service&grep=broken');
    await page.getByRole('option').filter({ hasText: 'broken by its test' }).first().waitFor();
    await show('#/registry');
    await page.getByRole('table', { name: 'Registry' }).getByText('syllabus-service', { exact: true }).waitFor();

    for (const file of files) await fleet.clone.edit(file, BROKEN, '');
    for (const name of broken) {
      await show(`#/services/${name}`);
      await page.getByRole('button', { name: 'Restart' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
      await page.locator('.title .status.good').waitFor();
    }
    await page.keyboard.press('o');
    await well();
  });

  it('says that the fleet is down, and what brings it up', async () => {
    await traffic[Symbol.asyncDispose]();
    expect((await fleet.clone.aurora('down')).exitCode).toBe(0);
    await page.locator('.notice code', { hasText: 'aurora up -d' }).waitFor();
    // What was refused while something was down is what the browser's console is for.
    expect(visited.complaints.filter((each) => !each.includes('Failed to load resource'))).toEqual([]);
  });
});

/** Reads what is there, again and again, whether it is answered or not. */
function startTraffic(fleet: RealFleet): AsyncDisposable {
  let over = false;
  const ask = async (): Promise<void> => {
    while (!over) {
      await fleet.call('GET', '/api/v1/subjects?limit=1').catch(() => undefined);
      await fleet.call('GET', '/api/v1/files?limit=1').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const ended = Promise.all([ask(), ask()]);
  return {
    [Symbol.asyncDispose]: async () => {
      over = true;
      await ended;
    },
  };
}

async function databaseOf({ clone }: RealFleet, service: string): Promise<Client & AsyncDisposable> {
  const model = await loadFleet({ file: join(clone.root, 'aurora.config.yaml') });
  const { runtime } = await selectRuntime(model, 'process');
  const url = await runtime.withDatabases(model, async (databases) => databases.url(service));
  const client = new Client({ connectionString: url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** The server and all that works for it: each of those leads a group of its own. */
async function postgresOf(fleet: RealFleet): Promise<number[]> {
  const server = await fleet.pidOf('postgres');
  const children = await readFile(`/proc/${server}/task/${server}/children`, 'utf8');
  return [server, ...children.trim().split(' ').map(Number)];
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) process.kill(pid, name);
}
