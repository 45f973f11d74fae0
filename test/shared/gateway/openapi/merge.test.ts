import { describe, expect, it } from '@jest/globals';
import { mergeDocuments } from '../../../../shared/gateway/openapi/merge.ts';

const ROUTES = [
  { path: '/api/v1/orders', service: 'order-service', read: 'orders:read' },
  { path: '/api/v1/bills', service: 'bill-service', read: 'bills:read' },
];
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const OWN = {
  openapi: '3.1.0',
  info: { title: 'API gateway', version: '1' },
  paths: { '/health': { get: reference('Problem') } },
  components: { schemas: { Problem: { type: 'object' } }, securitySchemes: { token: { type: 'http' } } },
};
const given = (service: string, document: Record<string, unknown>) => ({ service, document, available: true });

describe('the merged OpenAPI document', () => {
  it('shows of each service the paths that the gateway serves, and no more', () => {
    const merged = mergeDocuments(
      OWN,
      [
        given('order-service', {
          paths: {
            '/api/v1/orders': { get: {} },
            '/api/v1/orders/{id}': { get: {} },
            '/health': { get: { by: 'order' } },
          },
        }),
        given('bill-service', { paths: { '/api/v1/bills': { get: {} }, '/api/v1/orders/x': { get: {} } } }),
      ],
      ROUTES,
    );
    expect(merged.info).toEqual(OWN.info);
    expect(merged.paths).toEqual({
      '/health': OWN.paths['/health'],
      '/api/v1/orders': { get: {} },
      '/api/v1/orders/{id}': { get: {} },
      '/api/v1/bills': { get: {} },
    });
    expect(merged).not.toHaveProperty('x-unavailable');
  });

  it('keeps one of what is alike and tells apart what is not, with all that refers to it', () => {
    const document = (path: string, total: string) => ({
      paths: { [path]: { get: [reference('Item'), reference('Other'), reference('Problem')] } },
      components: {
        schemas: {
          Problem: { type: 'object' },
          Total: { type: total },
          Item: { properties: { total: reference('Total') } },
          Other: { type: total, title: 'Other' },
          Unused: { type: total },
        },
      },
    });
    const merged = mergeDocuments(
      OWN,
      [
        given('order-service', document('/api/v1/orders', 'integer')),
        given('bill-service', document('/api/v1/bills', 'string')),
      ],
      ROUTES,
    );
    expect(merged.components).toEqual({
      securitySchemes: OWN.components.securitySchemes,
      schemas: {
        Problem: { type: 'object' },
        Total: { type: 'integer' },
        Item: { properties: { total: reference('Total') } },
        Other: { type: 'integer', title: 'Other' },
        BillServiceTotal: { type: 'string' },
        BillServiceItem: { properties: { total: reference('BillServiceTotal') } },
        BillServiceOther: { type: 'string', title: 'Other' },
      },
    });
    expect(merged.paths).toMatchObject({
      '/api/v1/orders': { get: [reference('Item'), reference('Other'), reference('Problem')] },
      '/api/v1/bills': { get: [reference('BillServiceItem'), reference('BillServiceOther'), reference('Problem')] },
    });
  });

  it('names the services that did not answer, and shows what they last said', () => {
    const merged = mergeDocuments(
      OWN,
      [
        { service: 'order-service', document: { paths: { '/api/v1/orders': {} } }, available: false },
        { service: 'bill-service', document: undefined, available: false },
      ],
      ROUTES,
    );
    expect(merged['x-unavailable']).toEqual(['order-service', 'bill-service']);
    expect(merged.paths).toHaveProperty(['/api/v1/orders']);
  });

  it('changes none of the documents it is made of', () => {
    const before = structuredClone(OWN);
    const order = { paths: {}, components: { schemas: { Problem: { type: 'string' } } } };
    mergeDocuments(OWN, [given('order-service', order)], ROUTES);
    expect(OWN).toEqual(before);
    expect(order.components.schemas).toEqual({ Problem: { type: 'string' } });
  });
});
