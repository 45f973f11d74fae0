import type { RouteOptions } from 'fastify';
import { withCommonHeaders } from './common-headers.ts';
import type { OpenApiDocument } from './contract.ts';
import { describeRoute } from './describe-route.ts';
import { problemSchema } from './problem-schema.ts';

export interface DocumentedService {
  readonly title: string;
  readonly version: string;
  readonly routes: readonly RouteOptions[];
  /** Shared schemas by their `$id`. */
  readonly schemas: Readonly<Record<string, unknown>>;
}

/**
 * Describes the routes of a service. By @fastify/swagger on a throw-away server, when somebody asks:
 * loaded at start it would cost every service time and memory for a page that few processes ever serve.
 */
export async function openApiDocument({
  title,
  version,
  routes,
  schemas,
}: DocumentedService): Promise<OpenApiDocument> {
  const [{ fastify }, { default: swagger }] = await Promise.all([import('fastify'), import('@fastify/swagger')]);
  const app = fastify({ exposeHeadRoutes: false });
  // Nothing is ever validated or serialised here.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version },
      servers: [{ url: '/' }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, index) => String($id ?? `schema-${index}`) },
  });
  for (const schema of [problemSchema, ...Object.values(schemas)]) app.addSchema(schema);
  for (const route of routes) {
    for (const method of [route.method].flat().filter((each) => each !== 'HEAD')) {
      const { url } = route;
      app.route({ method, url, schema: describeRoute({ ...route, method }), handler: () => null });
    }
  }
  await app.ready();
  const document = app.swagger();
  await app.close();
  return withCommonHeaders(document as unknown as OpenApiDocument);
}
