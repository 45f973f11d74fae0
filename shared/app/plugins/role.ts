import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { RoleFile, ServiceRole } from '../role.ts';
import { RoleUrl } from '../role-url.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Which part this process has in its service: always live unless ROLE_URL or ROLE_FILE says where to hear otherwise. */
    role: ServiceRole;
  }
}

/** Knows the role of the service, and follows it. */
export const rolePlugin = fp(
  async (app) => {
    const role = new ServiceRole();
    app.decorate('role', role);
    const followed = await follow(app, role);
    app.addHook('onClose', async () => followed?.close());
  },
  { name: 'role' },
);

/** Undefined: nobody says, so it is live for good. */
async function follow(
  { environment, log }: FastifyInstance,
  role: ServiceRole,
): Promise<RoleUrl | RoleFile | undefined> {
  const { roleUrl, roleFile } = environment;
  if (roleUrl !== undefined) return RoleUrl.follow(roleUrl, role, log);
  return roleFile === undefined ? undefined : RoleFile.follow(roleFile, role, log);
}
