import fp from 'fastify-plugin';
import { parseJsonBody, strictParser } from '../json/parse-body.ts';

const MEDIA_TYPES = ['application/json', 'application/merge-patch+json'];

/** The only bodies a service reads by itself are JSON; other media types get 415 unless a route's plugin adds them. */
export const bodyPlugin = fp(
  async (app) => {
    const parse = strictParser(app);
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(MEDIA_TYPES, { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, parseJsonBody(body as Buffer, parse));
    });
  },
  { name: 'body', dependencies: ['errors'] },
);
