import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PROGRAM = '/usr/bin/chromium';

/** Why tests in a browser cannot run here; undefined: they can. */
export const browserMissing = existsSync(PROGRAM)
  ? undefined
  : 'chromium is not installed (apt-get install --no-install-recommends chromium)';

/** Nothing but what the page asks for goes to the network. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** Debian's chromium, without a window, on a profile of its own. */
export async function startBrowser(): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: PROGRAM, args: [...QUIET, ...sandbox] });
}
