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
    const { roleUrl, roleFile } = app.environment;
    const followed =
      roleUrl !== undefined
        ? await RoleUrl.follow(roleUrl, role, app.log)
        : roleFile !== undefined && (await RoleFile.follow(roleFile, role, app.log));
    if (followed) app.addHook('onClose', async () => followed.close());
  },
  { name: 'role' },
);
