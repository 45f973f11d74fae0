import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { corsPolicy } from '../admission/cors.ts';
import type { GatewaySettings } from '../settings/index.ts';
import { secure } from './security-headers.ts';

export interface OwnAnswersOptions {
  readonly settings: () => GatewaySettings;
  /** Calls back when they may be others. */
  readonly onChange: (listener: () => void) => void;
}

/**
 * What the gateway answers by itself says the same of CORS and security as what it passes on: errors, `/docs`, `/health`. Preflights are
 * answered here, before anybody asks for a token: browsers send none with them.
 */
export const ownAnswersPlugin = fp<OwnAnswersOptions>(
  async (app, { settings, onChange }) => {
    let cors = corsPolicy(settings().cors);
    let complete = completing(settings());
    onChange(() => {
      cors = corsPolicy(settings().cors);
      complete = completing(settings());
    });

    app.addHook('onRequest', (request, reply, done) => {
      const preflight = cors?.preflight(request);
      if (preflight === undefined) done();
      else reply.code(204).headers(preflight).send();
    });

    app.addHook('onSend', (request, reply, payload, done) => {
      const headers = reply.getHeaders() as OutgoingHttpHeaders;
      for (const step of complete) step(request, headers);
      for (const name in headers) {
        if (reply.getHeader(name) !== headers[name]) reply.header(name, headers[name]);
      }
      done(null, payload);
    });
  },
  { name: 'own-answers' },
);

type Step = (request: FastifyRequest, headers: OutgoingHttpHeaders) => void;

/** Those steps that are configured. */
function completing({ cors, securityHeaders }: GatewaySettings): readonly Step[] {
  const policy = corsPolicy(cors);
  return [...(securityHeaders ? [secure] : []), ...(policy ? [policy.complete] : [])];
}
