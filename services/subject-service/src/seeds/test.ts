import type { Seeds } from '../generated/seeds.ts';

/** What tests start from: small, and covering every field. */
export const test: Seeds = {
  subjects: [
    { key: 'full', fields: { code: 'TEST-1', name: 'Every field', description: 'Set.', credits: 3 } },
    { key: 'bare', fields: { code: 'TEST-2', name: 'Required fields only' } },
  ],
};
