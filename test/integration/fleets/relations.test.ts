import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { type GeneratedService, startGeneratedService } from './support/generated-service.ts';

jest.setTimeout(120_000);

const file = join(repository, 'test', 'fleets', 'hr', 'aurora.config.yaml');
/** Employees that other services refer to. */
const paid = new Set<string>();
let staff: GeneratedService;
let count = 0;

beforeAll(async () => {
  const peers = {
    'payroll-service': ({ url }: { url: string }) => ({
      body: { items: [...paid].filter((id) => url.includes(id)), nextCursor: null },
    }),
  };
  staff = await startGeneratedService(
    { file },
    'staff-service',
    ['department', 'employee', 'contract', 'badge'],
    peers,
  );
});

afterAll(() => staff?.stop());

async function make(path: string, fields: object): Promise<{ id: string; version: number }> {
  const { status, body } = await staff.ask('POST', path, fields);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

const department = (fields: object = {}) => make('departments', { code: `D${++count}`, ...fields });
const employee = (departmentId: string, fields: object = {}) =>
  make('employees', { name: `Ada ${++count}`, departmentId, ...fields });

/** Type and version of each event about these beside their creation; only those of one have an order. */
async function toldOf(ids: readonly string[], many: number): Promise<string[]> {
  const about = () => staff.told.filter(({ subject }) => ids.includes(subject));
  await until(() => about().length >= many);
  const names = about().map(({ type, sequence }) => `${type.split('.').slice(2, 4).join(' ')} ${Number(sequence)}`);
  return names.filter((name) => !name.includes('created')).toSorted();
}

describe('references inside a service', () => {
  it('are embedded by whatever reads or writes', async () => {
    const { id: departmentId } = await department();
    const boss = await employee(departmentId);
    const fields = { name: 'Grace', departmentId, managerId: boss.id, profile: { a: [1] } };
    const created = await staff.ask('POST', 'employees', fields);
    expect(created.body).toMatchObject({
      department: { id: departmentId, headId: null },
      manager: { id: boss.id, version: 1 },
    });
    expect(created.etag).toBe('"1.1.1"');
    const url = `employees/${created.body.id}`;
    expect(await staff.ask('GET', url)).toEqual({ ...created, status: 200 });
    const listed = await staff.ask('GET', `employees?filter[managerId]=${boss.id}`);
    expect(listed.body.items).toEqual([created.body]);

    await staff.ask('PATCH', `employees/${boss.id}`, { name: 'Boss' });
    const read = await staff.ask('GET', url);
    expect([read.etag, read.body.manager.name]).toEqual(['"1.1.2"', 'Boss']);
    expect(Object.keys(read.body).filter((name) => name.startsWith('j'))).toEqual([]);
    const changed = await staff.ask('PATCH', url, { managerId: null });
    expect([changed.etag, changed.body.manager]).toEqual(['"2.1.-"', null]);
  });

  it('are embedded beside those of other services', async () => {
    const { id: employeeId } = await employee((await department()).id);
    const { body, etag } = await staff.ask('POST', 'contracts', { title: 'Clerk', employeeId });
    expect(body).toMatchObject({ employee: { id: employeeId }, document: null });
    expect(etag).toBe('"1.-.1"');
    const { body: page } = await staff.ask('GET', `contracts?filter[employeeId]=${employeeId}`);
    expect(page.items).toEqual([body]);
  });

  it('can be followed back, as a list below what they lead to', async () => {
    const { id: departmentId } = await department();
    const [boss, ada, eve] = [await employee(departmentId), await employee(departmentId), await employee(departmentId)];
    for (const { id } of [ada, eve]) await staff.ask('PATCH', `employees/${id}`, { managerId: boss.id });
    const { body } = await staff.ask('GET', `employees/${boss.id}/reports?sort=-createdAt&limit=1`);
    expect(body).toMatchObject({ items: [{ id: eve.id, manager: { id: boss.id } }], nextCursor: expect.any(String) });
    const rest = await staff.ask('GET', `employees/${boss.id}/reports?sort=-createdAt&cursor=${body.nextCursor}`);
    expect(rest.body.items).toMatchObject([{ id: ada.id }]);
    expect((await staff.ask('GET', `employees/${eve.id}/contracts`)).body).toEqual({ items: [], nextCursor: null });
    expect((await staff.ask('GET', `employees/${randomUUID()}/reports`)).status).toBe(404);
    expect((await staff.ask('GET', `employees/${eve.id}/contracts?sort=nothing`)).status).toBe(400);
    const url = `/api/v1/employees/${eve.id}/contracts`;
    expect((await staff.call({ url, scopes: ['employees:read'] })).statusCode).toBe(403);
    expect((await staff.call({ url, scopes: ['contracts:read'] })).statusCode).toBe(200);
  });

  it('lead somewhere, or nothing is written', async () => {
    const { status, body } = await staff.ask('POST', 'employees', { name: 'Ada', departmentId: randomUUID() });
    expect({ status, ...body }).toMatchObject({
      status: 422,
      code: 'reference_not_found',
      errors: [{ path: '/departmentId' }],
    });
    const ada = await employee((await department()).id);
    const changed = await staff.ask('PATCH', `employees/${ada.id}`, { managerId: randomUUID() });
    expect(changed.body).toMatchObject({ code: 'reference_not_found', errors: [{ path: '/managerId' }] });
    expect((await staff.ask('GET', `employees/${ada.id}`)).body.version).toBe(1);
  });

  it('are one to one where they are unique', async () => {
    const { id: employeeId } = await employee((await department()).id);
    await make('badges', { serial: 1, employeeId });
    const second = await staff.ask('POST', 'badges', { serial: 2, employeeId });
    expect(second.body).toMatchObject({ code: 'unique_violation', errors: [{ path: '/employeeId' }] });
  });
});

describe('a deletion', () => {
  it('is refused while something holds it, and names that', async () => {
    const { id } = await department();
    const ada = await employee(id);
    const { status, body } = await staff.ask('DELETE', `departments/${id}`);
    expect({ status, ...body }).toMatchObject({
      status: 409,
      code: 'reference_restricted',
      referrers: [{ path: '/api/v1/employees', field: 'departmentId' }],
    });
    await staff.ask('DELETE', `employees/${ada.id}`);
    expect((await staff.ask('DELETE', `departments/${id}`)).status).toBe(204);
  });

  it('takes along what goes with it and lets go of the rest, each with its event', async () => {
    const home = await department();
    const [ada, other] = [await employee(home.id), await employee(home.id)];
    await staff.ask('PATCH', `departments/${home.id}`, { headId: ada.id });
    await staff.ask('PATCH', `employees/${other.id}`, { managerId: ada.id });
    const contracts = [
      await make('contracts', { title: 'A', employeeId: ada.id }),
      await make('contracts', { title: 'B', employeeId: ada.id }),
    ];
    const badge = await make('badges', { serial: 3, employeeId: ada.id });
    expect((await staff.ask('DELETE', `employees/${ada.id}`)).status).toBe(204);

    const gone = [...contracts.map(({ id }) => `contracts/${id}`), `badges/${badge.id}`];
    for (const url of gone) expect((await staff.ask('GET', url)).status).toBe(404);
    expect((await staff.ask('GET', `departments/${home.id}`)).body).toMatchObject({
      headId: null,
      head: null,
      version: 3,
    });
    expect((await staff.ask('GET', `employees/${other.id}`)).body).toMatchObject({ managerId: null, version: 3 });
    const all = [ada, other, home, badge, ...contracts].map(({ id }) => id);
    expect(await toldOf(all, 14)).toEqual([
      ...[
        'badge deleted 2',
        'contract deleted 2',
        'contract deleted 2',
        'department updated 2',
        'department updated 3',
      ],
      ...['employee deleted 2', 'employee updated 2', 'employee updated 3'],
    ]);
  });

  it('goes down a tree, and round a circle', async () => {
    const root = await department();
    const child = await department({ parentId: root.id });
    const leaf = await department({ parentId: child.id });
    await staff.ask('PATCH', `departments/${root.id}`, { parentId: leaf.id });
    expect((await staff.ask('DELETE', `departments/${child.id}`)).status).toBe(204);
    for (const { id } of [root, child, leaf]) expect((await staff.ask('GET', `departments/${id}`)).status).toBe(404);
    const told = await toldOf([root.id, child.id, leaf.id], 7);
    expect(told).toEqual([
      ...['department deleted 2', 'department deleted 2', 'department deleted 3', 'department updated 2'],
    ]);
  });

  it('leaves all as it was where something of it is held, inside or by another service', async () => {
    const root = await department();
    const child = await department({ parentId: root.id });
    const ada = await employee(child.id);
    expect((await staff.ask('DELETE', `departments/${root.id}`)).body.code).toBe('reference_restricted');
    const contract = await make('contracts', { title: 'A', employeeId: ada.id });
    paid.add(ada.id);
    const held = await staff.ask('DELETE', `employees/${ada.id}`);
    expect(held.body).toMatchObject({ code: 'reference_restricted', referrers: [{ service: 'payroll-service' }] });
    expect((await staff.ask('GET', `contracts/${contract.id}`)).body.version).toBe(1);
    expect((await staff.ask('GET', `departments/${root.id}`)).body.version).toBe(1);
  });

  it('needs the version that it was asked for, and something to delete', async () => {
    const { id } = await department();
    const stale = await staff.call({
      method: 'DELETE',
      url: `/api/v1/departments/${id}`,
      headers: { 'if-match': '"7"' },
    });
    expect(stale.statusCode).toBe(412);
    expect((await staff.ask('DELETE', `departments/${randomUUID()}`)).status).toBe(404);
  });

  it('and a new reference at the same time leave nothing that dangles', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await department();
      const [removed, added] = await Promise.all([
        staff.ask('DELETE', `departments/${id}`),
        staff.ask('POST', 'employees', { name: 'Ada', departmentId: id }),
      ]);
      expect([
        [204, 422],
        [409, 201],
      ]).toContainEqual([removed.status, added.status]);
    }
  });
});

describe('its document', () => {
  it('tells what is embedded, and what a deletion may be refused with', async () => {
    const { paths, components } = (await staff.call({ method: 'GET', url: '/openapi.json' })).json();
    expect(components.schemas.Employee.properties.department).toMatchObject({ type: ['object', 'null'] });
    const refusals = (path: string) => paths[`/api/v1/${path}/{id}`].delete.responses['409'].description;
    expect(refusals('departments')).toContain('reference_restricted');
  });
});
