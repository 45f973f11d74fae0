// A page with what it refers to, as somebody would write it by hand who has both tables in one database: Fastify and pg,
// one prepared statement with a join. No token, no validation, no cursor, no log line.
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = Fastify();
const time = { type: 'string', format: 'date-time' };
const subject = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    code: { type: 'string' },
    name: { type: 'string' },
    description: { type: ['string', 'null'] },
    credits: { type: ['integer', 'null'] },
    version: { type: 'integer' },
    createdAt: time,
    updatedAt: time,
  },
};
const syllabus = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    title: { type: 'string' },
    academicYear: { type: 'string' },
    status: { type: 'string' },
    outline: {},
    subjectId: { type: 'string' },
    version: { type: 'integer' },
    createdAt: time,
    updatedAt: time,
    subject,
  },
};
const schema = { response: { 200: { type: 'object', properties: { items: { type: 'array', items: syllabus } } } } };

const text = `SELECT s.id, s.title, s.academic_year, s.status, s.outline, s.subject_id, s.version, s.created_at, s.updated_at,
    t.code, t.name, t.description, t.credits, t.version AS t_version, t.created_at AS t_created, t.updated_at AS t_updated
  FROM syllabi s JOIN subjects t ON t.id = s.subject_id ORDER BY s.id LIMIT $1`;

app.get<{ Querystring: { limit: string } }>('/api/v1/syllabi', { schema }, async ({ query }) => {
  const { rows } = await pool.query({ name: 'page', text, values: [Number(query.limit)] });
  const items = rows.map((row) => ({
    id: row.id,
    title: row.title,
    academicYear: row.academic_year,
    status: row.status,
    outline: row.outline,
    subjectId: row.subject_id,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    subject: {
      id: row.subject_id,
      code: row.code,
      name: row.name,
      description: row.description,
      credits: row.credits,
      version: row.t_version,
      createdAt: row.t_created,
      updatedAt: row.t_updated,
    },
  }));
  return { items };
});

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.send?.('listening');
