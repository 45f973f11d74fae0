import { describe, expect, it } from '@jest/globals';
import { withApiKeys } from '../../../../shared/gateway/openapi/api-keys.ts';

describe('the document of a gateway', () => {
  it('names an API key as another way, wherever a token is one', () => {
    const document = withApiKeys({
      paths: {
        '/api/v1/orders': { get: { security: [{ token: ['orders:read'] }] }, post: { summary: 'x', security: [] } },
        '/health': { get: {} },
      },
      components: { securitySchemes: { token: { type: 'http' } }, schemas: { Order: {} } },
    });
    expect(document.paths).toEqual({
      '/api/v1/orders': {
        get: { security: [{ token: ['orders:read'] }, { key: [] }] },
        post: { summary: 'x', security: [] },
      },
      '/health': { get: {} },
    });
    expect(document.components).toEqual({
      securitySchemes: { token: { type: 'http' }, key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
      schemas: { Order: {} },
    });
  });
});
