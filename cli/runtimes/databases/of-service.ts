import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import { newPassword, secretOnce } from '../secret-file.ts';
import type { Login, WantedDatabase } from './contract.ts';
import { databaseNames } from './names.ts';

/** The database of a service with its two logins, whose passwords are made once. */
export async function databaseOf(fleet: Fleet, service: string, secrets: string): Promise<Required<WantedDatabase>> {
  const names = databaseNames(fleet.infrastructure.database.engine, fleet.name, service);
  const [owner, user] = await Promise.all([loginOf(names.owner, secrets), loginOf(names.login, secrets)]);
  return { name: names.database, owner, user };
}

/** A login with its password, from a file below the folder for secrets. */
export async function loginOf(name: string, secrets: string): Promise<Login> {
  return { name, password: await secretOnce(passwordFile(secrets, name), newPassword) };
}

/** Where the password of a login is, below a folder for secrets. */
export function passwordFile(secrets: string, login: string): string {
  return join(secrets, 'passwords', login);
}

/** The URL of a database with a login. `server` is the address of its server, with any login. */
export function urlWithLogin(server: string, { name, password }: Login, database: string): string {
  const url = new URL(server);
  url.username = name;
  url.password = password;
  url.pathname = `/${database}`;
  return url.href;
}
