import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { type OpenApiDocument, openApiDocument } from '../openapi/document.ts';

export interface OpenApiOptions {
  readonly title: string;
  /** Stands in for the service's own document, e.g. where a gateway shows those of all services. Asked on each request. */
  readonly document?: ((app: FastifyInstance, own: OpenApiDocument) => Promise<OpenApiDocument>) | undefined;
}

/** `/openapi.json`, made on the first request for it, and `/docs`, a page to read it and try it out. */
export const openApiPlugin = fp<OpenApiOptions>(
  async (app, { title, document }) => {
    let own: Promise<OpenApiDocument> | undefined;
    const describe = () =>
      openApiDocument({
        title,
        version: app.environment.serviceVersion,
        routes: app.routeTable,
        schemas: app.allSchemas(),
      });

    app.get('/openapi.json', { config: { quiet: true }, schema: { hide: true } }, async () => {
      own ??= describe();
      return document ? document(app, await own) : own;
    });
    app.get('/docs', { config: { quiet: true }, schema: { hide: true } }, async (_request, reply) => {
      const { page, contentSecurityPolicy } = await import('../openapi/page.ts');
      return reply.type('text/html; charset=utf-8').header('Content-Security-Policy', contentSecurityPolicy).send(page);
    });
  },
  { name: 'openapi', dependencies: ['route-table', 'authentication'] },
);
