import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { CLIENT_GONE } from '../client-gone.ts';
import { answerUnderWay } from './connections.ts';

/** @param aborted the connection was closed before the answer was out: most often the client has gone away */
export type EndListener = (reply: FastifyReply, status: number, aborted: boolean) => void;

declare module 'fastify' {
  interface FastifyInstance {
    /** Has somebody told how each request ended, once. */
    onEnd(listener: EndListener): void;
  }
}

const kReply = Symbol('reply');
type Answer = ServerResponse & { [kReply]?: FastifyReply | undefined };

/** Knows how requests end, also those for which Fastify runs no hook: what became of them is asked of Node when a connection closes. */
export const endingsPlugin = fp(
  async (app) => {
    const listeners: EndListener[] = [];
    app.decorate('onEnd', (listener: EndListener) => void listeners.push(listener));

    const end = (answer: Answer, aborted: boolean) => {
      const reply = answer[kReply];
      if (reply === undefined) return;
      answer[kReply] = undefined;
      const status = aborted && !answer.headersSent ? CLIENT_GONE : reply.statusCode;
      for (const listener of listeners) listener(reply, status, aborted);
    };
    app.addHook('onRequest', (_request, reply, done) => {
      (reply.raw as Answer)[kReply] = reply;
      done();
    });
    app.addHook('onResponse', (_request, reply, done) => {
      end(reply.raw, false);
      done();
    });
    app.server.on('connection', (socket) => {
      socket.once('close', () => {
        const answer = answerUnderWay(socket);
        if (answer) end(answer, true);
      });
    });
  },
  { name: 'endings', dependencies: ['context'] },
);
