import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { until } from '../../shared/testing/index.ts';
import { browserMissing, startBrowser } from '../support/browser.ts';
import { brokenFleet, busyFleet } from './support/busy-fleet.ts';
import { type FakeServer, startFakeServer } from './support/fake-server.ts';
import { barriersOf, type Visit, visit } from './support/visit.ts';
import { busyWorld, type World } from './support/world.ts';

const title = `the dashboard's page${browserMissing === undefined ? '' : `: ${browserMissing}`}`;

/** The key of each view, and what is in it alone. */
const VIEWS = [
  ['o', 'overview', '.topology .node[data-node="api-gateway"]'],
  ['s', 'services', 'table[aria-label="Services"]'],
  ['l', 'logs', '[role=listbox] [role=option]'],
  ['t', 'traces', 'table[aria-label="Traces"] tbody tr'],
  ['e', 'events', 'section[aria-label^="Parked by"] summary'],
  ['r', 'registry', 'table[aria-label="Registry"]'],
  ['m', 'migrations', 'table[aria-label="Migrations of syllabus-service"]'],
  ['d', 'deploys', 'table[aria-label="Deploys"]'],
  ['a', 'api', '.operations .operation'],
] as const;

(browserMissing === undefined ? describe : describe.skip)(title, () => {
  let browser: Browser;
  let world: World;
  let server: FakeServer;
  let visited: Visit;
  let page: Page;

  beforeAll(async () => {
    browser = await startBrowser();
    world = busyWorld();
    server = await startFakeServer(world);
  });
  beforeEach(async () => {
    Object.assign(world, busyWorld());
    visited = await visit(browser, server.url);
    page = visited.page;
  });
  afterEach(async () => {
    await visited?.[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await browser?.close();
  });

  const open = async (hash: string) => {
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  };

  it.each(['dark', 'light'] as const)('has all views at a key, without barriers: %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    world.snapshot = () => brokenFleet();
    server.show();
    for (const [key, view, content] of VIEWS) {
      await page.keyboard.press(key);
      await page.locator(`main[data-view=${view}] ${content}`).first().waitFor();
      expect([view, await barriersOf(page, colorScheme === 'light')]).toEqual([view, []]);
    }
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    expect(visited.complaints).toEqual([]);
  });

  it('is used without a mouse', async () => {
    await page.locator('.card').first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });

    await page.keyboard.press('c');
    await page.locator('html[data-theme=dark]').waitFor();
    await page.keyboard.press('c');
    await page.locator('html[data-theme=light]').waitFor();

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'config-service' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('table', { name: 'Services' }).waitFor();

    await page.keyboard.press('/');
    await page.locator('main[data-view=logs] [data-search]:focus').waitFor();
    await page.keyboard.type('status=503|did not answer');
    await page.keyboard.press('Enter');
    await until(() => page.url().includes('grep=status'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('o');
    await page.locator('.topology').waitFor();
    expect(visited.complaints).toEqual([]);
  });

  it('shows at once what goes wrong, says it aloud, and what to do', async () => {
    await page.getByText('Nothing is wrong.').first().waitFor();
    world.snapshot = () => brokenFleet();
    server.show();
    const problem = page.locator('.problems li').filter({ hasText: 'exited with signal SIGKILL' });
    await problem.waitFor();
    expect(await problem.locator('code').innerText()).toBe('aurora restart subject-service');
    await page.locator('.node.bad[data-node="subject-service"]').waitFor();
    await page.locator('.edge.down').first().waitFor();
    expect(await page.locator('[aria-live=polite]').last().innerText()).toContain('subject-service: It is down');
    const { origin } = new URL(server.url);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    await problem.getByRole('button').click();
    const copied = () => page.evaluate('navigator.clipboard.readText()');
    await until(async () => (await copied()) === 'aurora restart subject-service');
    world.snapshot = () => busyFleet();
    server.show();
    await page.getByText('Nothing is wrong.').first().waitFor();
  });

  it('says that the fleet is down, and shows it coming up', async () => {
    const down = busyFleet();
    const services = down.services.map((each) => ({ ...each, status: 'down' as const, instances: [], now: null }));
    const problem = (text: string, next: string) => ({ severity: 'critical' as const, about: 'aurora', text, next });
    let problems = [problem('Docker cannot be used.', 'aurora status')];
    world.snapshot = () => ({ ...down, runtime: null, services, infrastructure: [], problems });
    server.show();
    const notice = page.locator('.notice');
    await notice.filter({ hasText: 'Docker cannot be used.' }).locator('code', { hasText: 'aurora status' }).waitFor();
    problems = [problem('The fleet is not running.', 'aurora up -d')];
    server.show();
    await notice.filter({ hasText: 'not running' }).locator('code', { hasText: 'aurora up -d' }).waitFor();
    world.snapshot = () => busyFleet();
    server.show();
    await notice.waitFor({ state: 'detached' });
  });

  it('keeps what it shows while the dashboard is away, and goes on when it is back', async () => {
    await page.locator('.card').first().waitFor();
    server.hang(true);
    await page.getByText('The dashboard does not answer').waitFor();
    expect(await page.locator('.card').count()).toBe(5);
    server.hang(false);
    await page.getByText('The dashboard does not answer').waitFor({ state: 'detached' });
    await page.locator('.connection', { hasText: 'live' }).waitFor();
  });

  it('stays where it is when it is loaded anew', async () => {
    await open('#/traces?failed=true');
    const failed = page.getByRole('table', { name: 'Traces' }).locator('tbody tr');
    await failed.first().waitFor();
    expect(await failed.locator('.badge.bad').count()).toBe(await failed.count());
    await failed.first().getByRole('link').click();
    await page.locator('.span.error').nth(2).click();
    await page.getByRole('complementary', { name: 'Span' }).waitFor();
    const url = page.url();
    await page.reload();
    const span = page.getByRole('complementary', { name: 'Span' });
    await span.waitFor();
    expect(page.url()).toBe(url);
    expect(await span.innerText()).toContain('ECONNREFUSED');
    await page.keyboard.press('Escape');
    await span.waitFor({ state: 'detached' });
  });

  it('zooms into a trace', async () => {
    await open('#/traces?grep=PATCH');
    await page.getByRole('table', { name: 'Traces' }).getByRole('link').first().click();
    const last = page.locator('.marks .mark').last();
    await last.waitFor();
    const whole = await last.innerText();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await until(async () => (await last.innerText()) !== whole);
    const { x = 0, y = 0, width = 0 } = (await page.locator('.marks').boundingBox()) ?? {};
    const zoomed = await last.innerText();
    await page.mouse.move(x + width * 0.2, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.4, y + 5);
    await page.mouse.up();
    await until(async () => (await last.innerText()) !== zoomed);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await until(async () => (await last.innerText()) === whole);
  });

  it('follows the log, stops when its reader scrolls up, and holds 50,000 lines', async () => {
    await open('#/logs');
    const rows = page.locator('[role=option]');
    await rows.first().waitFor();
    const line = (index: number) => ({
      time: new Date(index).toISOString(),
      level: 'info',
      service: 'file-service',
      msg: `line ${index}`,
      correlationId: `id-${index}`,
    });
    for (let begin = 0; begin < 60_000; begin += 10_000) {
      server.write(Array.from({ length: 10_000 }, (_, index) => line(begin + index)));
    }
    await page.getByText('line 59999', { exact: false }).waitFor();
    await page.getByText('50,000 lines').waitFor();
    expect(await rows.count()).toBeLessThan(100);

    await page.locator('[role=listbox]').hover();
    // A browser that is short of processor may lose one turn of the wheel; its reader turns it again.
    const paused = page.getByRole('button', { name: /go to the end/ });
    await until(async () => {
      await page.mouse.wheel(0, -4_000);
      return paused.isVisible();
    });
    server.write([line(60_000)]);
    await page.getByRole('button', { name: 'new lines' }).click();
    await page.getByText('line 60000', { exact: false }).waitFor();

    await page.locator('[role=listbox]').press('ArrowUp');
    await page.getByRole('complementary', { name: 'Line' }).getByRole('link', { name: 'Trace' }).click();
    await page.getByText('Nothing was logged for it.').waitFor();
    expect(page.url()).toContain('#/traces/id-60000');
    expect(visited.complaints).toEqual([]);
  });

  it('asks for all lines that there are, back to the first, and tells which it was too slow for', async () => {
    const asked: URLSearchParams[] = [];
    const { answer } = world;
    world.answer = (path, search) => {
      if (path === '/api/logs') asked.push(search);
      return answer.call(world, path, search);
    };
    await open('#/logs?minutes=all');
    await page.locator('[role=option]').first().waitFor();
    expect(asked[0]?.get('since')).toBe('1970-01-01T00:00:00.000Z');
    server.drop(1_234);
    await page.getByText('1,234 more came too fast').waitFor();
  });

  it('follows nothing while it is behind other pages, and has missed nothing when it is back', async () => {
    const turnTo = (hidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    const line = (msg: string) => ({ time: new Date().toISOString(), level: 'info', service: 'file-service', msg });
    await open('#/logs');
    await page.getByText(/^[\d,]+ lines$/).waitFor();
    await until(() => server.listening === 2);
    await turnTo(true);
    await until(() => server.listening === 0);
    const { answer } = world;
    const late = line('while nobody looked');
    world.answer = (path, search) =>
      path === '/api/logs'
        ? [...(answer.call(world, path, search) as object[]), late]
        : answer.call(world, path, search);
    const before = await page.locator('.tail').innerText();
    await turnTo(false);
    await page.getByText('while nobody looked').waitFor();
    await until(() => server.listening === 2);
    const lines = (text: string) => Number(/[\d,]+/.exec(text)?.[0].replace(',', ''));
    expect(lines(await page.locator('.tail').innerText())).toBe(lines(before) + 1);
  });

  it('stands what no service should write, and addresses that lead nowhere', async () => {
    const { answer } = world;
    const odd = {
      time: 'at noon',
      level: 'loud',
      service: '<b>x</b>',
      msg: '<img src=x>',
      correlationId: 7,
      spanId: 7,
    };
    world.answer = (path, search) => {
      if (path === '/api/logs') return [odd];
      if (path === '/api/registry') return {};
      return answer.call(world, path, search);
    };
    await open('#/logs');
    await page.getByText('at noon').waitFor();
    await page.getByText('<img src=x>').click();
    await page.getByRole('complementary', { name: 'Line' }).waitFor();
    expect(visited.complaints).toEqual([]);
    // What a view fails on is its own.
    await open('#/registry');
    await page.getByText('This view cannot show').waitFor();
    await page.keyboard.press('o');
    await page.locator('.topology').waitFor();
    expect(visited.complaints).toHaveLength(1);
    await open('#/traces/100%');
    await page.getByText('Nothing was logged for it.').waitFor();
    await page.reload();
    await page.getByText('Nothing was logged for it.').waitFor();
  });

  it('replays what was parked, one or all of a consumer, once its reader has agreed', async () => {
    await open('#/events');
    const parked = page.getByRole('region', { name: 'Parked by syllabus-service.references' });
    await parked.locator('summary').first().click();
    expect(await parked.locator('pre').first().innerText()).toContain('"code": "BIO-101"');
    await parked.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await parked.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
    await page.getByText('1 message was given back to syllabus-service.references.').waitFor();
    await parked.getByRole('button', { name: 'Replay all' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
    const consumer = 'syllabus-service.references';
    await until(() => server.done.length === 2);
    expect(server.done).toEqual([
      { path: '/api/events/replay', body: { consumer, ids: ['019a33f1-0000-7000-8000-000000000001'] } },
      { path: '/api/events/replay', body: { consumer } },
    ]);
  });

  it('tries an operation, and leads to its trace', async () => {
    await page.keyboard.press('a');
    await page.getByLabel('Search').fill('create');
    await page.getByLabel('Search').press('Enter');
    await page.getByRole('link', { name: 'Create a subject' }).press('Enter');
    await page.getByLabel('Idempotency-Key').fill('once');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.waitFor();
    expect(await answer.innerText()).toMatch(/201\s+23\.4 ms/);
    expect(await answer.getByRole('link', { name: 'Trace' }).getAttribute('href')).toBe('#/traces/019a-tried');
    expect(server.done.at(-1)?.body).toMatchObject({
      path: '/api/v1/subjects',
      scopes: ['subjects:write'],
      headers: { 'idempotency-key': 'once' },
    });
  });

  it('only shows outside of development', async () => {
    world.session = { ...world.session, environment: 'production', mayAct: false };
    await page.reload();
    await open('#/events');
    await page.locator('.parked summary').first().waitFor();
    expect(await page.getByRole('button', { name: /Replay/ }).count()).toBe(0);
    await open('#/services/subject-service');
    await page.getByRole('heading', { level: 1, name: 'subject-service' }).waitFor();
    expect(await page.getByRole('button', { name: 'Restart' }).count()).toBe(0);
    await open('#/api/POST%20%2Fapi%2Fv1%2Fsubjects');
    await page.getByText('Outside of development the dashboard only shows').waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  });

  it.each([1024, 390])('fits a window of %d pixels', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    for (const [key, view, content] of VIEWS) {
      await page.keyboard.press(key);
      await page.locator(`main[data-view=${view}] ${content}`).first().waitFor();
      expect([view, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([view, width]);
    }
  });
});
