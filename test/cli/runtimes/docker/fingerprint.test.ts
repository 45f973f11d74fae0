import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { edgeSpec } from '../../../../cli/runtimes/docker/edge/spec.ts';
import { fingerprintOf } from '../../../../cli/runtimes/docker/fingerprint.ts';
import { fleetOf, ORDER } from '../support/fleet.ts';

it('does not change with what a running container takes over, and does with all else', async () => {
  const root = await mkdtemp(join(tmpdir(), 'aurora-test-'));
  try {
    const fleet = { ...fleetOf([ORDER]), root };
    const fingerprint = await fingerprintOf(fleet);
    const project = { name: 'demo', fleet: 'demo', folder: root, isolated: false, live: new Map() };
    const spec = edgeSpec(fleet, project, () => 8001);
    const withText = (text: string, reloaded: boolean) =>
      fingerprint({ ...spec, files: spec.files.map((file) => ({ ...file, text, reloaded })) });
    expect(withText('another', true)).toBe(fingerprint(spec));
    expect(withText('another', false)).not.toBe(withText('one', false));
    expect(fingerprint(edgeSpec(fleet, project, () => 8002))).not.toBe(fingerprint(spec));
  } finally {
    await rm(root, { recursive: true });
  }
});
