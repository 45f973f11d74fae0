import fp from 'fastify-plugin';
import { Problem } from '../../errors/index.ts';

/** Node reads what is no UTF-8 in a query as U+FFFD, so that a service would look for what nobody has asked for. Bodies refuse it as well. */
export const queryPlugin = fp(
  async (app) => {
    app.addHook('onRoute', (route) => {
      if (!route.schema?.querystring && !route.config?.list) return;
      route.preValidation = [
        async ({ raw: { url = '' } }) => {
          if (!isReadable(url)) throw new Problem('invalid_query', { detail: 'The query string is not UTF-8.' });
        },
        ...[route.preValidation ?? []].flat(),
      ];
    });
  },
  { name: 'query' },
);

function isReadable(url: string): boolean {
  const start = url.indexOf('?');
  if (start === -1 || !url.includes('%', start)) return true;
  try {
    decodeURIComponent(url.slice(start));
    return true;
  } catch {
    return false;
  }
}
