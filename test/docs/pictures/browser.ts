import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { type Call, devTools } from './dev-tools.ts';

const OPTIONS = [
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--remote-debugging-pipe',
];

/** A browser with one page. */
export interface Browser extends AsyncDisposable {
  open(url: string, size: { readonly width: number; readonly height: number }): Promise<void>;
  /** Runs a script on the page, to the end of its promise. */
  run(script: string): Promise<void>;
  /** A PNG of what is to be seen, two dots a pixel. */
  picture(): Promise<Buffer>;
}

/** Starts Debian's chromium. */
export async function startBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'aurora-browser-'));
  const own = [`--user-data-dir=${profile}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const chromium = spawn('chromium', [...OPTIONS, ...own], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const exited = once(chromium, 'exit');
  const browser = devTools(chromium.stdio[3] as Writable, chromium.stdio[4] as Readable);
  const page = await firstPage(browser);
  return {
    async open(url, size) {
      await page('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 2, mobile: false });
      await page('Page.navigate', { url });
    },
    async run(script) {
      const expression = `(async () => { ${script} })()`;
      const { exceptionDetails } = await page('Runtime.evaluate', { expression, awaitPromise: true });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    },
    async picture() {
      const { data } = await page('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(data as string, 'base64');
    },
    async [Symbol.asyncDispose]() {
      chromium.kill();
      await exited;
      await rm(profile, { recursive: true, maxRetries: 5 });
    },
  };
}

async function firstPage(browser: Call): Promise<Call> {
  const { targetId } = await browser('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser('Target.attachToTarget', { targetId, flatten: true });
  return (method, params) => browser(method, params, sessionId as string);
}
