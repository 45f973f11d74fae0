import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { loadFleet } from '../../cli/config/load.ts';
import { draw } from '../../cli/graph/draw/index.ts';
import { PARTS } from '../../cli/graph/drawing.ts';
import { graphOf } from '../../cli/graph/of-fleet.ts';
import { printSvg } from '../../cli/graph/svg.ts';
import { repository } from '../support/aurora.ts';
import { browserMissing, startBrowser } from '../support/browser.ts';

// Its names are long, and one has forty characters.
const file = join(repository, 'test/fleets/store/aurora.config.yaml');
const graph = graphOf(await loadFleet({ file, environment: 'development' }));
const title = `a drawn fleet in a browser${browserMissing === undefined ? '' : `: ${browserMissing}`}`;

(browserMissing === undefined ? describe : describe.skip)(title, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it.each([undefined, ...PARTS].flatMap((only) => (['light', 'dark'] as const).map((scheme) => ({ only, scheme }))))(
    'keeps every text inside its box, in colours that can be told apart: $only, $scheme',
    async ({ only, scheme }) => {
      await using context = await browser.newContext({ colorScheme: scheme });
      const page = await context.newPage();
      await page.setContent(await printSvg(draw(graph, only)));
      const boxes = await page.locator('.node').evaluateAll((nodes) =>
        nodes.map((node) => {
          const frame = node.querySelector('path')?.getBoundingClientRect();
          const texts = [...node.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
          const outside = texts.filter(({ left, right }) => !frame || left < frame.left || right > frame.right).length;
          return { outside, texts: texts.length };
        }),
      );
      expect(boxes.length).toBeGreaterThanOrEqual(5);
      expect(boxes.filter(({ outside, texts }) => outside > 0 || texts === 0)).toEqual([]);

      const brightness = async (selector: string) => {
        const fill = await page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).fill`);
        const [red = 0, green = 0, blue = 0] = fill.match(/\d+/g)?.map(Number) ?? [];
        return (red + green + blue) / 3;
      };
      const [ground = 0, box = 0, ink = 0] = await Promise.all(['.ground', '.node path', '.node text'].map(brightness));
      expect(Math.abs(ground - ink)).toBeGreaterThan(150);
      expect(Math.abs(box - ink)).toBeGreaterThan(150);
      expect(ground > 128).toBe(scheme === 'light');
    },
  );
});
