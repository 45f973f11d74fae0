import fp from 'fastify-plugin';
import type { OpenApiDocument } from '../openapi/contract.ts';
import { openApiDocument } from '../openapi/document.ts';

/** `/openapi.json`, made on the first request for it, and `/docs`, a page to read it and try it out. */
export const openApiPlugin = fp(
  async (app) => {
    const { title, openApi } = app.definition;
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
      return openApi ? openApi(app, await own) : own;
    });
    app.get('/docs', { config: { quiet: true }, schema: { hide: true } }, async (_request, reply) => {
      const { page, contentSecurityPolicy } = await import('../openapi/page/page.ts');
      return reply.type('text/html; charset=utf-8').header('Content-Security-Policy', contentSecurityPolicy).send(page);
    });
  },
  { name: 'openapi', dependencies: ['route-table', 'authentication'] },
);
