import fp from 'fastify-plugin';

/** Says in the readiness of a worker whether all the others are there, and the primary. */
export const workersPlugin = fp(
  async (app) => {
    const check = async () => {
      const team = await app.workers?.team();
      if (team !== undefined && team.listening < team.wanted) {
        throw new Error(`${team.listening} of ${team.wanted} workers listen`);
      }
      return team;
    };
    app.readiness.add({ name: 'workers', critical: false, check });
  },
  { name: 'workers', dependencies: ['health'] },
);
