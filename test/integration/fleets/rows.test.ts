import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { type GeneratedService, startGeneratedService } from './support/generated-service.ts';

jest.setTimeout(120_000);

const file = join(repository, 'test', 'fleets', 'hr', 'aurora.config.yaml');
const nobodyRefers = () => ({ body: { items: [], nextCursor: null } });
let staff: GeneratedService;
let departmentId: string;
let count = 0;

beforeAll(async () => {
  const peers = { 'payroll-service': nobodyRefers };
  staff = await startGeneratedService({ file }, 'staff-service', ['employee', 'locker'], peers);
  departmentId = (await make('departments', { code: 'HOME' })).id;
});

afterAll(() => staff?.stop());

async function make(path: string, fields: object): Promise<Record<string, unknown> & { id: string }> {
  const { status, body } = await staff.ask('POST', path, fields);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

const employee = (fields: object = {}) => make('employees', { name: `Ada ${++count}`, departmentId, ...fields });

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await staff.app.database.query({ text: sql })).rows;
}

describe('what is deleted softly', () => {
  it('is found by nobody, and its row stays', async () => {
    const { id } = await employee();
    expect((await staff.ask('DELETE', `employees/${id}`)).status).toBe(204);
    expect((await staff.ask('GET', `employees/${id}`)).status).toBe(404);
    expect((await staff.ask('GET', `employees?filter[id]=${id}`)).body.items).toEqual([]);
    expect((await staff.ask('PATCH', `employees/${id}`, { name: 'Eve' })).status).toBe(404);
    expect((await staff.ask('DELETE', `employees/${id}`)).status).toBe(404);
    expect(await rows(`SELECT id, version FROM employees WHERE deleted_at IS NOT NULL AND id = '${id}'`)).toEqual([
      { id, version: 2 },
    ]);
    await until(() => staff.told.some(({ type, subject }) => subject === id && type.includes('.deleted.')));
  });

  it('can be referred to by nobody', async () => {
    const { id } = await employee();
    await staff.ask('DELETE', `employees/${id}`);
    const refusal = { code: 'reference_not_found', errors: [{ path: '/managerId' }] };
    const created = await staff.ask('POST', 'employees', { name: 'Eve', departmentId, managerId: id });
    expect(created.body).toMatchObject(refusal);
    const other = await employee();
    expect((await staff.ask('PATCH', `employees/${other.id}`, { managerId: id })).body).toMatchObject(refusal);
  });

  it('and a new reference at the same time leave nothing that dangles', async () => {
    for (let round = 0; round < 10; round++) {
      const boss = await employee();
      const [removed, added] = await Promise.all([
        staff.ask('DELETE', `employees/${boss.id}`),
        staff.ask('POST', 'employees', { name: `Eve ${++count}`, departmentId, managerId: boss.id }),
      ]);
      expect(removed.status).toBe(204);
      if (added.status === 422) continue;
      expect((await staff.ask('GET', `employees/${added.body.id}`)).body).toMatchObject({ managerId: null });
    }
  });

  it('gives its unique values free', async () => {
    const fields = { number: 7, name: 'Grace' };
    const first = await employee(fields);
    const taken = await staff.ask('POST', 'employees', { number: 7, name: 'Eve', departmentId });
    expect(taken.body).toMatchObject({ status: 409, errors: [{ path: '/number' }] });
    await staff.ask('DELETE', `employees/${first.id}`);
    const second = await employee(fields);
    await staff.ask('DELETE', `employees/${second.id}`);
    await employee(fields);
  });

  it('stays without what it must refer to where that goes for good', async () => {
    const desk = await make('desks', { room: 'A', place: 1 });
    const locker = await make('lockers', { label: 'L1', deskId: desk.id });
    const other = await make('lockers', { label: 'L2', deskId: desk.id });
    await staff.ask('DELETE', `lockers/${locker.id}`);
    expect((await staff.ask('DELETE', `desks/${desk.id}`)).status).toBe(204);
    expect((await staff.ask('GET', `lockers/${other.id}`)).status).toBe(404);
    expect(await rows('SELECT label, desk_id FROM lockers ORDER BY label')).toEqual([
      { label: 'L1', desk_id: null },
      { label: 'L2', desk_id: null },
    ]);
    await until(() => staff.told.filter(({ type }) => type.includes('.locker.deleted.')).length === 2);
    const told = staff.told.filter(({ type }) => type.includes('.locker.deleted.'));
    expect(told.map(({ data }) => data.deskId)).toEqual([desk.id, desk.id]);
  });
});

describe('what is unique together', () => {
  it('is refused with all its fields', async () => {
    await make('desks', { room: 'B', place: 1 });
    await make('desks', { room: 'B', place: 2 });
    const { body } = await staff.ask('POST', 'desks', { room: 'B', place: 2 });
    expect(body).toMatchObject({
      status: 409,
      code: 'unique_violation',
      errors: [{ path: '/room' }, { path: '/place' }],
    });
  });
});

describe('resources with audit', () => {
  it('tell who made and who last changed them, and take that from nobody', async () => {
    const request = { url: '/api/v1/desks', payload: { room: 'C', place: 1 } };
    const desk = (await staff.call({ ...request, method: 'POST', subject: 'ada' })).json();
    expect(desk).toMatchObject({ createdBy: 'ada', updatedBy: 'ada' });
    const url = `/api/v1/desks/${desk.id}`;
    const changed = await staff.call({ method: 'PATCH', url, payload: { room: 'D' }, subject: 'eve' });
    expect(changed.json()).toMatchObject({ createdBy: 'ada', updatedBy: 'eve', version: 2 });
    const same = await staff.call({ method: 'PATCH', url, payload: { room: 'D' }, subject: 'ada' });
    expect(same.json()).toMatchObject({ updatedBy: 'eve', version: 2 });
    const refused = await staff.call({ method: 'PATCH', url, payload: { createdBy: 'eve' } });
    expect(refused.statusCode).toBe(422);
    expect((await staff.ask('GET', 'desks?filter[createdBy]=ada')).body.items).toMatchObject([{ id: desk.id }]);
    const locker = await make('lockers', { label: 'C1', deskId: desk.id });
    expect(locker.desk).toMatchObject({ createdBy: 'ada', updatedBy: 'eve' });
  });

  it('tell who changed them on the way of a deletion', async () => {
    const boss = await employee();
    const { id } = await employee({ managerId: boss.id });
    await staff.call({ method: 'DELETE', url: `/api/v1/employees/${boss.id}`, subject: 'eve' });
    expect((await staff.ask('GET', `employees/${id}`)).body).toMatchObject({ managerId: null, updatedBy: 'eve' });
  });
});

describe('the database', () => {
  it('has the indexes of the config, under names that it keeps whole', async () => {
    const names =
      staff.app.database.dialect.name === 'postgres'
        ? 'SELECT indexname AS name FROM pg_indexes'
        : 'SELECT DISTINCT index_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE()';
    const all = (await rows(names)).map(({ name }) => String(name));
    expect(all).toEqual(
      expect.arrayContaining([
        ...['employees_department_id_created_at', 'employees_hired_on', 'employees_manager_id', 'desks_room_place_key'],
        expect.stringMatching(/^professional_qualification_certificate_list_the_\w*_[0-9a-f]{8}$/),
      ]),
    );
  });
});
