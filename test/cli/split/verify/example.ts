import type { Verification } from '../../../../cli/split/verify/contract.ts';

export const NOTHING = { count: 0, examples: [] };

/** A split of which all holds. */
export const HELD: Verification = {
  fleet: 'shop',
  source: 'mariadb old.example.org/shop',
  at: '2026-03-01T09:30:00.000Z',
  ms: 14_210,
  holds: true,
  entities: [
    {
      into: 'catalogue-service.Product',
      from: [
        { mapping: 'products', source: 60_000, leftOut: 300, quarantined: { too_long: 300, duplicate: 299 } },
        { mapping: 'old_products', source: 500, leftOut: 0, quarantined: {} },
      ],
      migrated: 59_601,
      imbalance: 0,
      changed: 12,
      created: 3,
      checksum: { source: '9f04c1d2a7b3e650', target: '9f04c1d2a7b3e650' },
      missing: NOTHING,
      extra: NOTHING,
      different: NOTHING,
      misjudged: NOTHING,
      holds: true,
    },
  ],
  references: [
    {
      service: 'order-service',
      entity: 'Order',
      field: 'productId',
      target: 'catalogue-service.Product',
      checked: 41_000,
      dangling: NOTHING,
      holds: true,
    },
  ],
  copies: [
    {
      service: 'order-service',
      target: 'catalogue-service.Product',
      checked: 41_000,
      behind: 2,
      different: NOTHING,
      absent: 0,
      holds: true,
    },
  ],
  sample: {
    seed: 1,
    compared: 200,
    fields: 1_600,
    different: NOTHING,
    holds: true,
    shown: [
      {
        mapping: 'products',
        into: 'catalogue-service.Product',
        key: '17',
        id: '00dc6acf-ac00-7011-8a5b-3c1d00000000',
        source: { id: '17', title: 'Tea <green>', state: 'ON SALE', gone: null },
        target: { title: 'Tea <green>', status: 'on-sale', createdAt: '2019-04-01T10:00:00.000Z' },
      },
    ],
  },
  files: [
    { service: 'file-service', checked: 2_896, bytes: 9_120_331, missing: NOTHING, damaged: NOTHING, holds: true },
  ],
};

/** The same after somebody has altered a row and cut off a file. */
export const BROKEN: Verification = {
  ...HELD,
  holds: false,
  entities: HELD.entities.map((entity) => ({
    ...entity,
    checksum: { ...entity.checksum, target: '03b1c1d2a7b3e651' },
    different: {
      count: 31,
      examples: [{ key: '17', id: 'abc', fields: [{ field: 'title', source: 'Tea <green>', target: null }] }],
    },
    holds: false,
  })),
  files: HELD.files.map((each) => ({
    ...each,
    bytes: 9_120_001,
    damaged: { count: 1, examples: [{ id: 'def', detail: '10 bytes of 340' }] },
    holds: false,
  })),
};
