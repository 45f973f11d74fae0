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
const BEGINS = 'export const subjectRoutes: FastifyPluginAsync = async (app) => {\n';

/** Does something to every resource that a route answers with, alone or in a page. */
function answers(file: string, begins: string, change: string): Edit {
  const hook = `  app.addHook('preSerialization', async (_request, _reply, payload: any) => {
    const change = (each: any) => (${change});
    if (Array.isArray(payload?.items)) return { ...payload, items: payload.items.map(change) };
    return payload?.id === undefined ? payload : change(payload);
  });
`;
  return { file, from: begins, to: begins + hook };
}

const CLIENT = 'client → subject-service';
const SYLLABI = 'syllabus-service → subject-service';

/** What a provider may do to those who stand on it. */
export const OF_PROVIDERS: readonly Mutation[] = [
  {
    service: 'subject-service',
    title: 'a field of the answer gets another name',
    short: true,
    edits: [
      answers(subject('routes.ts'), BEGINS, '{ ...each, title: each.name }'),
      {
        file: subject('schema.ts'),
        from: '    ...fields,\n    version',
        to: '    ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key === "name" ? "title" : key, value])),\n    version',
      },
      {
        file: subject('schema.ts'),
        from: "required: ['id', 'code', 'name', 'description'",
        to: "required: ['id', 'code', 'title', 'description'",
      },
    ],
    breaks: [CLIENT, SYLLABI],
  },
];

export function pairOf({ consumer, provider }: Pair): string {
  return `${consumer} → ${provider}`;
}
