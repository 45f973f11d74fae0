import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '../../../shared/testing/index.ts';
import { missing } from '../missing.ts';

export interface Nginx extends AsyncDisposable {
  readonly url: string;
}

/** One worker of nginx before a service: streams both ways, as a gateway does, and keeps its connections. */
export async function startNginx(upstream: string): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-bench-nginx-'));
  const port = await freePort();
  await writeFile(join(folder, 'nginx.conf'), config(new URL(upstream).host, port));
  const child = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const failed = exited.then(([code]) => Promise.reject(new Error(`nginx ended with ${code}`)));
  const url = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([
      failed,
      until(() =>
        fetch(`${url}/health`).then(
          ({ ok }) => ok,
          () => false,
        ),
      ),
    ]);
  } catch (error) {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
    throw missing('nginx', error);
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      failed.catch(() => undefined);
      child.kill('SIGQUIT');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function config(upstream: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`);
  return `daemon off;
worker_processes 1;
pid nginx.pid;
events {}
http {
  access_log off;
  ${temporary.join('\n  ')}
  client_max_body_size 0;
  upstream service { server ${upstream}; keepalive 8; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://service;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_request_buffering off;
      proxy_max_temp_file_size 0;
    }
  }
}
`;
}
