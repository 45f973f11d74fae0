import fp from 'fastify-plugin';
import { parseJsonBody } from '../json/parse-body.ts';

const MEDIA_TYPES = ['application/json', 'application/merge-patch+json'];

/** The only bodies a service reads by itself are JSON; other media types get 415 unless a route's plugin adds them. */
export const bodyPlugin = fp(
  async (app) => {
    const secureParse = app.getDefaultJsonParser('error', 'error');
    const parse = (text: string): unknown => {
      let result: unknown;
      // Fastify's parser calls back before it returns.
      secureParse(undefined as never, text, (error, value) => {
        if (error) throw error;
        result = value;
      });
      return result;
    };
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(MEDIA_TYPES, { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, parseJsonBody(body as Buffer, parse));
    });
  },
  { name: 'body', dependencies: ['errors'] },
);
