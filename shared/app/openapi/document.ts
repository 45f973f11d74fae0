import type { FastifySchema, RouteOptions } from 'fastify';
import { problemSchema } from './problem-schema.ts';

/** An OpenAPI 3.1 document; what is in it is for its readers to know. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

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
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, index) => String($id ?? `schema-${index}`) },
  });
  for (const schema of [problemSchema, ...Object.values(schemas)]) app.addSchema(schema);
  for (const { method, url, schema, config } of routes) {
    const methods = [method].flat().filter((each) => each !== 'HEAD');
    if (methods.length === 0) continue;
    app.route({ method: methods, url, schema: described(url, schema, config?.scope), handler: () => null });
  }
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document as unknown as OpenApiDocument;
}

/** The schema of a route with what is true of all: the scope it needs, how its errors look, what it is about. */
function described(url: string, schema: FastifySchema = {}, scope: string | null | undefined): FastifySchema {
  const errors = {
    description: 'What went wrong',
    content: { 'application/problem+json': { schema: { $ref: `${problemSchema.$id}#` } } },
  };
  return {
    tags: [/^\/api\/v\d+\/([^/]+)/.exec(url)?.[1] ?? 'operations'],
    ...schema,
    ...(scope && { security: [{ token: [scope] }] }),
    response: { ...((schema.response as object | undefined) ?? { 200: { description: 'Done' } }), default: errors },
  };
}
