import type { Components } from './own-names.ts';

const REFERENCE = /"#\/components\/([^/"]+)\/([^/"]+)"/g;

/** Those components that the paths lead to, however far; what is not referred to but named (security) stays. */
export function reachable(paths: unknown, { securitySchemes, ...components }: Components): Components {
  const reached: Record<string, Record<string, unknown>> = {};
  const follow = (part: unknown): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(part).matchAll(REFERENCE)) {
      const component = components[kind]?.[name];
      if (component === undefined || reached[kind]?.[name] !== undefined) continue;
      reached[kind] = { ...reached[kind], [name]: component };
      follow(component);
    }
  };
  follow(paths);
  return { ...(securitySchemes && { securitySchemes }), ...reached };
}
