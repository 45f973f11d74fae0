import { expect, it } from '@jest/globals';
import { isIsolated, LABELS } from '../../../../cli/runtimes/docker/labels.ts';

it.each([
  ['shop', 'shop', false],
  ['shop', 'shop-20100', true],
])('a container of the fleet %s by the names of %s is isolated: %s', (fleet, project, expected) => {
  expect(isIsolated({ [LABELS.fleet]: fleet, [LABELS.project]: project })).toBe(expected);
});
