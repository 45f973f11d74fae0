import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { run, type Site, startSite } from './support/site.ts';
import { fields } from './themes/fields.ts';
import { framing } from './themes/framing.ts';
import { syntax } from './themes/syntax.ts';
import { targets } from './themes/targets.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
});

describe.each([
  ['where a body ends', framing],
  ['what is no HTTP', syntax],
  ['what is asked for', targets],
  ['what goes on to a service', fields],
])('%s', (_theme, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => run(site, one), 10_000);
});
