import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from '@jest/globals';
import { createTtyNarrator } from '../../../cli/narrators/tty.ts';

/** What a terminal of 80 × 24 would be sent. */
class Terminal extends PassThrough {
  readonly isTTY = true;
  readonly columns = 80;
  readonly rows = 24;
  sent = '';

  constructor() {
    super();
    this.on('data', (chunk) => {
      this.sent += chunk;
    });
  }

  /** Resolves as soon as the text has been shown. */
  async shows(text: string): Promise<void> {
    while (!this.plain.includes(text)) await new Promise((resolve) => this.once('data', resolve));
  }

  get plain(): string {
    return stripVTControlCharacters(this.sent);
  }
}

it('shows running steps with their notes and the steps within', async () => {
  const terminal = new Terminal();
  const narrator = createTtyNarrator(terminal as unknown as WriteStream);
  await narrator.step('start', async (step) => {
    step.note('1 of 2');
    await narrator.step('orders', () => terminal.shows('orders'));
  });
  expect(terminal.plain).toMatch(/start 1 of 2\n {2}\S orders/);
  expect(terminal.plain).toMatch(/✓ start 1 of 2 \(.*\)\n$/);
});

it('keeps steps that run at once apart, each with those within it', async () => {
  const terminal = new Terminal();
  const narrator = createTtyNarrator(terminal as unknown as WriteStream);
  const shown = terminal.shows('b within');
  await Promise.all(['a', 'b'].map((name) => narrator.step(name, () => narrator.step(`${name} within`, () => shown))));
  expect(terminal.plain).toMatch(/\S a\n {2}\S a within\n\S b\n {2}\S b within/);
});

it('leaves the path to what failed on the screen', async () => {
  const terminal = new Terminal();
  const narrator = createTtyNarrator(terminal as unknown as WriteStream);
  const failing = narrator.step('start', async () => {
    await narrator.step('orders', async () => 'fine');
    await narrator.step('gateway', () => Promise.reject(new Error('no')));
  });
  await expect(failing).rejects.toThrow('no');
  expect(terminal.plain).toMatch(/✗ start \(.*\)\n {2}✓ orders \(.*\)\n {2}✗ gateway \(.*\)\n$/);
});

it('prints information above the running steps', async () => {
  const terminal = new Terminal();
  const narrator = createTtyNarrator(terminal as unknown as WriteStream);
  await narrator.step('start', async () => {
    await terminal.shows('start');
    narrator.info('using the process runtime');
    narrator.warn('slow disk');
  });
  const [, after = ''] = terminal.plain.split('using the process runtime');
  expect(after).toMatch(/! slow disk/);
  expect(after).toMatch(/✓ start/);
});
