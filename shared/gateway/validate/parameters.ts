type Schema = Readonly<Record<string, unknown>>;

/** What stands in a path, a query and headers, as one schema for each. */
export interface ParameterSchemas {
  readonly path: Schema | undefined;
  readonly query: QuerySchema | undefined;
  readonly headers: Schema | undefined;
}

export interface QuerySchema {
  readonly schema: Schema;
  /** Those that are lists: in one text with commas, or repeated (OpenAPI 3.1, style `form`). */
  readonly lists: ReadonlyMap<string, 'commas' | 'repeated'>;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema?: Schema;
}

/**
 * @param lists those of the path and, which win, of the operation
 * @param names of the parameters of the path, in order: the router knows them by number
 */
export function parametersOf(
  lists: readonly unknown[],
  names: readonly string[],
  resolve: (part: unknown) => Schema | undefined,
): ParameterSchemas {
  const known = new Map<string, Parameter>();
  for (const part of lists.flatMap((list) => (Array.isArray(list) ? list : []))) {
    const parameter = resolve(part) as Parameter | undefined;
    if (parameter?.schema !== undefined && isSimple(parameter))
      known.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  const all = [...known.values()];
  const inPath = all
    .filter((parameter) => parameter.in === 'path' && names.includes(parameter.name))
    .map((parameter) => ({ ...parameter, name: `p${names.indexOf(parameter.name)}` }));
  const inQuery = all.filter((parameter) => parameter.in === 'query');
  const query = schemaOf(inQuery);
  return {
    path: schemaOf(inPath),
    query: query && {
      schema: query,
      lists: new Map(
        inQuery
          .filter(({ schema }) => resolve(schema)?.type === 'array')
          .map(({ name, explode = true }) => [name, explode ? 'repeated' : 'commas']),
      ),
    },
    headers: schemaOf(all.filter((parameter) => parameter.in === 'header')),
  };
}

/** Objects in a query have styles of their own, and are left to the service. */
function isSimple({ style = 'form', in: place }: Parameter): boolean {
  return place !== 'query' || style === 'form';
}

function schemaOf(parameters: readonly Parameter[]): Schema | undefined {
  if (parameters.length === 0) return undefined;
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  };
}

/** The values of those parameters that a schema knows; others are for the service to judge. */
export function queryValues(query: string, { schema, lists }: QuerySchema): Record<string, unknown> {
  const given = new URLSearchParams(query);
  const values: [string, unknown][] = [];
  for (const name of Object.keys(schema.properties as object)) {
    const all = given.getAll(name);
    const [first] = all;
    if (first === undefined) continue;
    const list = lists.get(name);
    if (list === undefined) values.push([name, all.length === 1 ? first : all]);
    else values.push([name, list === 'commas' ? all.flatMap((text) => text.split(',')) : all]);
  }
  return Object.fromEntries(values);
}
