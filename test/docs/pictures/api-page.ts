import { aurora } from '../../support/aurora.ts';
import type { FleetCopy } from '../support/fleet-copy.ts';
import { startBrowser } from './browser.ts';

const SIZE = { width: 960, height: 900 };

/** What a person does on the page: gives a token, opens a call, fills in its body, sends it. */
const SCENE = (token: string) => `
  const until = async (find) => {
    for (;;) {
      const found = find();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  (await until(() => document.querySelector('#token'))).value = ${JSON.stringify(token)};
  const call = await until(() => [...document.querySelectorAll('details')].find((each) => each.textContent.includes('Create a subject')));
  call.open = true;
  const body = await until(() => call.querySelector('textarea'));
  body.value = JSON.stringify({ code: 'BIO-101', name: 'Biology', credits: 5 }, null, 2);
  call.querySelector('button').click();
  await until(() => call.querySelector('pre').textContent);
`;

/** A picture of the gateway's /docs of a running fleet, as PNG. */
export async function pictureOfApiPage({ root, localise }: FleetCopy): Promise<Buffer> {
  const { stdout: token } = await aurora(['token'], { cwd: root });
  await using browser = await startBrowser();
  await browser.open(localise('http://127.0.0.1:8000/docs'), SIZE);
  await browser.run(SCENE(token.trim()));
  // Awaited here: the browser ends with this function.
  return await browser.picture();
}
