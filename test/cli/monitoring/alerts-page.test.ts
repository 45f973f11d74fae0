import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { loadFleet } from '../../../cli/config/load.ts';
import { ALERTS_PAGE } from '../../../cli/monitoring/print-rules.ts';
import { alertsOf } from '../../docs/reference/alerts.ts';
import { repository } from '../../support/aurora.ts';

it('the page on alerts has a section for each, and for no other', async () => {
  const fleet = await loadFleet({ file: join(repository, 'aurora.config.yaml'), environment: 'development' });
  const page = readFileSync(join(repository, ALERTS_PAGE), 'utf8');
  const sections = page.split(/^## /m).slice(1);
  const written = sections
    .filter((text) => text.trim().includes('\n\n'))
    .map((text) => text.slice(0, text.indexOf('\n')));
  expect(written.toSorted()).toEqual(
    alertsOf(fleet)
      .map(({ alert }) => alert)
      .toSorted(),
  );
});
