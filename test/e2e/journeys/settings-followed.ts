import assert from 'node:assert/strict';
import type { FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

const SETTINGS = '/api/v1/config/file-service';
const GIF = Buffer.from('R0lGODlhAQABAAAAACw=', 'base64');

// It changes how others' files are taken, if only GIFs, and therefore stays out of production.
export default journey<FleetClient>(
  'a change of settings reaches a service that runs',
  { scopes: ['config:read', 'config:write', 'files:read', 'files:write'] },
  async ({ client, cleanup, http, refused, step, unique, until }) => {
    const upload = () => client.files.upload(new Blob([GIF]), { name: unique('picture') });
    const { body } = await http.expect(200, 'GET', SETTINGS);
    const { values, defaults } = body as Settings;
    const before = Object.fromEntries(
      Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name])),
    );

    await step('GIFs are taken', upload);
    await step('they are refused once the settings say so', async () => {
      // Also where this run is killed before it can set them back.
      cleanup({ method: 'PUT', path: SETTINGS, body: { values: before } });
      const refusedTypes = [...values.refusedTypes, 'image/gif'];
      await http.expect(200, 'PUT', SETTINGS, { body: { values: { ...before, refusedTypes } } });
      await until('a GIF is refused', () => refused('unsupported_media_type', upload));
    });
    await step('they are taken again once the settings are as before', async () => {
      await http.expect(200, 'PUT', SETTINGS, { body: { values: before } });
      const file = await until('a GIF is taken', upload);
      assert.equal(file.contentType, 'image/gif');
    });
  },
);

interface Settings {
  readonly values: Readonly<Record<string, unknown>> & { readonly refusedTypes: readonly string[] };
  readonly defaults: Readonly<Record<string, unknown>>;
}
