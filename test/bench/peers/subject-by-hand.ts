// What somebody would write by hand for one resource: Fastify and pg, prepared statements, a transaction for the row
// and its event. No token, no validation, no ETag, no log line.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = Fastify();
const properties = {
  id: { type: 'string' },
  code: { type: 'string' },
  name: { type: 'string' },
  description: { type: ['string', 'null'] },
  credits: { type: ['integer', 'null'] },
  version: { type: 'integer' },
  createdAt: { type: 'string', format: 'date-time' },
  updatedAt: { type: 'string', format: 'date-time' },
};
const schema = { response: { '2xx': { type: 'object', properties } } };
const columns = 'id, code, name, description, credits, version, created_at, updated_at';

app.get<{ Params: { id: string } }>('/api/v1/subjects/:id', { schema }, async ({ params }) => {
  const text = `SELECT ${columns.replace('created_at, updated_at', 'created_at AS "createdAt", updated_at AS "updatedAt"')}
    FROM subjects WHERE id = $1`;
  const { rows } = await pool.query({ name: 'get', text, values: [params.id] });
  return rows[0];
});

interface New {
  readonly code: string;
  readonly name: string;
  readonly description?: string;
  readonly credits?: number;
}

app.post<{ Body: New }>('/api/v1/subjects', { schema }, async ({ body }, reply) => {
  const now = new Date().toISOString();
  const { code, name, description = null, credits = null } = body;
  const subject = { id: randomUUID(), code, name, description, credits, version: 1, createdAt: now, updatedAt: now };
  const event = { id: randomUUID(), type: 'aurora.subject-service.subject.created.v1', data: subject };
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({
      name: 'insert',
      text: `INSERT INTO subjects (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: Object.values(subject),
    });
    await client.query({
      name: 'tell',
      text: `INSERT INTO outbox (event_id, aggregate_type, aggregate_id, aggregate_version, partition, type, schema_version, envelope)
        VALUES ($1, 'subject', $2, 1, 0, $3, 1, $4)`,
      values: [event.id, subject.id, event.type, JSON.stringify(event)],
    });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
  return reply.code(201).send(subject);
});

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.send?.('listening');
