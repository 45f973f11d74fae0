import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { browserMissing, startBrowser } from '../../support/browser.ts';
import { wholeDocument } from '../../support/openapi.ts';
import { fleet } from './fleet.ts';

const title = `the page of the API${browserMissing === undefined ? '' : `: ${browserMissing}`}`;

(browserMissing === undefined ? describe : describe.skip)(title, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let token: string;
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    token = await fleet.token();
    browser = await startBrowser();
    context = await browser.newContext({ colorScheme: 'light' });
    page = await context.newPage();
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on(
      'console',
      (message) => message.text().includes('Content Security Policy') && complaints.push(message.text()),
    );
    // What the gateway shows, the page shows.
    await wholeDocument(fleet.urlOf('api-gateway'));
    await page.goto(`${fleet.urlOf('api-gateway')}/docs`);
    await page.getByLabel('Token').fill(token);
  }, 60_000);
  afterAll(async () => browser?.close());

  /** Opens a call by the keyboard. */
  const open = async (summary: string): Promise<Locator> => {
    const call = page.locator('section > details').filter({ hasText: summary });
    await call.locator('summary').first().press('Enter');
    return call;
  };
  const send = async (call: Locator): Promise<string> => {
    await call.getByRole('button', { name: 'Send' }).press('Enter');
    // Written in the end, when all is there.
    await call.locator('form button:not([type]):enabled').waitFor();
    return call.locator('.result pre').innerText();
  };
  const idIn = (shown: string) => /"id": "([^"]+)"/.exec(shown)?.[1] ?? '';

  it('asks lists by filter and sort', async () => {
    const call = await open('List subjects');
    await call.getByLabel('sort', { exact: true }).fill('-credits,name');
    await call.getByLabel('limit').fill('2');
    await call.getByRole('button', { name: 'Add a filter' }).press('Enter');
    await call.getByLabel('Field').selectOption('credits');
    await call.getByLabel('Operator').selectOption('gte');
    await call.getByLabel('Value').fill('5');
    const shown = await send(call);
    expect(shown).toContain('GET /api/v1/subjects?limit=2&sort=-credits,name&filter[credits][gte]=5\n');
    expect(shown).toContain('200 OK');
    expect(shown.match(/"credits": \d+/g)).toEqual(['"credits": 6', '"credits": 6']);
    await call.getByLabel('Value').fill('many');
    expect(await send(call)).toContain('"code": "invalid_query"');
    await call.getByRole('button', { name: 'Remove' }).press('Enter');
    expect(await send(call)).toContain('GET /api/v1/subjects?limit=2&sort=-credits,name\n');
  });

  it('creates, and changes what it knows the version of', async () => {
    const creation = await open('Create a subject');
    await creation.getByLabel('Body').fill('{ "code": "PAGE", "name": "Page" }');
    await creation.getByLabel('Idempotency-Key').fill('page-1');
    const created = await send(creation);
    expect(created).toContain('201 Created');
    expect(await send(creation)).toContain('idempotency-replayed: true');

    const change = await open('Change a subject');
    await change.getByLabel('id', { exact: true }).fill(idIn(created));
    await change.getByLabel('Body').fill('{ "name": "Changed" }');
    await change.getByLabel('If-Match').fill('"1"');
    expect(await send(change)).toContain('etag: "2"');
    expect(await send(change)).toContain('412 Precondition Failed');
    // What answers have told is offered.
    const known = (list: string) => page.locator(`#${list} option`).evaluateAll((all) => all.map((each) => each.value));
    expect(await known('ids')).toContain(idIn(created));
    expect(await known('etags')).toEqual(expect.arrayContaining(['"1"', '"2"']));
  });

  it('uploads a file, and downloads it', async () => {
    const upload = await open('Upload a file');
    const buffer = Buffer.from('the content of a file');
    await upload.getByLabel('file').setInputFiles({ name: 'a "file".txt', mimeType: 'text/plain', buffer });
    const shown = await send(upload);
    expect(shown).toContain('201 Created');
    expect(shown).toContain('"name": "a \\"file\\".txt"');

    const link = await open('Get a URL that downloads a file');
    await link.getByLabel('id', { exact: true }).fill(idIn(shown));
    await send(link);
    const url = new URL((await link.getByRole('link', { name: 'Open the URL' }).getAttribute('href')) ?? '');
    const [whole] = await Promise.all([
      page.waitForEvent('download'),
      link.getByRole('link', { name: 'Open the URL' }).press('Enter'),
    ]);
    expect(await readFile(await whole.path())).toEqual(buffer);

    const content = await open('Download a file by a signed URL');
    await content.getByLabel('id', { exact: true }).fill(idIn(shown));
    for (const name of ['expires', 'key', 'signature']) {
      await content.getByLabel(name, { exact: true }).fill(url.searchParams.get(name) ?? '');
    }
    await content.getByLabel('Range', { exact: true }).fill('bytes=4-10');
    expect(await send(content)).toContain('206 Partial Content');
    const [part] = await Promise.all([
      page.waitForEvent('download'),
      content.getByRole('link', { name: 'Save the content' }).press('Enter'),
    ]);
    expect(await readFile(await part.path(), 'utf8')).toBe('content');
  });

  it('says what a call may answer', async () => {
    const call = await open('Delete a subject');
    await call.getByText('Answers: 204').press('Enter');
    expect(await call.locator('.answers').innerText()).toContain(
      'reference_restricted: The resource is still referenced',
    );
  });

  it('fits a narrow window, with everything open', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    // What a call is made of is there once it has been opened.
    await page.evaluate(`document.querySelectorAll('section > details').forEach((each) => (each.open = true))`);
    await page.locator('section > details:not(:has(.answers))').first().waitFor({ state: 'detached' });
    await page.evaluate(`document.querySelectorAll('.answers').forEach((each) => (each.open = true))`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  it('is light or dark as its reader likes it', async () => {
    const colours = () =>
      page.evaluate<string[]>(
        '[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]',
      );
    const light = await colours();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await colours();
    expect(light[0]).not.toBe(dark[0]);
    expect(light[1]).not.toBe(dark[1]);
  });

  it('has asked nobody but the gateway, and tried nothing that it may not do', () => {
    expect(new Set(asked)).toEqual(new Set([new URL(fleet.urlOf('api-gateway')).origin]));
    expect(complaints).toEqual([]);
  });
});
