import { describe, expect, it } from '@jest/globals';
import { openerOf } from '../../cli/actions/open.ts';

describe('the program that shows a page', () => {
  it.each([
    ['linux', {}, undefined],
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['linux', { BROWSER: 'firefox' }, 'firefox'],
    ['darwin', {}, 'open'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(openerOf(platform, env)).toBe(expected);
  });
});
