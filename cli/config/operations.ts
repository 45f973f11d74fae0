import type { FieldConfig, OperationConfig } from './draft.ts';
import type { Field, Operation } from './model.ts';
import { kebabCase } from './names.ts';

interface Written {
  readonly commands?: Record<string, OperationConfig>;
  readonly queries?: Record<string, OperationConfig>;
}

interface Resolved {
  readonly commands?: readonly Operation[];
  readonly queries?: readonly Operation[];
}

/** @param prefix of their scopes, unless they say otherwise */
export function resolveOperations(
  { commands, queries }: Written,
  prefix: string,
  resolveValues: (values: Record<string, FieldConfig>) => readonly Field[],
): Resolved {
  const resolve = (operations: Record<string, OperationConfig>, scope: string) =>
    Object.entries(operations).map(([name, { input = {}, output, ...operation }]) => ({
      name,
      path: kebabCase(name),
      scope,
      ...operation,
      input: resolveValues(input),
      ...(output && { output: resolveValues(output) }),
    }));
  return {
    ...(commands && { commands: resolve(commands, `${prefix}:write`) }),
    ...(queries && { queries: resolve(queries, `${prefix}:read`) }),
  };
}
