import type { OpenApiDocument } from '../../app/index.ts';

type Members = Readonly<Record<string, unknown>>;
interface Operation {
  readonly security?: readonly Members[];
}

/** The document of a gateway, which takes an API key wherever it takes a token. */
export function withApiKeys(document: OpenApiDocument): OpenApiDocument {
  const paths = document.paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  const { securitySchemes, ...components } = document.components as Readonly<Record<string, Members>>;
  return {
    ...document,
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, item]) => [
        path,
        Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, withKey(operation)])),
      ]),
    ),
    components: {
      securitySchemes: { ...securitySchemes, key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
      ...components,
    },
  };
}

/** Whichever of them is enough. */
function withKey(operation: Operation): Operation {
  const { security = [] } = operation;
  if (security.length === 0) return operation;
  return {
    ...operation,
    security: security.flatMap((needed) => ('token' in needed ? [needed, { key: [] }] : [needed])),
  };
}
