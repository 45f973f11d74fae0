import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestService, type TestService } from '@aurora/shared/testing';
import { defineFiles } from '../../src/generated/definition.ts';
import type { File } from '../../src/generated/file/types.ts';

const path = '/api/v1/files';
const BOUNDARY = 'a-boundary-that-no-content-has';

const key = (kid: string, byte: number) => ({ kty: 'oct', kid, k: Buffer.alloc(32, byte).toString('base64url') });

/** The first one signs. */
export const SIGNING_KEYS = { keys: [key('newer', 2), key('older', 1)] };

export interface RunningFiles extends AsyncDisposable {
  readonly service: TestService;
  /** Where the contents lie. */
  readonly folder: string;
  /** Sends a form as it is. */
  send(form: Form, headers?: Record<string, string>): ReturnType<TestService['call']>;
  /** Uploads a file that is expected to be taken. */
  upload(content: string | Buffer, name?: string): Promise<File>;
  /** Path and query of a URL that downloads it. */
  downloadUrl(id: string, expiresIn?: number): Promise<string>;
  /** A request without a token. */
  download(url: string, headers?: Record<string, string>): ReturnType<TestService['call']>;
}

/** The parts of a form: header lines, and what follows them. */
export type Form = readonly { readonly head: string; readonly body: string | Buffer }[];

export function filePart(content: string | Buffer, name = 'file.txt', type = 'application/octet-stream'): Form[number] {
  return { head: `form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}`, body: content };
}

/** The service as it runs, but that its storage is a folder, whatever it is elsewhere. */
export async function startFiles(environment: NodeJS.ProcessEnv = {}): Promise<RunningFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  const running = await startTestService(defineFiles('local'), {
    migrations: join(import.meta.dirname, '../../../../migrations/file-service'),
    environment: { STORAGE_DIR: folder, FILE_SIGNING_KEYS: JSON.stringify(SIGNING_KEYS), ...environment },
  });
  const send: RunningFiles['send'] = (form, headers) =>
    running.call({
      method: 'POST',
      url: path,
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
      payload: encode(form),
    });
  return {
    service: running,
    folder,
    send,
    async upload(content, name) {
      const answer = await send([filePart(content, name)]);
      if (answer.statusCode !== 201) throw new Error(`the upload was answered ${answer.statusCode}: ${answer.body}`);
      return answer.json();
    },
    async downloadUrl(id, expiresIn = 60) {
      const answer = await running.call({ url: `${path}/${id}/download-url?expiresIn=${expiresIn}` });
      const { pathname, search } = new URL(answer.json().url);
      return pathname + search;
    },
    download: async (url, headers = {}) => running.app.inject({ url, headers }),
    async [Symbol.asyncDispose]() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function encode(form: Form): Buffer {
  const parts = form.flatMap(({ head, body }) => [
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: ${head}\r\n\r\n`),
    Buffer.from(body),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}
