import { Document, isMap, visit } from 'yaml';

/** How many, e.g. 50 services of 20 entities each. */
export interface Size {
  readonly services: number;
  readonly entities: number;
}

const SERVICES = 'billing booking catalogue claims contracts dispatch fleet identity inventory ledger'.split(' ');
const ENTITIES = `Account Batch Carrier Document Entry Folder Grant Holder Issue Journal Key Lot Member Note Offer
  Parcel Quota Route Stock Ticket`.split(/\s+/);

/**
 * The config of a fleet as large as asked, the same each time: every service refers to the one before it and all to the
 * first, so there is a long chain to start and one entity that many refer to.
 */
export function bigFleet({ services, entities }: Size): string {
  const domain = Array.from(
    { length: services },
    (_, index) => [serviceName(index), service(index, entities)] as const,
  );
  const document = new Document({
    version: 1,
    name: 'big',
    services: {
      gateway: { kind: 'gateway', port: 20_000 },
      settings: { kind: 'config', port: 20_001 },
      files: { kind: 'file', port: 20_002 },
      ...Object.fromEntries(domain),
    },
  });
  // As people write it: a field on a line.
  visit(document, {
    Map(_, node) {
      node.flow = node.items.every(({ value }) => !isMap(value));
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: true });
}

function service(index: number, entities: number) {
  const all = Array.from({ length: entities }, (_, number) => [entityName(index, number), entity(index, number)]);
  return { kind: 'domain', port: 20_010 + index, entities: Object.fromEntries(all) };
}

function entity(index: number, number: number) {
  const before = index > 0 && { references: `${serviceName(index - 1)}.${entityName(index - 1, number)}` };
  const first = index > 1 && number === 0 && { references: `${serviceName(0)}.${entityName(0, 0)}` };
  return {
    fields: {
      code: { type: 'string', required: true, unique: true, maxLength: 32 },
      title: { type: 'string', required: true, maxLength: 200 },
      remarks: { type: 'text' },
      amount: { type: 'integer', min: 0, max: 1_000_000, default: 0 },
      isOpen: { type: 'boolean', default: true },
      state: { type: 'enum', values: ['draft', 'open', 'closed'], default: 'draft' },
      details: { type: 'json' },
      ...(before && { previousId: { ...before, embed: 'previous', onDelete: 'nullify' } }),
      ...(first && { rootId: { ...first, embed: 'root' } }),
    },
  };
}

function serviceName(index: number): string {
  return `${SERVICES[index % SERVICES.length]}-${Math.floor(index / SERVICES.length) + 1}`;
}

function entityName(index: number, number: number): string {
  const [head = '', ...rest] = serviceName(index).replace('-', '');
  return `${head.toUpperCase()}${rest.join('')}${ENTITIES[number % ENTITIES.length]}${Math.floor(number / ENTITIES.length) || ''}`;
}
