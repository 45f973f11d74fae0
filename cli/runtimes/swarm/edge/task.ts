import { section } from '../../docker/edge/section.ts';

/** No service has a colon in its name. */
const NAME = 'edge:task';
export const TASK_PORT = 995;

/**
 * `/<address>/<port>` asks one task whether it is ready, and nothing else. On the container's own loopback: nobody is there but who may use
 * the engine.
 */
export function taskSections(port = TASK_PORT): readonly string[] {
  return [
    section(`frontend ${NAME}`, [
      `bind 127.0.0.1:${port} proto h1`,
      'http-request set-dst path,field(2,/)',
      'http-request set-dst-port path,field(3,/)',
      'http-request set-path /health/ready',
      `default_backend ${NAME}`,
    ]),
    section(`backend ${NAME}`, ['retries 0', 'server task 0.0.0.0:0']),
  ];
}
