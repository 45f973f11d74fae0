import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectOptions, createClient, etagOf, type FleetClient, type ServiceName } from '@aurora/client';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { until } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { browserMissing, startBrowser } from '../../support/browser.ts';
import { fleet } from './fleet.ts';
import { describeFuzzing } from './fuzz.ts';

const MEGABYTE = 1024 * 1024;

let client: FleetClient;
beforeAll(() => {
  client = clientOf(fleet.urlOf('api-gateway'));
});

const clientOf = (url: ConnectOptions<ServiceName>['url'], token: () => Promise<string> = () => fleet.token()) =>
  createClient({ url, token, timeoutMs: 20_000 });
const newCode = () => randomUUID().slice(4);
const newSubject = (fields: { name?: string; credits?: number } = {}) =>
  client.subjects.create({ code: newCode(), name: 'Mechanics', ...fields });

describe('the typed client, through the gateway', () => {
  it('creates, reads, changes and deletes', async () => {
    const created = await newSubject({ credits: 5 });
    expect(created).toMatchObject({ name: 'Mechanics', credits: 5, description: null, version: 1 });
    expect(await client.subjects.get(created.id)).toEqual(created);
    const changed = await client.subjects.update(created.id, { credits: 6 }, { ifMatch: etagOf(created) });
    expect(changed).toMatchObject({ credits: 6, version: 2 });
    await expect(
      client.subjects.update(created.id, { credits: 7 }, { ifMatch: etagOf(created) }),
    ).rejects.toMatchObject({ code: 'stale_version', status: 412 });
    await client.subjects.delete(created.id, { ifMatch: etagOf(changed) });
    await expect(client.subjects.get(created.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lists by filter, sort and search, over as many pages as there are', async () => {
    const name = `Listed ${randomUUID()}`;
    for (const credits of [3, 1, 2]) await newSubject({ name, credits });
    const list = client.subjects.list({ filter: { name, credits: { lte: 2 } }, sort: ['-credits'], limit: 1 });
    const listed: (number | null)[] = [];
    for await (const { credits } of list) listed.push(credits);
    expect(listed).toEqual([2, 1]);
    const found = await client.subjects.page({ q: name.slice(7), limit: 2 });
    expect(found.items).toHaveLength(2);
    expect(found.nextCursor).not.toBeNull();
  });

  it('asks for many at once, and gets those that there are', async () => {
    const [a, b] = [await newSubject(), await newSubject()];
    const many = await client.subjects.getMany([a.id, randomUUID(), b.id]);
    expect(many.map(({ id }) => id).toSorted()).toEqual([a.id, b.id].toSorted());
  });

  it('creates once under one key, however often it is asked', async () => {
    const fields = { code: newCode(), name: 'Once' };
    const idempotencyKey = randomUUID();
    const first = await client.subjects.create(fields, { idempotencyKey });
    expect(await client.subjects.create(fields, { idempotencyKey })).toEqual(first);
    await expect(client.subjects.create(fields)).rejects.toMatchObject({
      code: 'unique_violation',
      errors: [{ path: '/code' }],
      correlationId: expect.any(String),
    });
  });

  it('sees what resources refer to, and is told what holds them', async () => {
    const subject = await newSubject();
    const syllabus = await client.syllabi.create({ title: 'M', academicYear: '2026/2027', subjectId: subject.id });
    expect(syllabus.subject).toMatchObject({ id: subject.id, name: 'Mechanics' });
    await expect(client.subjects.delete(subject.id)).rejects.toMatchObject({ code: 'reference_restricted' });
    await expect(
      client.syllabi.create({ title: 'M', academicYear: '2026/2027', subjectId: randomUUID() }),
    ).rejects.toMatchObject({ code: 'reference_not_found', errors: [{ path: '/subjectId' }] });
  });

  it('sends contents from disk and from streams, and gets back what it sent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aurora-client-'));
    try {
      const path = join(folder, 'large.txt');
      await writeFile(path, 'x'.repeat(20 * MEGABYTE));
      const large = await client.files.upload(await openAsBlob(path), { name: 'large.txt' });
      expect(large).toMatchObject({ name: 'large.txt', size: 20 * MEGABYTE });
      const part = await client.files.download(large.id, { range: { start: 1, end: 3 } });
      expect(await part.text()).toBe('xxx');
    } finally {
      await rm(folder, { recursive: true });
    }
    const small = await client.files.upload(new Blob(['streamed']).stream(), { name: 'small.txt' });
    expect(await (await client.files.download(small.id)).text()).toBe('streamed');
    expect(await client.files.update(small.id, { name: 'renamed.txt' })).toMatchObject({ name: 'renamed.txt' });
    expect(await client.files.downloadUrl(small.id, { expiresIn: 60 })).toMatchObject({ url: expect.any(String) });
    await client.files.delete(small.id);
  });

  it('is refused what its token does not allow, by a code', async () => {
    const reader = clientOf(fleet.urlOf('api-gateway'), () => fleet.token('subjects:read'));
    await expect(reader.subjects.create({ code: newCode(), name: 'M' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('leaves its correlation id in the logs of every service on the way', async () => {
    const correlationId = `client-${randomUUID()}`;
    const traced = createClient({
      url: fleet.urlOf('api-gateway'),
      token: () => fleet.token(),
      context: () => ({ correlationId }),
    });
    await traced.subjects.page();
    await until(async () => {
      const services = (await fleet.logsOf(correlationId)).map(({ service }) => service);
      return services.includes('subject-service') && services.includes('api-gateway');
    });
  });
});

it('goes straight to the services, if it is told where they are', async () => {
  const straight = clientOf({ 'subject-service': fleet.urlOf('subject-service') });
  const { id } = await newSubject();
  expect(await straight.subjects.get(id)).toMatchObject({ id });
  await expect(straight.files.get(id)).rejects.toThrow('No URL was given for file-service');
});

it.each([
  ['subjects', 'subject', 'subject-service'],
  ['files', 'file', 'file-service'],
  ['syllabi', 'syllabus', 'syllabus-service'],
])('can ask of %s all that the API can be asked, and no more', async (path, file, service) => {
  const answer = await fetch(`${fleet.urlOf(service)}/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, { get: { parameters: { name: string }[] } }> };
  const parameters = paths[`/api/v1/${path}`]?.get.parameters ?? [];
  const told = parameters.flatMap(({ name }) => /^filter\[(\w+)\]/.exec(name)?.[1] ?? []);
  const source = await readFile(join(repository, `services/client/src/generated/entities/${file}.ts`), 'utf8');
  const columns = [...(source.split('columns: {')[1] ?? '').matchAll(/readonly (\w+): '/g)].map(([, name]) => name);
  expect(columns).not.toEqual([]);
  expect(columns.toSorted()).toEqual([...new Set(told)].toSorted());
});

(browserMissing === undefined ? it : it.skip)('runs in a browser, bundled', async () => {
  const { outputFiles } = await build({
    stdin: { contents: "export { createClient } from '@aurora/client';", resolveDir: repository },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'aurora',
  });
  const gateway = fleet.urlOf('api-gateway');
  await using browser = await startBrowser();
  const page = await browser.newPage();
  // A page of the same origin: the gateway lets no other one in.
  await page.goto(`${gateway}/health`);
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  const [url, token, code] = [gateway, await fleet.token(), newCode()].map((text) => JSON.stringify(text));
  const answer = await page.evaluate(`(async () => {
    const fleet = aurora.createClient({ url: ${url}, token: ${token} });
    const subject = await fleet.subjects.create({ code: ${code}, name: 'From a browser' });
    const file = await fleet.files.upload(new File(['content'], 'a.txt'));
    const refused = await fleet.subjects.get('none').catch((problem) => problem.code);
    return { name: subject.name, file: file.name, text: await (await fleet.files.download(file.id)).text(), refused };
  })()`);
  expect(answer).toEqual({ name: 'From a browser', file: 'a.txt', text: 'content', refused: 'not_found' });
});

describeFuzzing(() => fleet);
