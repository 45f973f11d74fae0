import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LONG } from '../../support/long.ts';
import { download, fingerprint, upload } from './support/client.ts';
import { type FileFleet, startFileFleet } from './support/fleet.ts';

const MEGABYTE = 1024 * 1024;
let fleet: FileFleet;

beforeAll(async () => {
  fleet = await startFileFleet();
});

afterAll(async () => fleet?.[Symbol.asyncDispose]());

async function there(size: number) {
  return upload(fleet.gateway.url, fleet.authorization, size);
}

async function back(id: string) {
  const asked = `${fleet.gateway.url}/api/v1/files/${id}/download-url`;
  const answer = await fetch(asked, { headers: { authorization: fleet.authorization } });
  const { url } = (await answer.json()) as { url: string };
  expect(url).toMatch(`${fleet.gateway.url}/api/v1/files/${id}/content?`);
  return download(url);
}

it.each(LONG ? [50, 300] : [50])(
  '%d MB go up and come down through the gateway unchanged, with little memory',
  async (megabytes) => {
    const warm = await there(32 * MEGABYTE);
    await back(warm.id);
    const size = megabytes * MEGABYTE;
    const processes = [fleet.gateway, fleet.files()];
    const before = await Promise.all(processes.map(({ pid }) => forgetPeak(pid)));

    const uploaded = await there(size);
    const sha256 = fingerprint(size);
    expect(uploaded).toMatchObject({ size, sha256 });
    expect(await back(uploaded.id)).toEqual({ size, sha256 });

    const peaks = await Promise.all(processes.map(({ pid }) => memory(pid, 'VmHWM')));
    const added = peaks.map((peak, index) => peak - (before[index] ?? 0));
    // The gateway's young generation alone may grow by 48 MB, and what passes through is let go in its time.
    expect(Math.max(...added)).toBeLessThan(90 * MEGABYTE);
  },
  180_000,
);

/** Lets the kernel begin a new peak; returns what is resident now. */
async function forgetPeak(pid: number): Promise<number> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
  return memory(pid, 'VmRSS');
}

/** Bytes. */
async function memory(pid: number, which: 'VmHWM' | 'VmRSS'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
}
