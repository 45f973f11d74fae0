import type { Service } from '../config/model.ts';
import { isRemote } from '../config/plain-field.ts';
import type { Table } from './contract.ts';
import { FILES } from './own-tables/files.ts';
import { MESSAGING } from './own-tables/messaging.ts';
import { REFERENCE_COPIES } from './own-tables/reference-copies.ts';
import { SETTINGS } from './own-tables/settings.ts';
import { tablesOf } from './tables-of.ts';

/** All tables of a service's database but the log of its migrations: Aurora's own, and those of its entities. */
export function expectedTables(service: Service): readonly Table[] {
  switch (service.kind) {
    case 'gateway':
      return [];
    case 'config':
      return [...MESSAGING, ...SETTINGS];
    case 'file':
      return [...MESSAGING, FILES];
    case 'domain': {
      const refers = service.entities.some(({ fields }) => fields.some(isRemote));
      return [...MESSAGING, ...(refers ? [REFERENCE_COPIES] : []), ...tablesOf(service)];
    }
  }
}
