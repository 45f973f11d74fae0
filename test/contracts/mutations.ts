import type { Pair } from '../../cli/contracts/pact.ts';

export interface Edit {
  /** From the repository's folder on. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Something that a developer could do to a service, and whom it breaks: a row of docs/contracts.md. */
export interface Mutation {
  readonly service: string;
  readonly title: string;
  readonly edits: readonly Edit[];
  /** `consumer → provider` of each pact that must fail, and no other. */
  readonly breaks: readonly string[];
  /** Also in the short form. */
  readonly short?: true;
}

const subject = (file: string) => `services/subject-service/src/generated/subject/${file}`;
const syllabus = (file: string) => `services/syllabus-service/src/generated/syllabus/${file}`;
const registry = (file: string) => `services/config-service/src/generated/registry/${file}`;

const contractTest = (consumer: string, provider: string) =>
  `services/${consumer}/test/contracts/generated/consumes-${provider}.test.ts`;

const beginning = (entity: string) => `export const ${entity}Routes: FastifyPluginAsync = async (app) => {\n`;

/** Does something to every resource that a route answers with, alone or in a page. */
function answers(file: string, entity: string, change: string): Edit {
  const hook = `  app.addHook('preSerialization', async (_request, _reply, payload: any) => {
    const change = (each: any) => (${change});
    if (Array.isArray(payload?.items)) return { ...payload, items: payload.items.map(change) };
    return payload?.id === undefined ? payload : change(payload);
  });
`;
  return { file, from: beginning(entity), to: beginning(entity) + hook };
}

/** Has the resource otherwise in answers alone. */
function schema(from: string, to: string): Edit {
  return { file: subject('schema.ts'), from, to };
}

const events = (to: string): Edit => ({
  file: subject('events.ts'),
  from: 'export const subjectEvents = eventsOf<Subject>(',
  to: `export const subjectEvents = ${to}(`,
});

const CLIENT = 'client → subject-service';
const SYLLABI = 'syllabus-service → subject-service';

/** What a provider may do to those who stand on it. */
export const OF_PROVIDERS: readonly Mutation[] = [
  {
    service: 'subject-service',
    title: 'a field of its answers gets another name',
    short: true,
    edits: [
      answers(subject('routes.ts'), 'subject', '{ ...each, title: each.name }'),
      schema(
        '    ...fields,\n    version',
        "    ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key === 'name' ? 'title' : key, value])),\n    version",
      ),
      schema("required: ['id', 'code', 'name', 'description'", "required: ['id', 'code', 'title', 'description'"),
    ],
    breaks: [CLIENT, SYLLABI],
  },
  {
    service: 'subject-service',
    title: 'a number in its answers becomes text',
    edits: [
      answers(subject('routes.ts'), 'subject', '{ ...each, credits: `${each.credits} credits` }'),
      schema('    ...fields,\n    version', "    ...fields,\n    credits: { type: 'string' },\n    version"),
    ],
    breaks: [CLIENT, SYLLABI],
  },
  {
    service: 'subject-service',
    title: 'it answers a creation with 200 instead of 201',
    edits: [
      { file: subject('routes.ts'), from: 'response: { 201: subject }', to: 'response: { 200: subject }' },
      { file: subject('routes.ts'), from: 'return { status: 201', to: 'return { status: 200' },
    ],
    breaks: [CLIENT],
  },
  {
    service: 'subject-service',
    title: 'it takes only codes of digits from now on',
    edits: [
      {
        file: subject('schema.ts'),
        from: "code: { type: 'string', minLength: 1, maxLength: 32 }",
        to: "code: { type: 'string', minLength: 1, maxLength: 32, pattern: '^[0-9]+$' }",
      },
    ],
    breaks: [CLIENT],
  },
  {
    service: 'subject-service',
    title: 'it wants a header with every creation',
    edits: [
      {
        file: subject('routes.ts'),
        from: beginning('subject'),
        to: `${beginning('subject')}  app.addHook('preValidation', async (request, reply) => {
    if (request.method === 'POST' && request.headers['x-tenant'] === undefined) await reply.code(400).send();
  });
`,
      },
    ],
    breaks: [CLIENT],
  },
  {
    service: 'subject-service',
    title: 'its subjects move to another path',
    edits: [{ file: subject('routes.ts'), from: "'/api/v1/subjects'", to: "'/api/v2/subjects'" }],
    breaks: [CLIENT, SYLLABI],
  },
  {
    service: 'subject-service',
    title: 'a field of its events is dropped',
    short: true,
    edits: [
      events(`((origin: any) => {
  const all = eventsOf<Subject>(origin);
  const less = ({ name, ...rest }: any) => rest;
  return { ...all, created: (each: Subject) => all.created(less(each)), updated: (each: Subject) => all.updated(less(each)) };
})`),
    ],
    breaks: [SYLLABI],
  },
  {
    service: 'subject-service',
    title: 'it tells updates as another version of the event',
    edits: [
      events(
        `((origin: any) => ({ ...eventsOf<Subject>(origin), updated: eventsOf<Subject>({ ...origin, schemaVersion: 2 }).updated }))`,
      ),
    ],
    breaks: [SYLLABI],
  },
  {
    service: 'syllabus-service',
    title: 'it answers whether something refers to a subject in another shape',
    edits: [
      {
        file: syllabus('routes.ts'),
        from: beginning('syllabus'),
        to: `${beginning('syllabus')}  app.addHook('preSerialization', async (_request, _reply, payload: any) => (Array.isArray(payload?.items) ? { syllabi: payload.items, nextCursor: null } : payload));\n`,
      },
      {
        file: syllabus('schema.ts'),
        from: "    items: { type: 'array', items: { $ref: 'Syllabus#' } },",
        to: "    syllabi: { type: 'array', items: { $ref: 'Syllabus#' } },",
      },
      {
        file: syllabus('schema.ts'),
        from: "required: ['items', 'nextCursor']",
        to: "required: ['syllabi', 'nextCursor']",
      },
    ],
    breaks: ['client → syllabus-service', 'subject-service → syllabus-service'],
  },
  {
    service: 'config-service',
    title: 'the registry no longer says for how long a lease is good',
    edits: [
      { file: registry('schema.ts'), from: ", ttlSeconds: { type: 'integer' } }", to: ' }' },
      { file: registry('schema.ts'), from: ", 'ttlSeconds']", to: ']' },
    ],
    breaks: ['api-gateway', 'file-service', 'subject-service', 'syllabus-service'].map(
      (consumer) => `${consumer} → config-service`,
    ),
  },
];

/** What a consumer may do to itself. */
export const OF_CONSUMERS: readonly Mutation[] = [
  {
    service: 'syllabus-service',
    title: 'it wants a field of subjects that nobody gives',
    edits: [
      { file: syllabus('references.ts'), from: "'description', 'credits',", to: "'description', 'credits', 'colour'," },
      {
        file: contractTest('syllabus-service', 'subject-service'),
        from: '      credits: 0,\n      version: 1,',
        to: "      credits: 0,\n      colour: 'red',\n      version: 1,",
      },
    ],
    breaks: [SYLLABI],
  },
  {
    service: 'syllabus-service',
    title: 'it listens to a version of an event that nobody tells',
    edits: [
      {
        file: syllabus('references.ts'),
        from: "'aurora.subject-service.subject.updated.v1'",
        to: "'aurora.subject-service.subject.updated.v2'",
      },
    ],
    breaks: [SYLLABI],
  },
  {
    service: 'subject-service',
    title: 'it asks at another path whether something refers to a subject',
    edits: [subject('referrers.ts'), contractTest('subject-service', 'syllabus-service')].map((file) => ({
      file,
      from: "path: '/api/v1/syllabi', field",
      to: "path: '/api/v1/syllabuses', field",
    })),
    breaks: ['subject-service → syllabus-service'],
  },
  {
    service: 'client',
    title: 'it sends a field that nobody takes',
    edits: [
      {
        file: contractTest('client', 'subject-service'),
        from: "    input: { code: 'Code 1',",
        to: "    input: { colour: 'red', code: 'Code 1',",
      },
    ],
    breaks: [CLIENT],
  },
];

/** What may be added to a provider without anybody's harm. */
export const ADDITIONS: readonly Mutation[] = [
  {
    service: 'subject-service',
    title: 'answers and events carry one more field',
    edits: [
      answers(subject('routes.ts'), 'subject', "{ ...each, colour: 'red' }"),
      schema('    ...fields,\n    version', "    ...fields,\n    colour: { type: 'string' },\n    version"),
      events(`((origin: any) => {
  const all = eventsOf<Subject>(origin);
  return { ...all, created: (each: Subject) => all.created({ ...each, colour: 'red' } as Subject) };
})`),
    ],
    breaks: [],
  },
];

export function pairOf({ consumer, provider }: Pair): string {
  return `${consumer} → ${provider}`;
}
