import fp from 'fastify-plugin';
import { RoleFile, ServiceRole } from '../role.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Which part this process has in its service: always live unless ROLE_FILE says where to read otherwise. */
    role: ServiceRole;
  }
}

/** Knows the role of the service, and follows it. */
export const rolePlugin = fp(
  async (app) => {
    const role = new ServiceRole();
    app.decorate('role', role);
    const { roleFile } = app.environment;
    if (roleFile === undefined) return;
    const file = await RoleFile.follow(roleFile, role, app.log);
    app.addHook('onClose', async () => file.close());
  },
  { name: 'role' },
);
